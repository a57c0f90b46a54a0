import { expect, test } from 'vitest';
import { findPending } from '#decisions/pending.ts';
import { escalateVip, jane, notifyRequester } from '../../support/acme.ts';
import { hostileTexts } from '../../support/hostile.ts';
import type { Lab } from '../../support/lab.ts';
import { isSoak, someOf } from '../../support/soak.ts';
import {
  answersTo,
  hubOf,
  later,
  openIssues,
  openLocalTeam,
  say,
  shownState,
  theIssue,
  trackLater,
  triageIn,
} from '../../support/triage-lab.ts';

async function openDrift(more = ''): Promise<Lab> {
  const lab = await openLocalTeam({ more });
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'Drift' });
  await trackLater(lab);
  return lab;
}

const decided = async (lab: Lab) =>
  (await lab.log()).flatMap(({ facts }) => (facts?.type === 'decision' ? [facts.decision] : []));

test('an issue that is closed by hand is opened once more, then left to them and reported', async () => {
  const lab = await openDrift();
  const { number } = theIssue(lab);
  hubOf(lab).model.as('jane-gh').closeIssue(number);
  await trackLater(lab);
  expect(hubOf(lab).model.issue(number)?.state).toBe('open');
  hubOf(lab).model.as('jane-gh').closeIssue(number);
  const { json } = await trackLater(lab);
  expect(hubOf(lab).model.issue(number)?.state).toBe('closed');
  expect(JSON.stringify(json)).toContain('closed without a decision');
  expect(await decided(lab)).toEqual([]);
});

test.each<[string, (lab: Lab, number: number) => void]>([
  ['deleted', (lab, number) => hubOf(lab).model.as('admin-ann').deleteIssue(number)],
  ['transferred', (lab, number) => hubOf(lab).model.as('admin-ann').transfer(number, 'acme/other')],
])('an issue that was %s is filed again', async (_name, remove) => {
  const lab = await openDrift();
  const { number } = theIssue(lab);
  remove(lab, number);
  await trackLater(lab);
  expect(openIssues(lab).map((issue) => issue.number)).toEqual([expect.not.toBeOneOf([number])]);
});

test('a pull request, a foreign issue and a closed one are nobody’s place to decide', async () => {
  const lab = await openDrift();
  const { body, number } = theIssue(lab);
  const draft = { title: 'Copy', body: body ?? '', labels: ['config-drift'] };
  const places = [
    hubOf(lab).model.as('admin-ann').openPullRequest(draft).number,
    hubOf(lab).model.as('admin-ann').openIssue(draft).number,
  ];
  const comments = places.map((place) => say(lab, 'admin-ann', '/approve', place));
  comments.push(say(lab, 'admin-ann', '/approve', number));
  hubOf(lab).model.as('admin-ann').closeIssue(number);
  expect((await triageIn(lab)).json.commands).toEqual([]);
  expect(comments.flatMap((comment) => answersTo(lab, comment))).toEqual([]);
  expect(await decided(lab)).toEqual([]);
});

test('nothing that someone writes is obeyed, repeated raw, or answered twice', async () => {
  const lab = await openDrift();
  const texts = hostileTexts.filter((text) => text.length < 2_000 && text.trim() !== '');
  for (const text of texts) {
    for (const body of [`/approve ${text}`, text]) {
      try {
        hubOf(lab).model.as('stranger').comment(theIssue(lab).number, body);
      } catch {
        // GitHub itself refuses what looks empty.
      }
    }
  }
  later(lab);
  await triageIn(lab);
  await triageIn(lab);
  expect(await decided(lab)).toEqual([]);
  const answers = hubOf(lab)
    .model.comments(theIssue(lab).number)
    .filter(({ body }) => body.startsWith('<!-- zendrift:1 reply='));
  expect(new Set(answers.map(({ body }) => body.split('\n', 1)[0])).size).toBe(answers.length);
  for (const { body } of answers) expect(body).not.toMatch(/@org|evil\.example/);
}, 60_000);

