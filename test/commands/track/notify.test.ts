import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { jane, notifyRequester, partialRefund } from '../../support/acme.ts';
import type { Lab } from '../../support/lab.ts';
import { openReceiver, type Receiver } from '../../support/receiver.ts';
import { later, openTeam, theIssue, trackLater } from '../../support/triage-lab.ts';

const key = 'a key for signatures';
const start = (format = 'json') =>
  openTeam({ more: `notify: { format: ${format} }\nhours: { from: "08:00", to: "18:00" }\n` });
const track = (lab: Lab, { url }: Pick<Receiver, 'url'>, more: Readonly<Record<string, string>> = {}) =>
  trackLater(lab, { environment: { ZENDRIFT_NOTIFY_URL: url, ZENDRIFT_NOTIFY_KEY: key, ...more } });
const webhook = { field: 'notification_webhook', value: ['01HVK3T9QK5Z0', '{"secret": "hunter2hunter2"}'] };
const raise = (lab: Lab, title = 'Sends to a webhook') =>
  lab.zendesk.account.as(jane).update('macro', partialRefund, { title, actions: [webhook] });
const drift = ({ received }: Receiver) => received.filter(({ body }) => JSON.parse(body).type === 'drift');

test('new high-risk drift is sent once, signed, with a link and without any value', async () => {
  const [lab, receiver] = [await start(), await openReceiver()];
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'Low risk' });
  await track(lab, receiver);
  expect(drift(receiver)).toEqual([]);
  raise(lab);
  await track(lab, receiver);
  const [message, ...others] = drift(receiver);
  expect(others).toEqual([]);
  const body = message?.body ?? '';
  expect(message?.headers['x-zendrift-signature']).toBe(
    `sha256=${createHmac('sha256', key).update(body).digest('hex')}`,
  );
  const issue = lab.state()?.episodes.get(`macro/${partialRefund}`)?.issue;
  expect(JSON.parse(body)).toMatchObject({
    version: 1,
    account: 'acme',
    changes: [
      { object: `macro/${partialRefund}`, risk: 'high', issue, url: expect.stringContaining(`/issues/${issue}`) },
    ],
  });
  expect(body).not.toMatch(/hunter2|01HVK/);
});

test('neither a further change, a lost state nor another run sends it again', async () => {
  const [lab, receiver] = [await start(), await openReceiver()];
  raise(lab);
  await track(lab, receiver);
  raise(lab, 'Again');
  await track(lab, receiver);
  lab.git('update-ref', '-d', 'refs/zendrift/acme');
  await track(lab, receiver);
  raise(lab, 'Once more');
  lab.git('update-ref', '-d', 'refs/zendrift/acme');
  await track(lab, receiver);
  expect(drift(receiver)).toHaveLength(1);
});

test('drift that becomes high risk is sent then', async () => {
  const [lab, receiver] = [await start(), await openReceiver()];
  lab.zendesk.account.as(jane).update('macro', partialRefund, { title: 'Low risk' });
  await track(lab, receiver);
  expect(drift(receiver)).toEqual([]);
  raise(lab);
  await track(lab, receiver);
  expect(drift(receiver)).toHaveLength(1);
});

test('a webhook that fails is a warning that does not name it, and the record and the issue are there', async () => {
  const [lab, receiver] = [await start(), await openReceiver()];
  receiver.answerWith(500);
  raise(lab);
  const { exitCode, warnings, json } = await track(lab, receiver);
  expect(exitCode).toBe(0);
  expect(warnings).toEqual([
    expect.stringContaining(`macro/${partialRefund} was not sent to the webhook: it answered 500`),
  ]);
  expect(JSON.stringify(json)).not.toMatch(/services|hunter2/);
  expect(theIssue(lab).labels).toContain('risk:high');
});

test.each<[string, Readonly<Record<string, string>>, string]>([
  ['without a URL', { ZENDRIFT_NOTIFY_URL: '' }, 'ZENDRIFT_NOTIFY_URL is not set'],
  ['with plain http elsewhere', { ZENDRIFT_NOTIFY_URL: 'http://example.com/hunter2' }, 'is no https URL'],
  ['without a key for JSON', { ZENDRIFT_NOTIFY_KEY: '' }, 'ZENDRIFT_NOTIFY_KEY is not set'],
])('%s nothing is sent, and a warning says why', async (_name, environment, words) => {
  const [lab, receiver] = [await start(), await openReceiver()];
  raise(lab);
  const { warnings } = await track(lab, receiver, environment);
  expect(warnings).toEqual([expect.stringContaining(words)]);
  expect(warnings.join()).not.toContain('hunter2');
  expect(receiver.received).toEqual([]);
});

test('a dry run sends nothing', async () => {
  const [lab, receiver] = [await start(), await openReceiver()];
  raise(lab);
  await trackLater(lab, { inputs: { 'dry-run': 'true' }, environment: { ZENDRIFT_NOTIFY_URL: receiver.url } });
  expect(receiver.received).toEqual([]);
});

test('the digest of a week comes once after it, also if the state is lost', async () => {
  const [lab, receiver] = [await start('json'), await openReceiver()];
  // Friday 20 November: the first run writes down where the week began.
  await track(lab, receiver);
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'One' });
  later(lab, 12 * 3600);
  raise(lab);
  await track(lab, receiver);
  const digests = () =>
    receiver.received.flatMap(({ body }) => (JSON.parse(body).type === 'digest' ? [JSON.parse(body)] : []));
  expect(digests()).toEqual([]);
  later(lab, 3 * 24 * 3600);
  await track(lab, receiver);
  await track(lab, receiver);
  expect(digests()).toMatchObject([
    {
      ...{ from: '2026-11-16T00:00:00Z', to: '2026-11-22T23:59:59Z' },
      ...{ changes: 2, approved: 0, unapproved: 2, offHours: 1, open: { all: 2, high: 1 } },
      actors: [{ name: 'Jane Doe', changes: 2 }],
    },
  ]);
  lab.git('update-ref', '-d', 'refs/zendrift/acme');
  await track(lab, receiver);
  expect(digests()).toHaveLength(1);
  later(lab, 7 * 24 * 3600);
  await track(lab, receiver);
  expect(digests()).toHaveLength(2);
});
