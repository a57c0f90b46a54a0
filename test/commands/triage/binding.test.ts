import { expect, test } from 'vitest';
import type { ObjectKey } from '#core/object-key.ts';
import { escalateVip, jane, notifyRequester } from '../../support/acme.ts';
import type { Lab } from '../../support/lab.ts';
import { someOf } from '../../support/soak.ts';
import {
  answersTo,
  hubOf,
  later,
  openIssues,
  openLocalTeam,
  say,
  trackLater,
  triageIn,
} from '../../support/triage-lab.ts';

const harmless: ObjectKey = `trigger/${notifyRequester}`;
const evil: ObjectKey = `trigger/${escalateVip}`;

const firstLine = (text: string | null): string => (text ?? '').split('\n', 1)[0] ?? '';

const issueOf = (lab: Lab, object: ObjectKey) => {
  const found = openIssues(lab).find(({ body }) => body?.trimEnd().endsWith(` · ${object}`));
  if (!found) throw new Error(`no issue of ${object}`);
  return found;
};

const decided = async (lab: Lab) =>
  (await lab.log()).flatMap(({ facts }) => (facts?.type === 'decision' ? [`${facts.decision} ${facts.object}`] : []));

const forget = (lab: Lab): void => {
  lab.git('update-ref', '-d', 'refs/zendrift/acme');
  lab.git('-C', lab.checkout, 'update-ref', '-d', 'refs/zendrift/acme');
};

/** Two changes, one issue each. */
async function openTwo(more = ''): Promise<Lab> {
  const lab = await openLocalTeam({ more });
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'Harmless' });
  lab.zendesk.account.as(jane).update('trigger', escalateVip, { title: 'Evil' });
  await trackLater(lab);
  return lab;
}

/** Someone with write permission puts the first line of each issue into the other one. */
function swapMarkers(lab: Lab): void {
  const { model } = hubOf(lab);
  const [a, b] = [issueOf(lab, harmless), issueOf(lab, evil)];
  const swap = (body: string | null, marker: string) => [marker, ...(body ?? '').split('\n').slice(1)].join('\n');
  model.as('jane-gh').editBody(a.number, swap(a.body, firstLine(b.body)));
  model.as('jane-gh').editBody(b.number, swap(b.body, firstLine(a.body)));
}

test.each(someOf(['/approve looks fine', '/reject no', '/revert'], 2))(
  '%s below an edited text is refused, the text is restored, and the same command decides on what was filed there',
  async (command) => {
    const lab = await openTwo();
    const { number, body } = issueOf(lab, harmless);
    swapMarkers(lab);
    const below = say(lab, 'admin-ann', command, number);
    const first = await triageIn(lab, { mayWrite: true });
    expect(first.json.commands).toEqual([expect.objectContaining({ outcome: 'refused', why: 'issue-edited' })]);
    expect(answersTo(lab, below)).toHaveLength(1);
    expect(await decided(lab)).toEqual([]);
    expect(issueOf(lab, harmless).body).toBe(body);
    const comment = say(lab, 'admin-ann', command, number);
    const { json } = await triageIn(lab, { mayWrite: true });
    expect(json.commands).toEqual([expect.objectContaining({ outcome: 'decided', objects: [harmless] })]);
    for (const one of await decided(lab)) expect(one).toContain(harmless);
    expect(lab.zendesk.account.rules.get('trigger', escalateVip)?.['title']).toBe('Evil');
    expect(answersTo(lab, comment)).toEqual([expect.stringContaining(harmless)]);
    await trackLater(lab);
    expect(firstLine(issueOf(lab, evil).body)).toContain(evil);
    expect(lab.state()?.episodes.get(evil)?.issue).toBe(issueOf(lab, evil).number);
  },
);

test.each(
  someOf(
    [
      ['without a marker', 'What is this?'],
      ['with the marker of an alert', '<!-- zendrift:1 alert=acme/held-back-trigger -->\nEverything'],
      [
        'made to look like a digest',
        `<!-- zendrift:1 digest=acme/000000000000 changes=2 -->\n<!-- zendrift:1 object=acme/${evil} change=1 before=none after=none -->`,
      ],
    ],
    2,
  ),
)('in an issue %s a command is refused, and decides nothing about any object', async (_what, body) => {
  const lab = await openTwo();
  const { number } = issueOf(lab, harmless);
  hubOf(lab).model.as('jane-gh').editBody(number, body);
  const comment = say(lab, 'admin-ann', '/reject all', number);
  const { json } = await triageIn(lab);
  expect(json.commands).toEqual([expect.objectContaining({ why: 'issue-edited' })]);
  expect(answersTo(lab, comment)).toEqual([expect.stringContaining('zendrift has restored it')]);
  expect(await decided(lab)).toEqual([]);
  expect(firstLine(issueOf(lab, harmless).body)).toContain(harmless);
});

