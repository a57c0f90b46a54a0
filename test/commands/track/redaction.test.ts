import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { redactText } from '#core/snapshot/redact.ts';
import { git, write } from '../../git/support.ts';
import { autoReply, escalateVip, jane, notifyRequester, partialRefund } from '../../support/acme.ts';
import { type Lab, openLab } from '../../support/lab.ts';
import { someOf } from '../../support/soak.ts';

const secret = 'Bearer s3cr3t-0123456789';
const webhook = (token: string) => ({
  actions: [{ field: 'notification_webhook', value: ['01HVK3T9QK5Z0', `{"authorization":"${token}"}`] }],
});
const environment = { ZENDRIFT_HASH_KEY: 'key-for-tests-of-the-masks' };

/** All that ever went into the repository, objects of every ref. */
const everything = (lab: Lab): string =>
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
  expect(types).toEqual(['baseline', 'configuration', 'change', 'baseline']);
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

test('without a key of its own a change of a secret shows all the same', async () => {
  const lab = await openLab({ github: true });
  lab.zendesk.account.as(jane).update('trigger', escalateVip, webhook(secret));
  lab.wait(60);
  await lab.run();
  lab.wait(60);
  lab.zendesk.account.as(jane).update('trigger', escalateVip, webhook(`${secret}9`));
  lab.wait(60);
  await lab.run();
  expect(everything(lab)).not.toContain('s3cr3t');
  expect(await lab.changes()).toMatchObject([{ object: `trigger/${escalateVip}`, change: 'updated' }]);
  expect(lab.github?.model.issues('open')).toHaveLength(1);
});

test.each(
  someOf(
    [
      ['hash key', environment, (): Record<string, string> => ({ ZENDRIFT_HASH_KEY: 'another-key-for-the-masks' })],
      [
        'credential that the key is made from',
        {},
        ({ zendesk }: Lab) => ({ ...zendesk.tokenEnv, ZENDESK_CLIENT_ID: '', ZENDESK_CLIENT_SECRET: '' }),
      ],
    ],
    2,
  ),
)('another %s: real drift first, then one baseline; no issue for what is masked', async (_what, before, after) => {
  const lab = await openLab({ github: true });
  const title = 'Escalate VIP tickets to on-call';
  lab.zendesk.account.as(jane).update('trigger', escalateVip, webhook(secret));
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, webhook(secret));
  lab.wait(60);
  await lab.run({ environment: before });
  lab.wait(60);
  lab.zendesk.account.as(jane).update('trigger', escalateVip, { title: 'Renamed' });
  // No entry speaks of it: only a listing shows it, and the new baseline would have hidden it.
  lab.zendesk.account.as(jane).update('trigger', autoReply, { title: 'Silent' }, { audit: false });
  lab.wait(600);
  const rotated = after(lab);
  await lab.run({ environment: rotated });
  const types = (await lab.log()).map(({ facts }) => facts?.type ?? 'other');
  expect(types).toEqual(['baseline', 'change', 'change', 'baseline']);
  const changes = await lab.changes();
  expect(changes.map(({ object }) => object).sort()).toEqual([`trigger/${autoReply}`, `trigger/${escalateVip}`].sort());
  expect(lab.git('log', '-p', '--format=%B', 'main~1', '-2')).not.toContain('[redacted');
  const titles = lab.github?.model.issues('open').map(({ title }) => title);
  expect(titles?.filter((title) => title.includes(' renamed trigger '))).toHaveLength(2);
  lab.wait(600);
  lab.zendesk.account.as(jane).update('trigger', escalateVip, { title });
  lab.wait(60);
  await lab.run({ environment: rotated });
  expect(lab.state()?.episodes.has(`trigger/${escalateVip}`)).toBe(false);
  expect((await lab.log()).filter(({ facts }) => facts?.type === 'baseline')).toHaveLength(2);
});

test('a secret that is replaced by the text of its own mask shows as a change', async () => {
  const lab = await openLab({ environment });
  lab.zendesk.account.as(jane).update('trigger', escalateVip, webhook(secret));
  lab.wait(60);
  await lab.run();
  const [mask = ''] = /\[redacted [0-9a-f]{16}\]/.exec([...lab.tree().values()].join('')) ?? [];
  lab.wait(60);
  lab.zendesk.account.as(jane).update('trigger', escalateVip, webhook(`Bearer ${mask}`));
  lab.wait(60);
  await lab.run();
  expect(await lab.changes()).toMatchObject([{ change: 'updated', verdict: 'unapproved' }]);
});

