import { expect, test } from 'vitest';
import { escalateVip, jane, notifyRequester } from '../../support/acme.ts';
import { openLab } from '../../support/lab.ts';

const secret = 'Bearer s3cr3t-0123456789';
const webhook = (token: string) => ({
  actions: [{ field: 'notification_webhook', value: ['01HVK3T9QK5Z0', `{"authorization":"${token}"}`] }],
});
const environment = { ZENDRIFT_HASH_KEY: 'key-for-tests' };

/** All that ever went into the repository, objects of every ref. */
const everything = (lab: Awaited<ReturnType<typeof openLab>>): string =>
  lab.git('log', '-p', '--all', '--format=%B') + lab.git('-C', lab.remote, 'log', '-p', '--all', '--format=%B');

test('a secret never gets into the repository, and a change of it still shows', async () => {
  const lab = await openLab({ github: true });
  lab.zendesk.account.as(jane).update('trigger', escalateVip, webhook(secret));
  lab.wait(60);
  await lab.run({ environment });
  lab.wait(60);
  lab.zendesk.account.as(jane).update('trigger', escalateVip, webhook(`${secret}9`), { description: `now ${secret}9` });
  lab.wait(60);
  await lab.run({ environment });
  expect(everything(lab)).not.toContain('s3cr3t');
  const [change] = await lab.changes();
  expect(change).toMatchObject({ object: `trigger/${escalateVip}`, change: 'updated', attribution: 'exact' });
  expect(JSON.stringify(lab.github?.model.issues() ?? [])).not.toContain('s3cr3t');
});

test('a new redaction rule first records real drift under the old rules, then makes one baseline, without issues', async () => {
  const lab = await openLab({ github: true });
  await lab.run({ environment });
  lab.wait(60);
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { active: false });
  lab.commitElsewhere({ '.github/zendrift.yml': 'redact:\n  - field: notification_user\n' });
  lab.git('-C', lab.checkout, 'pull', '-q', 'origin', 'main');
  lab.wait(60);
  await lab.run({ environment });
  const types = (await lab.log()).map(({ facts }) => facts?.type ?? 'other');
  expect(types).toEqual(['baseline', 'change', 'baseline']);
  expect([...lab.tree().values()].join('')).toMatch(/\[redacted [0-9a-f]{16}\]/);
  expect(lab.github?.model.issues()).toHaveLength(1);
  const tips = lab.tips();
  lab.wait(60);
  await lab.run({ environment });
  expect(lab.tips()).toEqual(tips);
});

test('an episode that was open under older rules ends when the object is back', async () => {
  const lab = await openLab({ github: true });
  await lab.run({ environment });
  lab.wait(60);
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { active: false });
  lab.wait(60);
  await lab.run({ environment });
  lab.commitElsewhere({ '.github/zendrift.yml': 'redact:\n  - field: notification_user\n' });
  lab.git('-C', lab.checkout, 'pull', '-q', 'origin', 'main');
  await lab.run({ environment });
  lab.wait(60);
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { active: true });
  lab.wait(60);
  await lab.run({ environment });
  expect(lab.state()?.episodes.size).toBe(0);
  expect(lab.github?.model.issues('open')).toHaveLength(0);
});

test('redaction without a key is refused before anything is read', async () => {
  const lab = await openLab({ config: 'redact:\n  - field: notification_webhook\n' });
  await expect(lab.run()).rejects.toThrow(/ZENDRIFT_HASH_KEY/);
});
