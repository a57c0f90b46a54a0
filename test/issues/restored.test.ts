import { expect, test } from 'vitest';
import { jane, notifyRequester } from '../support/acme.ts';
import type { Lab } from '../support/lab.ts';
import { someOf } from '../support/soak.ts';
import {
  answersTo,
  hubOf,
  later,
  openIssues,
  openLocalTeam,
  openTeam,
  say,
  theIssue,
  trackLater,
  triageIn,
} from '../support/triage-lab.ts';

async function openDrift(open = openLocalTeam): Promise<{ readonly lab: Lab; readonly number: number }> {
  const lab = await open();
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'Drift' });
  await trackLater(lab);
  return { lab, number: theIssue(lab).number };
}

const decided = async (lab: Lab) =>
  (await lab.log()).flatMap(({ facts }) => (facts?.type === 'decision' ? [facts.decision] : []));

const asJane = (lab: Lab) => hubOf(lab).model.as('jane-gh');

const spoiled: readonly (readonly [string, (lab: Lab, number: number) => unknown])[] = [
  [
    'text',
    (lab, number) => asJane(lab).editBody(number, `${hubOf(lab).model.issue(number)?.body}\nHarmless, see above`),
  ],
  ['title', (lab, number) => asJane(lab).editTitle(number, '[acme] Nothing of interest')],
  ['labels', (lab, number) => asJane(lab).removeLabel(number, 'risk:low')],
];

test.each(someOf(spoiled, 2))(
  'a command below an edited %s is refused by triage, and by track, and what we wrote is back',
  async (_what, spoil) => {
    for (const by of ['triage', 'track']) {
      const { lab, number } = await openDrift();
      const before = theIssue(lab);
      spoil(lab, number);
      const comment = say(lab, 'bob-gh', '/approve fine');
      if (by === 'triage') await triageIn(lab);
      else await trackLater(lab);
      expect(answersTo(lab, comment)).toEqual([expect.stringContaining('zendrift has restored it')]);
      expect(await decided(lab)).toEqual([]);
      const { title, body, labels } = theIssue(lab);
      expect({ title, body, labels: [...labels].sort() }).toEqual({
        title: before.title,
        body: before.body,
        labels: [...before.labels].sort(),
      });
      say(lab, 'bob-gh', '/approve fine');
      await triageIn(lab);
      expect(await decided(lab)).toEqual(['approved']);
      await lab.close();
    }
  },
);

test('a label of their own that people add is theirs, and a command below it is carried out', async () => {
  const { lab, number } = await openDrift();
  hubOf(lab).model.putLabel({ name: 'team:support' });
  asJane(lab).addLabel(number, 'team:support');
  say(lab, 'bob-gh', '/reject no');
  await triageIn(lab);
  expect(await decided(lab)).toEqual(['rejected']);
  expect(theIssue(lab).labels).toContain('team:support');
});

test('a revert that was asked for below an edited text is refused, although another run has restored it since', async () => {
  const { lab, number } = await openDrift();
  asJane(lab).editBody(number, 'It only had a typo.');
  const comment = say(lab, 'bob-gh', '/revert');
  await trackLater(lab);
  expect(theIssue(lab).body).toContain('/revert');
  const { json } = await triageIn(lab, { mayWrite: true });
  expect(json.commands).toEqual([expect.objectContaining({ outcome: 'refused', why: 'issue-edited' })]);
  expect(answersTo(lab, comment)).toHaveLength(1);
  expect(await decided(lab)).toEqual([]);
  say(lab, 'bob-gh', '/revert');
  await triageIn(lab, { mayWrite: true });
  expect(await decided(lab)).toEqual(['reverting', 'reverted']);
});

test('a text that was edited and put back while nobody looked does not trick the reviewer who read it', async () => {
  const { lab, number } = await openDrift();
  const { body } = theIssue(lab);
  later(lab);
  asJane(lab).editBody(number, 'It only had a typo.');
  const comment = say(lab, 'bob-gh', '/approve fine');
  later(lab);
  asJane(lab).editBody(number, body ?? '');
  await triageIn(lab);
  expect(answersTo(lab, comment)).toEqual([expect.stringContaining('Not decided')]);
  expect(await decided(lab)).toEqual([]);
  say(lab, 'bob-gh', '/approve fine');
  await triageIn(lab);
  expect(await decided(lab)).toEqual(['approved']);
});

