import { expect, test } from 'vitest';
import { jane, notifyRequester, partialRefund } from '../../support/acme.ts';
import { forgeApproval } from '../../support/forge.ts';
import { hubRequests } from '../../support/hub-requests.ts';
import type { Lab } from '../../support/lab.ts';
import {
  answersTo,
  hubOf,
  identities,
  later,
  openIssues,
  openLocalTeam,
  say,
  shownState,
  theIssue,
  trackLater,
  triageIn,
} from '../../support/triage-lab.ts';
import { verifyAt } from '../verify/support.ts';

const object = `trigger/${notifyRequester}` as const;
const day = 24 * 3600;

/** Jane's unapproved change of a trigger, filed; of high risk where she adds a webhook. */
async function openDrift(more: string, risk: 'high' | 'low' = 'low'): Promise<Lab> {
  const lab = await openLocalTeam({ more });
  const actions = [{ field: 'notification_webhook', value: ['01HVK3T9QK5Z0', '{}'] }];
  lab.zendesk.account
    .as(jane)
    .update('trigger', notifyRequester, risk === 'high' ? { actions } : { title: 'Drift one' });
  await trackLater(lab);
  return lab;
}

const decisionsIn = async (lab: Lab) =>
  (await lab.log()).flatMap(({ facts }) => (facts?.type === 'decision' ? [`${facts.decision} ${facts.by}`] : []));

/** What triage answers to a command. */
async function answerTo(lab: Lab, login: string, body: string): Promise<string> {
  const comment = say(lab, login, body);
  await triageIn(lab);
  return answersTo(lab, comment).join('\n');
}

const loseState = (lab: Lab): string => lab.git('update-ref', '-d', 'refs/zendrift/acme');

test('an issue is assigned to the owners of its object, whom nobody else can stand in for', async () => {
  const owners = 'owners:\n  - { kinds: [trigger], titles: ["Notify*"], logins: [auditor, jane-gh], approve: only }\n';
  const lab = await openDrift(`issues: { assignees: [bob-gh] }\n${owners}`);
  const issue = theIssue(lab);
  expect(issue.assignees).toEqual(['auditor', 'jane-gh', 'bob-gh']);
  // By the approved state: the change has given it another title. Jane made it, so she is not among them.
  expect(issue.body).toContain('Only auditor can approve it.');
  expect(await answerTo(lab, 'admin-ann', '/approve')).toContain(
    'Only the owners of this object can approve its changes',
  );
  expect(openIssues(lab)).toHaveLength(1);
  // Auditor has no Zendesk user, and the configuration says nothing about it.
  expect(await answerTo(lab, 'jane-gh', '/approve')).toContain('who made this change');
});

test('an owner who may approve needs no entry among the approvers, for their own objects alone', async () => {
  const lab = await openDrift(
    `approvers: { logins: [admin-ann] }\nowners:\n  - { objects: [${notifyRequester}], logins: [bob-gh], approve: true }\n`,
  );
  lab.zendesk.account.as(jane).update('macro', partialRefund, { title: 'Two' });
  await trackLater(lab);
  const macro = openIssues(lab).find(({ body }) => body?.includes(String(partialRefund)))?.number ?? 0;
  const refused = say(lab, 'bob-gh', '/approve', macro);
  const approved = say(lab, 'bob-gh', '/approve', openIssues(lab).find(({ number }) => number !== macro)?.number);
  await triageIn(lab);
  expect(answersTo(lab, refused).join()).toContain('not listed as an approver');
  expect(answersTo(lab, approved).join()).toContain('**Approved** by bob-gh');
});

test('the owners of nothing are reported when the list is new, and an unknown login owns nothing', async () => {
  const lab = await openLocalTeam();
  const owners = 'owners:\n  - { titles: ["Nothing*"], logins: [nobody-at-all], approve: only }\n';
  lab.commitElsewhere({ '.github/zendrift.yml': `${identities}${owners}` });
  const { warnings } = await trackLater(lab);
  expect(warnings).toContainEqual(expect.stringContaining('owners[0] (titles: Nothing*) matches no recorded object'));
  expect(warnings).toContainEqual(expect.stringContaining('GitHub has no user nobody-at-all, who is an owner'));
});

test('an approval without a reason is refused with the command to type where a reason is required', async () => {
  const lab = await openDrift('approvers: { reason: required }\n');
  const state = shownState(theIssue(lab));
  expect(theIssue(lab).body).toContain('An approval needs a reason.');
  expect(await answerTo(lab, 'admin-ann', '/approve')).toContain(`Write \`/approve ${state} reason\``);
  expect(await answerTo(lab, 'admin-ann', `/approve ${state} ...`)).toContain('needs a reason');
  expect(await answerTo(lab, 'admin-ann', '/approve release 4.2')).toContain('**Approved**');
});

