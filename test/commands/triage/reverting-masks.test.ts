import { expect, test } from 'vitest';
import { jane, notifyRequester } from '../../support/acme.ts';
import { openLocalTeam, say, trackLater, triageIn } from '../../support/triage-lab.ts';

const webhook = (token: string) => ({
  field: 'notification_webhook',
  value: ['01HVK3T9QK5Z0', `{"authorization":"${token}"}`],
});

test.each([
  ['the key of the masks', {}],
  ['no key at all, as a job with the writing credential alone', { ZENDESK_CLIENT_ID: '', ZENDESK_CLIENT_SECRET: '' }],
  ['another key', { ZENDRIFT_HASH_KEY: 'another key for masks' }],
])('a revert leaves a secret as it is, under %s', async (_what, environment) => {
  const lab = await openLocalTeam();
  const { account } = lab.zendesk;
  const [action] = [webhook('s3cr3t-0123456789')];
  account.as(jane).update('trigger', notifyRequester, { actions: [action] });
  await trackLater(lab);
  say(lab, 'bob-gh', '/approve');
  await triageIn(lab);
  account.as(jane).update('trigger', notifyRequester, { title: 'Drift' });
  await trackLater(lab);
  say(lab, 'bob-gh', '/revert');
  const { json } = await triageIn(lab, { mayWrite: true, environment });
  expect(json.commands).toEqual([expect.objectContaining({ outcome: 'decided', decision: 'reverted' })]);
  const rule = account.rules.get('trigger', notifyRequester);
  expect(rule).toMatchObject({ title: 'Notify requester', actions: [action] });
  await trackLater(lab);
  expect((await lab.changes()).at(-1)).toMatchObject({ reason: 'revert', verdict: 'approved' });
  expect(lab.state()?.episodes.size).toBe(0);
});