test.each(someOf(['/approve looks fine', '/reject no', '/revert'], 2))(
  '%s decides nothing where the state is lost and the marker belongs to another issue',
  async (command) => {
    const lab = await openTwo();
    const { number } = issueOf(lab, harmless);
    swapMarkers(lab);
    forget(lab);
    const comment = say(lab, 'admin-ann', command, number);
    const { json } = await triageIn(lab, { mayWrite: true });
    expect(json.commands).toEqual([expect.objectContaining({ outcome: 'refused', why: 'unclear' })]);
    expect(await decided(lab)).toEqual([]);
    expect(answersTo(lab, comment)).toEqual([expect.stringContaining('edited')]);
    await trackLater(lab);
    for (const object of [harmless, evil]) {
      const issue = issueOf(lab, object);
      expect(firstLine(issue.body)).toContain(object);
      expect(issue.body).toContain(object === evil ? '"Evil"' : 'Harmless');
      expect(lab.state()?.episodes.get(object)?.issue).toBe(issue.number);
    }
    expect(openIssues(lab)).toHaveLength(2);
  },
);

test('where the state is lost, an issue that nobody edited is believed', async () => {
  const lab = await openTwo();
  forget(lab);
  say(lab, 'admin-ann', '/approve fine', issueOf(lab, harmless).number);
  await triageIn(lab);
  expect(await decided(lab)).toEqual([`approved ${harmless}`]);
});

test('where the state is lost, a decision in history says which object its issue is about', async () => {
  const lab = await openTwo();
  const { number } = issueOf(lab, harmless);
  say(lab, 'admin-ann', '/reject no', number);
  await triageIn(lab);
  swapMarkers(lab);
  forget(lab);
  say(lab, 'admin-ann', '/approve after all', number);
  await triageIn(lab);
  expect(await decided(lab)).toEqual([`rejected ${harmless}`]);
  expect(firstLine(issueOf(lab, harmless).body)).toContain(harmless);
  later(lab);
  say(lab, 'admin-ann', '/approve now that it is restored', number);
  await triageIn(lab);
  expect(await decided(lab)).toEqual([`rejected ${harmless}`, `approved ${harmless}`]);
});

test('a comment of ours that someone edited shows nothing', async () => {
  const lab = await openLocalTeam();
  const edit = async (title: string) => {
    later(lab);
    lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title });
    await trackLater(lab);
  };
  await edit('One');
  await edit('Two');
  const { number } = issueOf(lab, harmless);
  const { model } = hubOf(lab);
  const marked = model.comments(number).find(({ body }) => body.startsWith('<!-- zendrift:1 object='));
  const [, ...shown] = (marked?.body ?? '').split('\n');
  // The next state is recorded, but GitHub is away: nobody was shown it.
  later(lab);
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'Three' });
  await trackLater(lab, { environment: { GITHUB_TOKEN: '', GITHUB_REPOSITORY: '' } });
  const three = lab.state()?.episodes.get(harmless)?.changes.at(-1);
  const marker = `<!-- zendrift:1 object=acme/${harmless} change=${three?.entries[0]?.id} before=${three?.before} after=${three?.after} -->`;
  later(lab);
  model.as('jane-gh').editComment(marked?.id ?? 0, [marker, ...shown].join('\n'));
  say(lab, 'admin-ann', `/approve ${three?.after?.slice(0, 7)} fine`, number);
  const { json } = await triageIn(lab);
  expect(json.commands).toEqual([expect.objectContaining({ outcome: 'refused', why: 'moved-on' })]);
  expect(await decided(lab)).toEqual([]);
});

test('a comment of ours that someone edits into an answer hides no command', async () => {
  const lab = await openTwo();
  const { model } = hubOf(lab);
  const issue = issueOf(lab, harmless);
  const command = say(lab, 'bob-gh', '/revert', issue.number);
  const other = say(lab, 'bob-gh', '/help', issue.number);
  await triageIn(lab, { inputs: { commands: 'decide' } });
  const answer = model.comments(issue.number).find(({ body }) => body.includes(`reply=${other.id} `));
  later(lab);
  model.as('jane-gh').editComment(answer?.id ?? 0, `<!-- zendrift:1 reply=${command.id} -->\nReverted.`);
  later(lab);
  await triageIn(lab, { mayWrite: true });
  expect(await decided(lab)).toContain(`reverted ${harmless}`);
});

test('a recorded state that no marker showed yet is not approved, whoever names it', async () => {
  const lab = await openTwo();
  later(lab);
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'Unseen' });
  await trackLater(lab, { environment: { GITHUB_TOKEN: '', GITHUB_REPOSITORY: '' } });
  const { number } = issueOf(lab, harmless);
  const unseen = lab.state()?.episodes.get(harmless)?.changes.at(-1)?.after?.slice(0, 7) ?? '';
  const comment = say(lab, 'admin-ann', `/approve ${unseen} fine`, number);
  await triageIn(lab);
  expect(await decided(lab)).toEqual([]);
  expect(answersTo(lab, comment)).toEqual([expect.stringContaining(`/approve ${unseen} reason`)]);
  expect(answersTo(lab, comment)).toEqual([expect.stringContaining('Unseen')]);
  say(lab, 'admin-ann', `/approve ${unseen} fine`, number);
  await triageIn(lab);
  expect(await decided(lab)).toEqual([`approved ${harmless}`]);
});

