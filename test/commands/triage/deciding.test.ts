import { expect, test } from 'vitest';
import { bob, carl, jane, notifyRequester, partialRefund } from '../../support/acme.ts';
import type { Lab } from '../../support/lab.ts';
import {
  answersTo,
  hubOf,
  later,
  openIssues,
  openTeam,
  say,
  shownState,
  theIssue,
  trackLater,
  triageIn,
} from '../../support/triage-lab.ts';

const object = `trigger/${notifyRequester}`;

/** Jane's unapproved change, filed. */
async function openDrift(more = ''): Promise<Lab> {
  const lab = await openTeam({ more });
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'Drift one' });
  await trackLater(lab);
  return lab;
}

async function driftAgain(lab: Lab, title: string): Promise<void> {
  later(lab);
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title });
  await trackLater(lab);
}

const decisions = async (lab: Lab) =>
  (await lab.log()).flatMap(({ facts, message, author, paths }) =>
    facts?.type === 'decision' ? [{ facts, message, author, paths }] : [],
  );

test('an approval becomes a commit by the reviewer, one answer, and the end of the issue', async () => {
  const lab = await openDrift();
  const issue = theIssue(lab);
  const comment = say(lab, 'admin-ann', '/approve release 4.2');
  const { json, exitCode } = await triageIn(lab);
  expect(exitCode).toBe(0);
  expect(json.commands).toEqual([
    expect.objectContaining({ issue: issue.number, outcome: 'decided', decision: 'approved', objects: [object] }),
  ]);
  const [decision, ...others] = await decisions(lab);
  expect(others).toEqual([]);
  expect(decision?.author).toMatch(/^admin-ann <\d+\+admin-ann@users\.noreply\.github\.com>$/);
  expect(decision?.facts).toMatchObject({
    by: 'admin-ann',
    fourEyes: 'yes',
    reason: 'release 4.2',
    comment: String(comment.id),
  });
  expect(decision?.paths).toEqual([]);
  expect(decision?.message).toMatch(
    /^Approve trigger "Drift one" \(360000000041\)\n\nrelease 4\.2\n\nZendesk-Account: acme\n/,
  );
  expect(answersTo(lab, comment)).toEqual([expect.stringMatching(/\*\*Approved\*\* by admin-ann \(`release 4\.2`\)/)]);
  expect(openIssues(lab)).toEqual([]);
  expect(hubOf(lab).model.issue(issue.number)).toMatchObject({ state: 'closed', stateReason: 'completed' });
  expect(lab.state()?.episodes.size).toBe(0);
  const comments = hubOf(lab).model.comments(issue.number).length;
  await triageIn(lab);
  await trackLater(lab);
  expect(hubOf(lab).model.comments(issue.number)).toHaveLength(comments);
});

test('what is approved is the ground of the next change', async () => {
  const lab = await openDrift();
  say(lab, 'admin-ann', '/approve');
  await triageIn(lab);
  await driftAgain(lab, 'Drift two');
  expect(theIssue(lab).body).toContain('Drift two');
  await driftAgain(lab, 'Drift one');
  expect(openIssues(lab)).toEqual([]);
});

test('a rejection keeps the issue open, labelled, with the reason', async () => {
  const lab = await openDrift();
  const comment = say(lab, 'jane-gh', '/reject not agreed');
  await triageIn(lab);
  expect((await decisions(lab)).map(({ facts }) => facts.decision)).toEqual(['rejected']);
  expect(theIssue(lab).labels).toContain('rejected');
  expect(theIssue(lab).body).toContain('**Rejected** by jane-gh: `not agreed`');
  expect(answersTo(lab, comment)).toHaveLength(1);
  await trackLater(lab);
  expect(await decisions(lab)).toHaveLength(1);
});

test('track carries out what no triage run has taken up', async () => {
  const lab = await openDrift();
  const comment = say(lab, 'bob-gh', '/approve');
  const run = await trackLater(lab);
  expect(run.json).toMatchObject({
    commands: [{ command: 'approve', by: 'bob-gh', decision: 'approved', objects: [object] }],
  });
  expect(run.lines.join('\n')).toContain('/approve by bob-gh: approved, 1 object');
  expect((await decisions(lab)).map(({ facts }) => facts.by)).toEqual(['bob-gh']);
  expect(answersTo(lab, comment)).toHaveLength(1);
  expect(openIssues(lab)).toEqual([]);
});

test('nobody approves a change of their own', async () => {
  const lab = await openDrift();
  const comment = say(lab, 'jane-gh', '/approve');
  const { json } = await triageIn(lab);
  expect(json.commands).toEqual([expect.objectContaining({ outcome: 'refused', why: 'own-change' })]);
  expect(await decisions(lab)).toEqual([]);
  expect(answersTo(lab, comment)).toEqual([expect.stringContaining('Zendesk 1001')]);
  expect(openIssues(lab)).toHaveLength(1);
});