test('a high-risk change needs as many approvals as are required, by different people, and a new state starts anew', async () => {
  const lab = await openDrift('approvers: { outside-zendesk: [auditor], high-risk: { approvals: 2 } }\n', 'high');
  expect(theIssue(lab).body).toContain('It needs 2 approvals by different people.');
  expect(await answerTo(lab, 'admin-ann', '/approve fine')).toContain('**1 of 2 approvals** (admin-ann)');
  expect(theIssue(lab).body).toContain('**1 of 2 approvals** (admin-ann)');
  expect(await answerTo(lab, 'admin-ann', '/approve again')).toContain('You have approved this change already');
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'Drift two' });
  await trackLater(lab);
  expect(theIssue(lab).body).toContain('It needs 2 approvals by different people.');
  const state = shownState(theIssue(lab));
  expect(await answerTo(lab, 'bob-gh', `/approve ${state}`)).toContain('**1 of 2 approvals** (bob-gh)');
  // The first approval is in history: a lost state forgets nothing of it.
  loseState(lab);
  await trackLater(lab);
  expect(lab.state()?.episodes.get(object)?.approvals).toMatchObject([{ by: 'bob-gh' }]);
  expect(await answerTo(lab, 'auditor', `/approve ${state}`)).toContain('**Approved** by auditor');
  expect(openIssues(lab)).toEqual([]);
  expect(await decisionsIn(lab)).toEqual(['approving admin-ann', 'approving bob-gh', 'approved auditor']);
  loseState(lab);
  await trackLater(lab);
  expect(openIssues(lab)).toEqual([]);
  expect(await verifyAt(lab.checkout, { github: 'true' }, null, hubOf(lab))).toMatchObject({ faults: [] });
});

test('only its author, an owner or an admin lifts a rejection, with a reason', async () => {
  const lab = await openDrift('approvers: { outside-zendesk: [auditor] }\n');
  await answerTo(lab, 'bob-gh', '/reject not agreed');
  expect(theIssue(lab).body).toContain('Only bob-gh or an admin of this repository can approve it, with a reason.');
  expect(await answerTo(lab, 'auditor', '/approve fine')).toContain(
    'bob-gh rejected this change. Only bob-gh, an owner of the object or an admin of this repository can approve it now',
  );
  // Nobody lifts the rejection of someone else by rejecting it as well.
  await answerTo(lab, 'auditor', '/reject me too');
  expect(await answerTo(lab, 'auditor', '/approve fine')).toContain('rejected this change. Only');
  expect(await answerTo(lab, 'admin-ann', '/approve')).toContain('needs a reason');
  expect(await answerTo(lab, 'admin-ann', '/approve talked to both')).toContain('**Approved**');
});

test('an approval with an end date is over after that day, whatever became of the state', async () => {
  const lab = await openDrift('timezone: Europe/Berlin\n');
  const first = theIssue(lab);
  const state = shownState(first);
  expect(await answerTo(lab, 'admin-ann', `/approve ${state} until 2026-11-19 test`)).toContain('is in the past');
  expect(await answerTo(lab, 'admin-ann', `/approve ${state} until friday test`)).toContain('not a day such as');
  const said = await answerTo(lab, 'admin-ann', `/approve ${state} until 2026-11-22 for the migration`);
  expect(said).toContain('until Sunday 22 November 2026, 23:59:59 Europe/Berlin');
  expect((await lab.log()).some(({ message }) => message.includes('Decision-Until: 2026-11-22T22:59:59Z'))).toBe(true);
  later(lab, 2 * day);
  await trackLater(lab);
  expect(openIssues(lab)).toEqual([]);
  loseState(lab);
  later(lab, day);
  await trackLater(lab);
  const second = theIssue(lab);
  expect(second.number).not.toBe(first.number);
  expect(second.body).toContain('**Approval expired**: admin-ann approved this until Sunday 22 November 2026');
  expect(second.body).toContain(`in #${first.number}.`);
  expect(await hubRequests(lab, () => trackLater(lab))).toHaveLength(3);
  loseState(lab);
  await trackLater(lab);
  expect(theIssue(lab).number).toBe(second.number);
  expect(await verifyAt(lab.checkout, { github: 'true' }, null, hubOf(lab))).toMatchObject({ faults: [] });
  expect(await answerTo(lab, 'admin-ann', `/approve ${state} it stays`)).toContain('this is now the approved state.');
  loseState(lab);
  await trackLater(lab);
  expect(openIssues(lab)).toEqual([]);
});

test('undecided drift is brought up again once per interval, also after a lost state', async () => {
  const lab = await openDrift('issues: { assignees: [auditor], remind: 3d }\n');
  const { number } = theIssue(lab);
  const reminders = () =>
    hubOf(lab)
      .model.comments(number)
      .filter(({ body }) => body.startsWith('<!-- zendrift:1 reminder -->'));
  later(lab, 2 * day);
  await trackLater(lab);
  expect(reminders()).toEqual([]);
  later(lab, day);
  await trackLater(lab);
  await trackLater(lab);
  expect(reminders().map(({ body }) => body)).toEqual([expect.stringContaining('@auditor **Still undecided**')]);
  expect(await hubRequests(lab, () => trackLater(lab))).toHaveLength(3);
  loseState(lab);
  await trackLater(lab);
  expect(reminders()).toHaveLength(1);
  later(lab, 3 * day);
  await trackLater(lab);
  expect(reminders()).toHaveLength(2);
  // A reminder shows no change: a command below it means what was shown above.
  expect(await answerTo(lab, 'admin-ann', '/approve at last')).toContain('**Approved**');
});

test('the first of two approvals cannot be cited as the last one', async () => {
  const lab = await openDrift('approvers: { high-risk: { approvals: 2 } }\n', 'high');
  const comment = say(lab, 'admin-ann', '/approve fine');
  await triageIn(lab);
  const byId = String(hubOf(lab).model.store.users.get('admin-ann')?.id);
  forgeApproval(lab, object, { commit: true, facts: { byId, comment: String(comment.id) } });
  loseState(lab);
  // The permission of that time is not asked about any more.
  later(lab, 3 * day);
  await trackLater(lab);
  expect(openIssues(lab)).toHaveLength(1);
  expect(lab.state()?.unconfirmed).toMatchObject([{ reason: expect.stringContaining('names another commit') }]);
  expect(lab.state()?.episodes.get(object)?.approvals).toHaveLength(1);
});