test('a state that only the body shows, since comments are rare, can be approved by its name', async () => {
  const lab = await openTwo();
  for (const title of ['Two', 'Three']) {
    later(lab);
    lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title });
    await trackLater(lab);
  }
  const issue = issueOf(lab, harmless);
  expect(hubOf(lab).model.comments(issue.number)).toHaveLength(1);
  const [, state] = /\/approve (\w{7})/.exec(issue.body ?? '') ?? [];
  say(lab, 'admin-ann', `/approve ${state} fine`, issue.number);
  await triageIn(lab);
  expect(await decided(lab)).toEqual([`approved ${harmless}`]);
});

test.each([
  ['known', 4],
  ['lost', 0],
])(
  'a line that someone adds to a digest brings no other object into it, with a state that is %s',
  async (which, rows) => {
    const lab = await openLocalTeam({ more: 'issues: { max-new-per-run: 2 }\n' });
    const macros = lab.zendesk.account.rules.list('macro').slice(2, 6);
    for (const { id } of macros) lab.zendesk.account.as(jane).update('macro', Number(id), { description: 'One text' });
    await trackLater(lab);
    const [digest] = openIssues(lab);
    later(lab);
    // Recorded, without an issue of its own.
    lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'Evil' });
    await trackLater(lab, { environment: { GITHUB_TOKEN: '', GITHUB_REPOSITORY: '' } });
    const change = lab.state()?.episodes.get(harmless)?.changes.at(-1);
    const line = `<!-- zendrift:1 object=acme/${harmless} change=${change?.entries[0]?.id} before=${change?.before} after=${change?.after} -->`;
    const { model } = hubOf(lab);
    model.as('jane-gh').editBody(digest?.number ?? 0, `${digest?.body}\n${line}\n- something`);
    if (which === 'lost') forget(lab);
    say(lab, 'admin-ann', '/reject all no', digest?.number ?? 0);
    await triageIn(lab);
    // Where it is known what we wrote, the text is restored first.
    if (which === 'known') {
      expect(await decided(lab)).toEqual([]);
      say(lab, 'admin-ann', '/reject all no', digest?.number ?? 0);
      await triageIn(lab);
    }
    expect(await decided(lab)).toHaveLength(rows);
    expect((await decided(lab)).join()).not.toContain(harmless);
  },
);

test('where the state is lost, a digest that nobody edited is believed', async () => {
  const lab = await openLocalTeam({ more: 'issues: { max-new-per-run: 2 }\n' });
  const macros = lab.zendesk.account.rules.list('macro').slice(2, 6);
  for (const { id } of macros) lab.zendesk.account.as(jane).update('macro', Number(id), { description: 'One text' });
  await trackLater(lab);
  forget(lab);
  const [digest] = openIssues(lab);
  const [, hash] = /digest=acme\/(\w{7})/.exec(digest?.body ?? '') ?? [];
  say(lab, 'admin-ann', `/approve ${hash} all`, digest?.number ?? 0);
  await triageIn(lab);
  expect(await decided(lab)).toHaveLength(4);
});

test('/split opens issues for the rows of the digest alone, whatever markers say', async () => {
  const lab = await openLocalTeam({ more: 'issues: { max-new-per-run: 2 }\n' });
  const macros = lab.zendesk.account.rules
    .list('macro')
    .map(({ id }) => Number(id))
    .slice(2, 6);
  for (const id of macros) lab.zendesk.account.as(jane).update('macro', id, { description: 'One text' });
  lab.zendesk.account.as(jane).remove('trigger', notifyRequester);
  await trackLater(lab);
  const { model } = hubOf(lab);
  const digest = openIssues(lab).find(({ body }) => body?.startsWith('<!-- zendrift:1 digest='));
  const other = openIssues(lab).find(({ number }) => number !== digest?.number);
  const [line = ''] = (digest?.body ?? '').split('\n').filter((one) => one.startsWith('<!-- zendrift:1 object='));
  // The issue of the trigger claims to be the one of the first macro.
  model.as('jane-gh').editBody(other?.number ?? 0, `${line}\n${(other?.body ?? '').split('\n').slice(1).join('\n')}`);
  say(lab, 'admin-ann', '/split 1', digest?.number ?? 0);
  await triageIn(lab);
  await trackLater(lab);
  const about = openIssues(lab).map(({ body }) => body?.trimEnd().split(' · ').at(-1) ?? '');
  const objects = [...macros.map((id) => `macro/${id}`), harmless];
  expect(about.filter((object) => !object.endsWith('/order')).sort()).toEqual(objects.sort());
});