test('a reason is kept whole in the trailer and harmless everywhere', async () => {
  for (const reason of hostileTexts
    .filter((text) => text.length < 200 && !/[\r\n\0]/.test(text))
    .slice(0, isSoak ? 12 : 4)) {
    const lab = await openDrift();
    say(lab, 'bob-gh', `/reject ${reason}`);
    expect((await triageIn(lab)).exitCode).toBe(0);
    expect(await decided(lab)).toEqual(['rejected']);
    await lab.close();
  }
}, 120_000);

test('a forged answer by someone else does not keep a command from being carried out', () => {
  const time = '2026-11-20T08:00:00Z';
  const comment = {
    id: '1',
    nodeId: 'IC_1',
    issue: 1,
    author: 'bob-gh',
    authorId: '2',
    authorType: 'User',
    body: '/approve',
    createdAt: time,
    updatedAt: time,
  };
  const issue = {
    ...{
      number: 1,
      nodeId: 'I_1',
      author: 'zd[bot]',
      authorId: '9',
      authorType: 'Bot',
      title: '',
      labels: ['config-drift'],
      assignees: [],
      state: 'open' as const,
      url: '',
    },
    ...{ commentCount: 2, locked: false, createdAt: time, updatedAt: time, closedAt: null },
    body: '<!-- zendrift:1 object=acme/trigger/1 change=1 before=none after=none -->',
  };
  const forged = { ...comment, id: '2', author: 'jane-gh', body: '<!-- zendrift:1 reply=1 -->' };
  const ours = { account: 'acme', authors: new Set(['zd[bot]']) };
  expect(findPending(issue, [comment, forged], ours, () => false)).toHaveLength(1);
  expect(findPending(issue, [comment, { ...forged, author: 'zd[bot]' }], ours, () => false)).toEqual([]);
});

test('an unknown word is answered with help, once', async () => {
  const lab = await openDrift();
  const comments = [
    say(lab, 'bob-gh', '/aprove'),
    say(lab, 'bob-gh', '/help'),
    say(lab, 'bob-gh', '/etc/passwd is fine'),
  ];
  const { json } = await triageIn(lab);
  await triageIn(lab);
  expect(json.commands.map(({ outcome }) => outcome)).toEqual(['helped', 'helped']);
  expect(comments.map((comment) => answersTo(lab, comment).length)).toEqual([1, 1, 0]);
});

test('/help names the state that this issue is about; where a command does not count, its author is shown why', async () => {
  const lab = await openDrift();
  const state = shownState(theIssue(lab));
  const help = say(lab, 'bob-gh', '/help');
  const spaces = say(lab, 'bob-gh', `  /approve ${state}`);
  const mail = say(lab, 'bob-gh', `> quoted\n\n/approve ${state}`);
  const outsider = say(lab, 'reader', ' /approve');
  later(lab);
  const { json } = await lab.run();
  await lab.run();
  expect(json).toMatchObject({ commands: [{ outcome: 'helped' }, { outcome: 'helped' }, { outcome: 'helped' }] });
  expect(answersTo(lab, help)).toEqual([expect.stringContaining(`\`/approve ${state} reason\``)]);
  expect(answersTo(lab, spaces)).toEqual([expect.stringMatching(/\*\*Not a command\.\*\*.*spaces or empty lines/)]);
  expect(answersTo(lab, mail)).toEqual([expect.stringContaining('quoted text above it')]);
  expect(answersTo(lab, outsider)).toEqual([]);
  const comments = hubOf(lab).model.comments(theIssue(lab).number);
  const reactions = [spaces, mail, outsider].map(({ id }) =>
    comments.find((one) => one.id === id)?.reactions.map(({ content }) => content),
  );
  expect(reactions).toEqual([['eyes', 'confused'], ['eyes', 'confused'], ['-1']]);
  expect(openIssues(lab)).toHaveLength(1);
});