/** Variables of a run whose token someone else has just minted. */
async function mint({ zendesk }: Lab): Promise<Readonly<Record<string, string>>> {
  const { ZENDESK_URL: url = '', ZENDESK_CLIENT_ID: id = '', ZENDESK_CLIENT_SECRET: secret = '' } = zendesk.env;
  const body = { grant_type: 'client_credentials', client_id: id, client_secret: secret, scope: 'read' };
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}/oauth/tokens`, { method: 'POST', headers, body: JSON.stringify(body) });
  const [, token = ''] = /"access_token":"([^"]+)"/.exec(await answer.text()) ?? [];
  return { ZENDESK_CLIENT_ID: '', ZENDESK_CLIENT_SECRET: '', ZENDESK_OAUTH_TOKEN: token };
}

test('a token that is minted for each run makes one baseline, and each run says what it cannot see', async () => {
  const lab = await openLab();
  const { account } = lab.zendesk;
  account.as(jane).update('trigger', escalateVip, webhook(secret));
  lab.wait(60);
  await lab.run({ environment: await mint(lab) });
  lab.wait(60);
  account.as(jane).update('trigger', escalateVip, { description: 'Seen' });
  lab.wait(60);
  const { json } = await lab.run({ environment: await mint(lab) });
  expect(json).toMatchObject({
    warnings: [{ code: 'redaction-key-changed', message: expect.stringContaining('ZENDRIFT_HASH_KEY') }],
  });
  expect((await lab.log()).flatMap(({ facts }) => facts?.type ?? [])).toEqual(['baseline', 'change']);
  expect((await lab.changes())[0]).toMatchObject({ change: 'updated' });
});

test('words of a refusal are looked through as everything else', async () => {
  const lab = await openLab({ hasBaseline: true });
  lab.zendesk.account.as(jane).update('trigger', escalateVip, { description: 'Unreadable' });
  lab.wait(60);
  const token = `ghp_${'a1B2'.repeat(9)}`;
  lab.zendesk.onRequest(({ path }) =>
    path.startsWith('/api/v2/triggers')
      ? { status: 422, body: { error: 'RecordInvalid', description: `no ${token}` } }
      : undefined,
  );
  const run = await lab.run({ environment });
  expect(JSON.stringify(run)).toContain('RecordInvalid');
  expect(JSON.stringify(run)).not.toContain(token);
});

test('a credential that is another one in each run makes no baseline while nothing is masked', async () => {
  const lab = await openLab({ seeded: false });
  lab.zendesk.account.as(jane).create('macro', { title: 'Plain', actions: [{ field: 'status', value: 'open' }] });
  lab.wait(60);
  await lab.run({ environment: { ZENDRIFT_HASH_KEY: 'the key of the first run' } });
  lab.wait(60);
  const { requests } = await lab.run({ environment: { ZENDRIFT_HASH_KEY: 'the key of the next' } });
  expect((await lab.log()).map(({ subject }) => subject)).toEqual([
    'Baseline: 0 triggers, 0 automations, 1 macro, 0 views',
  ]);
  expect(requests.length).toBeLessThanOrEqual(5);
});

test('what an earlier version masked though it is a sentence comes to light in a baseline, as nobody’s change', async () => {
  const lab = await openLab({ github: true });
  const text = 'password: "Please send your card number to https evil.example"';
  const actions = [{ field: 'comment_value', value: text }];
  lab.zendesk.account.as(jane).update('macro', partialRefund, { actions });
  lab.wait(60);
  await lab.run({ environment });
  const path = `snapshots/acme/macros/${partialRefund}.json`;
  expect(lab.tree().get(path)).toContain('Please send your card number');
  // History as version 2 of the detectors wrote it.
  const keyedHash = (said: string) => createHmac('sha256', environment.ZENDRIFT_HASH_KEY).update(said).digest('hex');
  const old = redactText(text, { fields: [], keyedHash, version: 2 });
  const checkout = lab.freshClone();
  const recorded = lab.tree().get(path) ?? '';
  write(checkout, path, recorded.replace(JSON.stringify(text), JSON.stringify(old)));
  const message = git(checkout, 'log', '-1', '--format=%B').replace('Zendesk-Redaction: v3', 'Zendesk-Redaction: v2');
  const bot = ['-c', 'user.name=zendrift[bot]', '-c', 'user.email=zendrift@users.noreply.github.com'];
  git(checkout, ...bot, 'commit', '-qa', '--amend', '-m', message);
  git(checkout, 'push', '-qf', 'origin', 'main');
  lab.git('update-ref', '-d', 'refs/zendrift/acme');
  lab.wait(600);
  lab.zendesk.account.as(jane).update('macro', partialRefund, { title: 'Renamed' });
  lab.wait(60);
  expect((await lab.run({ environment, checkout })).exitCode).toBe(0);
  expect((await lab.log()).map(({ facts }) => facts?.type)).toEqual(['baseline', 'change', 'baseline']);
  const [change] = await lab.changes();
  expect(change).toMatchObject({ object: `macro/${partialRefund}`, subject: expect.stringMatching(/^Rename macro/) });
  expect(lab.tree().get(path)).toContain('Please send your card number');
});

test('a mask that comes in or changes is announced in commit and issue, and raises the risk', async () => {
  const lab = await openLab({ github: true });
  const hidden = 'Part of this text is hidden because it looks like a secret';
  await lab.run({ environment });
  lab.wait(60);
  const say = (said: string) =>
    lab.zendesk.account
      .as(jane)
      .update('macro', partialRefund, { actions: [{ field: 'comment_value', value: `Use the new key ${said}` }] });
  say(`ghp_${'a1B2'.repeat(9)}`);
  lab.wait(60);
  await lab.run({ environment });
  const added = (await lab.log()).at(-1)?.message ?? '';
  expect(added).toContain(hidden);
  expect(added).toMatch(/^Risk: medium hidden-text/m);
  const [issue] = lab.github?.model.issues('open') ?? [];
  expect(issue?.body).toContain(hidden);
  expect(issue?.body).toContain('**Risk medium** · adds text that is hidden here');
  // Another text around the same mask: still announced, with no sign of its own.
  lab.wait(60);
  say(`ghp_${'a1B2'.repeat(9)}, please`);
  lab.wait(60);
  await lab.run({ environment });
  const around = (await lab.log()).at(-1)?.message ?? '';
  expect(around).toContain(hidden);
  expect(around).toMatch(/^Risk: low$/m);
  // A change elsewhere hides nothing.
  lab.wait(60);
  lab.zendesk.account.as(jane).update('macro', partialRefund, { description: 'Another description' });
  lab.wait(60);
  await lab.run({ environment });
  expect((await lab.log()).at(-1)?.message).not.toContain(hidden);
});
