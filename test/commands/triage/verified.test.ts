import { expect, test } from 'vitest';
import { escalateVip, jane, notificationTriggers, notifyRequester } from '../../support/acme.ts';
import { requestForm } from '../../support/request-form.ts';
import { hubOf, later, openIssues, openLocalTeam, say, trackLater, triageIn } from '../../support/triage-lab.ts';
import { verifyAt } from '../verify/support.ts';
import { lastChange, rewrite } from '../verify/tamper.ts';

test('a history with every kind of decision is whole, and agrees with its state and with the account', async () => {
  const lab = await openLocalTeam();
  const { account } = lab.zendesk;
  const issueOf = (object: string) => openIssues(lab).find(({ body }) => body?.includes(`/${object} `))?.number ?? 0;
  const request = hubOf(lab)
    .model.as('jane-gh')
    .openIssue({ title: 'Please', body: requestForm({ Objects: 'macro/new' }), labels: ['change-request'] });
  account.as(jane).update('trigger', notifyRequester, { title: 'Approved' });
  account.as(jane).update('trigger', escalateVip, { title: 'Reverted' });
  account.as(jane).reorder('trigger', [...notificationTriggers].reverse());
  await trackLater(lab);
  say(lab, 'bob-gh', '/approve', issueOf(`trigger/${notifyRequester}`));
  say(lab, 'bob-gh', '/revert', issueOf(`trigger/${escalateVip}`));
  say(lab, 'bob-gh', '/reject no', issueOf('trigger/order'));
  say(lab, 'bob-gh', '/approve', request.number);
  const { json } = await triageIn(lab, { mayWrite: true });
  expect(json.commands.map(({ outcome, why }) => why ?? outcome)).toEqual(Array(4).fill('decided'));
  account.as(jane).create('macro', { title: 'Asked for', actions: [{ field: 'status', value: 'open' }] });
  await trackLater(lab);
  const gone = account.rules
    .list('macro')
    .map(({ id }) => Number(id))
    .slice(0, 6);
  for (const id of gone) account.as(jane).remove('macro', id, { audit: false });
  later(lab, 25 * 3600);
  await lab.run();
  const alert = hubOf(lab)
    .model.issues('open')
    .find(({ labels }) => labels.includes('zendrift-alert'));
  say(lab, 'bob-gh', '/accept', alert?.number ?? 0);
  await trackLater(lab);
  expect((await lab.changes()).map(({ reason }) => reason)).toEqual(
    expect.arrayContaining(['revert', 'change-request', 'no-audit-entry', 'no-rule-matches']),
  );
  const { faults, exitCode, result } = await verifyAt(lab.checkout, { remote: 'true' }, lab.zendesk);
  expect(faults).toEqual([]);
  expect(exitCode).toBe(0);
  // What the request approved is judged again, by the terms that stand in its decision.
  expect(result.notRechecked).toEqual({ 'they are writes of our own': 1 });
});

test.each([
  ['in someone else', 'Audit-Actor-Id: 1001', 'Audit-Actor-Id: 1002'],
  ['outside its window', /^Audit-Time: .*$/m, 'Audit-Time: 2026-11-19T09:00:00Z'],
])('a change that a request could not have approved, as it lies %s, is found', async (_, found, forged) => {
  const lab = await openLocalTeam();
  const request = hubOf(lab)
    .model.as('jane-gh')
    .openIssue({ title: 'Please', body: requestForm({ Objects: 'macro/new' }), labels: ['change-request'] });
  // The terms are read back first.
  await trackLater(lab);
  say(lab, 'bob-gh', '/approve', request.number);
  await triageIn(lab);
  lab.zendesk.account.as(jane).create('macro', { title: 'Asked for', actions: [{ field: 'status', value: 'open' }] });
  await trackLater(lab);
  expect((await verifyAt(lab.remote)).faults).toEqual([]);
  const commit = rewrite(lab.remote, lastChange(lab.remote), (raw) => raw.replace(found, forged));
  expect((await verifyAt(lab.remote)).faults).toEqual(
    expect.arrayContaining([expect.objectContaining({ code: 'verdict', commit })]),
  );
});