test('/accept lets the next run take what is missing as deleted, and only that', async () => {
  const lab = await openLocalTeam();
  const macros = lab.zendesk.account.rules.list('macro').map(({ id }) => Number(id));
  for (const id of macros.slice(0, 6)) lab.zendesk.account.as(jane).remove('macro', id, { audit: false });
  later(lab, 25 * 3600);
  await lab.run({ inputs: { sweep: 'true' } });
  const alert = hubOf(lab)
    .model.issues('open')
    .find(({ labels }) => labels.includes('zendrift-alert'));
  expect(alert?.body).toContain('/accept');
  const comment = say(lab, 'bob-gh', '/accept we moved them', alert?.number ?? 0);
  const { json } = await triageIn(lab);
  expect(json.commands).toEqual([expect.objectContaining({ decision: 'accepted', objects: ['macro/vanished'] })]);
  expect(answersTo(lab, comment)).toHaveLength(1);
  const accepted = lab.state()?.accepted;
  lab.git('update-ref', '-d', 'refs/zendrift/acme');
  await lab.run({ inputs: { sweep: 'true' } });
  expect((await lab.changes()).filter(({ change }) => change === 'deleted')).toHaveLength(6);
  expect(lab.state()?.accepted).toEqual(accepted);
  expect(hubOf(lab).model.issue(alert?.number ?? 0)?.state).toBe('closed');
});

test.each(someOf([{}, null, '<html>', { permission: 5, user: null }], 3))(
  'where GitHub answers %j to the question who it is, nothing is decided and the next run asks again',
  async (body) => {
    const lab = await openDrift();
    const comment = say(lab, 'bob-gh', '/approve fine');
    const stop = hubOf(lab).onRequest(({ path }) => (path.endsWith('/permission') ? { status: 200, body } : undefined));
    const { exitCode, json } = await triageIn(lab);
    stop();
    expect(exitCode).toBe(1);
    expect(json.commands).toEqual([expect.objectContaining({ outcome: 'left' })]);
    expect(answersTo(lab, comment)).toEqual([]);
    await triageIn(lab);
    expect(await decided(lab)).toEqual(['approved']);
  },
);

test.each(
  someOf(
    [
      ['bb981d', 'too-short'],
      ['2024', 'too-short'],
      ['STATE', 'too-short'],
      ['face', undefined],
      ['dead code is gone', undefined],
      ['release 4.2', undefined],
      ['`deadbee` ok', 'unknown-state'],
      ['`STATE` ok', 'too-short'],
      ['`WHOLE` ok', undefined],
    ],
    3,
  ),
)('/approve %s: a word that may be a state with too few digits is no reason', async (reason, why) => {
  const lab = await openDrift();
  const state = shownState(theIssue(lab));
  const comment = say(
    lab,
    'bob-gh',
    `/approve ${reason.replace('STATE', state.slice(0, 6)).replace('WHOLE', state)} fine`,
  );
  const { json } = await triageIn(lab);
  expect(json.commands.map((command) => command.why)).toEqual([why]);
  if (why) expect(answersTo(lab, comment)).toEqual([expect.stringContaining(`/approve ${state} reason`)]);
});

test('"max-open" postpones what there is no room for, and says so, until something is decided', async () => {
  const lab = await openLocalTeam({ more: 'issues: { max-open: 1 }\n' });
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'One' });
  await trackLater(lab);
  lab.zendesk.account.as(jane).update('trigger', escalateVip, { title: 'Two' });
  const { json } = await trackLater(lab);
  expect(json).toMatchObject({
    warnings: [{ code: 'issue-postponed', message: expect.stringContaining('"max-open" allows 1') }],
    openEpisodes: 2,
  });
  say(lab, 'bob-gh', '/approve', theIssue(lab).number);
  await triageIn(lab);
  expect(theIssue(lab).title).toContain('Two');
});

test('"renotify" allows one comment about further changes in that time, and then another', async () => {
  const lab = await openLocalTeam({ more: 'issues: { renotify: 1h }\n' });
  const comments: number[] = [];
  for (const [seconds, title] of [
    [0, 'One'],
    [60, 'Two'],
    [600, 'Three'],
    [3600, 'Four'],
  ] as const) {
    later(lab, seconds);
    lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title });
    await trackLater(lab);
    comments.push(hubOf(lab).model.comments(theIssue(lab).number).length);
    expect(theIssue(lab).body).toContain(title);
  }
  expect(comments).toEqual([0, 1, 1, 2]);
});