test('a state that has moved on since is not approved, and the answer says what changed', async () => {
  const lab = await openDrift();
  const first = shownState(theIssue(lab));
  await driftAgain(lab, 'Drift two');
  const stale = say(lab, 'admin-ann', `/approve ${first} looks fine`);
  const { json } = await triageIn(lab);
  expect(json.commands).toEqual([expect.objectContaining({ outcome: 'refused', why: 'moved-on' })]);
  expect(await decisions(lab)).toEqual([]);
  const [answer = ''] = answersTo(lab, stale);
  expect(answer).toContain('Drift two');
  expect(answer).toContain(`/approve ${shownState(theIssue(lab))}`);
  const again = say(lab, 'admin-ann', `/approve ${shownState(theIssue(lab))} looks fine`);
  await triageIn(lab);
  expect((await decisions(lab)).map(({ facts }) => facts.comment)).toEqual([String(again.id)]);
});

test('once there have been several states, an approval has to name one', async () => {
  const lab = await openDrift();
  await driftAgain(lab, 'Drift two');
  say(lab, 'admin-ann', '/approve all fine');
  const { json } = await triageIn(lab);
  expect(json.commands).toEqual([expect.objectContaining({ outcome: 'refused', why: 'unnamed' })]);
});

test('an approval is judged again when a change was recorded while it was pushed', async () => {
  const lab = await openDrift();
  const comment = say(lab, 'admin-ann', '/approve');
  const other = lab.freshClone();
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'In between' });
  later(lab);
  let raced = false;
  // The other run pushes after this one has read the tip: it is taken for what it is at the first refused push.
  const stop = hubOf(lab).onRequest(({ method, path }) => {
    if (method === 'POST' && path.endsWith('/reactions') && !raced) {
      raced = true;
      return lab.run({ checkout: other, environment: { GITHUB_TOKEN: '' } }).then(() => undefined);
    }
    return undefined;
  });
  const { json } = await triageIn(lab);
  stop();
  expect(raced).toBe(true);
  expect(json.commands).toEqual([expect.objectContaining({ outcome: 'refused', why: 'moved-on' })]);
  expect(await decisions(lab)).toEqual([]);
  expect(answersTo(lab, comment)).toEqual([expect.stringContaining('In between')]);
});

test('a decision whose answer got lost is answered by the next run, and not made again', async () => {
  const lab = await openDrift();
  const issue = theIssue(lab).number;
  const comment = say(lab, 'admin-ann', '/approve');
  const stop = hubOf(lab).onRequest(({ method, path }) =>
    method === 'POST' && path.endsWith('/comments') ? { status: 401, body: { message: 'Bad credentials' } } : undefined,
  );
  await expect(triageIn(lab)).rejects.toThrow();
  stop();
  expect(await decisions(lab)).toHaveLength(1);
  expect(hubOf(lab).model.issue(issue)?.state).toBe('open');
  await triageIn(lab);
  expect(await decisions(lab)).toHaveLength(1);
  expect(answersTo(lab, comment)).toHaveLength(1);
  expect(hubOf(lab).model.issue(issue)?.state).toBe('closed');
});

test('a state that is lost after decisions is rebuilt with them', async () => {
  const lab = await openDrift();
  say(lab, 'jane-gh', '/reject no');
  await triageIn(lab);
  const live = lab.state();
  lab.git('update-ref', '-d', 'refs/zendrift/acme');
  await lab.run();
  expect(lab.state()?.decisions).toEqual(live?.decisions);
  expect(lab.state()?.episodes.get(object)?.rejected).toEqual(live?.episodes.get(object)?.rejected);
});

test('a dry run says what it would do and writes nothing', async () => {
  const lab = await openDrift();
  const comment = say(lab, 'admin-ann', '/approve');
  const tips = lab.tips();
  const { json } = await triageIn(lab, { inputs: { 'dry-run': 'true' } });
  expect(json.commands).toEqual([expect.objectContaining({ outcome: 'decided', decision: 'approved' })]);
  expect(lab.tips()).toEqual(tips);
  expect(answersTo(lab, comment)).toEqual([]);
  expect(openIssues(lab)).toHaveLength(1);
});

test('an issue names everybody who has a part in it, and those are the ones who may not approve it', async () => {
  const lab = await openTeam();
  const { account } = lab.zendesk;
  account.as(bob).update('macro', partialRefund, { title: 'By Bob' });
  later(lab, 30);
  account.as(jane).update('macro', partialRefund, { title: 'By Jane' });
  await trackLater(lab);
  expect(theIssue(lab).title).toBe('[acme] Jane Doe and 1 other renamed macro "By Jane"');
  later(lab);
  account.as(carl).update('macro', partialRefund, { title: 'By Carl' });
  await trackLater(lab);
  const { title, body } = theIssue(lab);
  expect(title).toBe('[acme] Carl Gone and 2 others renamed macro "By Carl"');
  for (const person of [
    '`Bob Ray` (Zendesk 1002, GitHub bob-gh)',
    '`Jane Doe` (Zendesk 1001, GitHub jane-gh)',
    '`Carl Gone` (Zendesk 1004)',
  ])
    expect(body).toContain(`| ${person} |`);
  expect(body).toContain('bob-gh and jane-gh cannot approve it: they made this change or part of it.');
  const state = shownState(theIssue(lab));
  const refused = ['bob-gh', 'jane-gh'].map((login) => say(lab, login, `/approve ${state}`));
  const allowed = say(lab, 'admin-ann', `/approve ${state}`);
  const { json } = await triageIn(lab);
  expect(json.commands.map(({ comment, outcome }) => [comment, outcome])).toEqual([
    ...refused.map(({ id }) => [String(id), 'refused']),
    [String(allowed.id), 'decided'],
  ]);
});