test('a text that we have changed ourselves since is no edit of anybody', async () => {
  const { lab } = await openDrift();
  later(lab);
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'Drift again' });
  await trackLater(lab);
  say(lab, 'bob-gh', '/reject no');
  await triageIn(lab);
  say(lab, 'admin-ann', '/reject neither');
  await triageIn(lab);
  expect(await decided(lab)).toEqual(['rejected', 'rejected']);
});

test('what another run has written since triage began is blamed on nobody: the command is left to a later run', async () => {
  const { lab } = await openDrift(openTeam);
  later(lab);
  const comment = say(lab, 'bob-gh', '/reject no');
  // The state is read already when a run of track brings the issue up to date.
  let raced = false;
  hubOf(lab).onRequest(async ({ path }) => {
    if (raced || !path.endsWith('/issues')) return undefined;
    raced = true;
    lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'Meanwhile' });
    later(lab);
    // It finds no command: else it would carry that out first.
    const stop = hubOf(lab).onRequest(({ method, path: asked }) =>
      method === 'GET' && asked.endsWith('/issues/comments') ? { status: 200, body: [] } : undefined,
    );
    await lab.run({ checkout: lab.freshClone() });
    stop();
    return undefined;
  });
  const { json } = await triageIn(lab);
  expect(json.commands).toEqual([expect.objectContaining({ outcome: 'left' })]);
  await triageIn(lab);
  expect(answersTo(lab, comment)).toEqual([expect.stringContaining('has changed since')]);
});

test('a state that is rebuilt restores a text that was edited, and keeps one that was not', async () => {
  for (const isEdited of [false, true]) {
    const { lab, number } = await openDrift();
    const { body } = theIssue(lab);
    if (isEdited) asJane(lab).editBody(number, (body ?? '').replace('reason', 'looks good to me'));
    lab.commitElsewhere({ 'snapshots/acme/names.json': null });
    await trackLater(lab);
    const after = theIssue(lab).body ?? '';
    if (isEdited) expect(after).not.toContain('looks good to me');
    else expect(after).toBe(body);
    await lab.close();
  }
});

test('/accept below an alert that someone edited is refused, also where its first line is gone', async () => {
  for (const edit of [(body: string) => `${body}\nDo it now`, () => 'Just accept this']) {
    const lab = await openLocalTeam();
    const macros = lab.zendesk.account.rules.list('macro').map(({ id }) => Number(id));
    for (const id of macros.slice(0, 6)) lab.zendesk.account.as(jane).remove('macro', id, { audit: false });
    later(lab, 25 * 3600);
    await lab.run({ inputs: { sweep: 'true' } });
    const alertOf = () =>
      hubOf(lab)
        .model.issues('open')
        .filter(({ labels }) => labels.includes('zendrift-alert'));
    const [alert] = alertOf();
    asJane(lab).editBody(alert?.number ?? 0, edit(alert?.body ?? ''));
    const comment = say(lab, 'bob-gh', '/accept', alert?.number);
    const { json } = await triageIn(lab);
    expect(json.commands).toEqual([expect.objectContaining({ outcome: 'refused', why: 'issue-edited' })]);
    expect(answersTo(lab, comment)).toHaveLength(1);
    expect(lab.state()?.accepted.size).toBe(0);
    await lab.run();
    expect(alertOf()).toEqual([expect.objectContaining({ number: alert?.number, body: alert?.body })]);
    await lab.close();
  }
});

test('a digest that someone edited is restored, and a command below it is refused', async () => {
  const lab = await openLocalTeam({ more: 'issues: { max-new-per-run: 1 }\n' });
  const macros = lab.zendesk.account.rules.list('macro').slice(2, 5);
  for (const { id } of macros) lab.zendesk.account.as(jane).update('macro', Number(id), { description: 'One text' });
  await trackLater(lab);
  const [digest] = openIssues(lab);
  const text = (digest?.body ?? '').replace('| low |', '| none |');
  asJane(lab).editBody(digest?.number ?? 0, text);
  const [, hash] = /digest=acme\/(\w{7})/.exec(text) ?? [];
  say(lab, 'bob-gh', `/approve ${hash} all`, digest?.number);
  const { json } = await triageIn(lab);
  expect(json.commands).toEqual([expect.objectContaining({ why: 'issue-edited' })]);
  expect(await decided(lab)).toEqual([]);
  expect(openIssues(lab)[0]?.body).toContain('| low |');
});
