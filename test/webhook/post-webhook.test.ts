import { expect, test } from 'vitest';
import { postWebhook } from '#webhook/post-webhook.ts';
import { openReceiver, type Receiver } from '../support/receiver.ts';

async function post({ url }: Pick<Receiver, 'url'>) {
  const slept: number[] = [];
  const clock = { now: () => 0, sleep: async (milliseconds: number) => void slept.push(milliseconds) };
  const message = { url: new URL(url), headers: { 'x-a': 'b' }, body: '{"a":1}' };
  return { posted: await postWebhook(message, clock, new AbortController().signal), slept };
}

test('a message is posted as JSON, with its headers', async () => {
  const receiver = await openReceiver();
  expect((await post(receiver)).posted).toEqual({ type: 'sent' });
  expect(receiver.received).toMatchObject([
    { body: '{"a":1}', headers: { 'content-type': 'application/json; charset=utf-8', 'x-a': 'b' } },
  ]);
});

test.each<[string, readonly (number | null)[], number, string]>([
  ['an error of the service, which may have taken it', [500], 1, 'it answered 500'],
  ['a refusal', [404], 1, 'it answered 404'],
  ['a redirect, which could lead anywhere', [302], 1, 'it answered 302'],
  ['a connection that is cut', [null], 1, 'no answer'],
  ['a service that asks to wait, after three tries', [429], 3, 'it answered 429'],
])('%s: %j is given up', async (_name, answers, tries, reason) => {
  const receiver = await openReceiver();
  receiver.answerWith(...answers);
  const { posted } = await post(receiver);
  expect(posted).toMatchObject({ type: 'failed', reason: expect.stringContaining(reason) });
  expect(receiver.received).toHaveLength(tries);
  expect(JSON.stringify(posted)).not.toMatch(/services|hunter2|127\.0\.0\.1|secret answer/);
});

test('a service that asks to wait gets the message once it is ready', async () => {
  const receiver = await openReceiver();
  receiver.answerWith(429, 200);
  expect(await post(receiver)).toEqual({ posted: { type: 'sent' }, slept: [1000] });
});

test('where nobody listens it is tried again, and the reason does not name the place', async () => {
  const { url, close } = await openReceiver();
  await close();
  const { posted, slept } = await post({ url });
  expect(posted).toEqual({ type: 'failed', reason: 'no answer (ECONNREFUSED)' });
  expect(slept).toHaveLength(2);
});
