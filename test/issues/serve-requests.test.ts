import { expect, test } from 'vitest';
import type { KnownRequest } from '#core/state/hub-memory.ts';
import { mostRequests, type OpenRequest, planServed } from '#issues/serve-requests.ts';

const request = (number: number, over: Partial<KnownRequest>, isDecided = false, isDue = true): OpenRequest => ({
  number,
  isDecided,
  isDue,
  known: {
    ...{ role: 'request', open: true, labelled: false, seen: '', shows: '', alert: null },
    ...{ wrote: null, restored: null, reminded: null, trouble: null },
    request: { stranger: false, read: false, due: null, pull: null, pullAt: null, tree: null, ...over },
  },
});

const numbers = (requests: readonly OpenRequest[]): readonly number[] => requests.map(({ number }) => number);

const strangers = (from: number, count: number, over: Partial<KnownRequest> = {}): readonly OpenRequest[] =>
  Array.from({ length: count }, (_, index) => request(from + index, { stranger: true, ...over }));

test('of a thousand requests by strangers the first three are read, and everybody else is served', () => {
  const { served, unread } = planServed([...strangers(1, 1000), request(2000, { stranger: false })]);
  expect(numbers(served)).toEqual([1, 2, 3, 2000]);
  expect(unread).toHaveLength(997);
});

test('once one of the first three is closed, the next one is read although nothing about it changed', () => {
  const left = strangers(2, 5).map((one) => ({ ...one, isDue: false }));
  expect(numbers(planServed(left).served)).toEqual([2, 3, 4]);
});

test('what someone decided is served, whoever asked for it', () => {
  const decided = request(900, { stranger: true }, true);
  expect(numbers(planServed([...strangers(1, 10, { read: true }), decided]).served)).toContain(900);
});

test('a request that was read is left alone until something about it changes', () => {
  expect(planServed([request(1, { read: true }, false, false)])).toEqual({ served: [], unread: [] });
});

test('one run serves only so many, and the next one goes on', () => {
  const many = Array.from({ length: 50 }, (_, index) => request(index + 1, {}));
  expect(planServed(many).served).toHaveLength(mostRequests);
});

test('a request by someone about whom nobody was asked yet waits', () => {
  expect(planServed([request(1, { stranger: null })])).toEqual({ served: [], unread: [] });
});
