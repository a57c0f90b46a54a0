import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openRateLimiter, planRateLimit, readBudget } from '#zendesk/rate-limiter.ts';
import { clientAt, fakeClock, me, start } from './builders.ts';
import { serve } from './server.ts';

const never = () => Number.POSITIVE_INFINITY;
const budget = (remaining: number, limit = 700, reset = 30) => ({
  'ratelimit-limit': String(limit),
  'ratelimit-remaining': String(remaining),
  'ratelimit-reset': String(reset),
});

test.each<[Record<string, string>, unknown]>([
  [budget(699), { limit: 700, remaining: 699, reset: 30 }],
  [
    { 'rate-limit': '400', 'rate-limit-remaining': '3', 'rate-limit-reset': '9' },
    { limit: 400, remaining: 3, reset: 9 },
  ],
  [
    { 'x-rate-limit': '200', 'x-rate-limit-remaining': '150' },
    { limit: 200, remaining: 150, reset: null },
  ],
  [{}, null],
  [{ 'x-rate-limit': '0', 'x-rate-limit-remaining': '0' }, null],
  [{ 'x-rate-limit': '-1', 'x-rate-limit-remaining': 'many' }, null],
])('headers %o tell the budget %o', (headers, expected) => {
  expect(readBudget(new Headers(headers))).toEqual(expected);
});

describe('the share that is left decides', () => {
  test.each([
    [1, { inFlight: 4, spacing: 0, hold: 0 }],
    [0.5, { inFlight: 4, spacing: 0, hold: 0 }],
    [0.49, { inFlight: 1, spacing: 171, hold: 0 }],
    [0.2, { inFlight: 1, spacing: 171, hold: 0 }],
    [0.19, { inFlight: 1, spacing: 171, hold: 30_000 }],
    [0, { inFlight: 1, spacing: 171, hold: 30_000 }],
  ])('%s of it', (share, plan) => {
    expect(planRateLimit({ limit: 700, remaining: share * 700, reset: 30 })).toEqual(plan);
  });

  test('any numbers give a bounded pace', () => {
    const number = fc.nat({ max: 999_999_999 });
    fc.assert(
      fc.property(number, number, fc.option(number), (limit, remaining, reset) => {
        const plan = planRateLimit({ limit: limit + 1, remaining, reset });
        return plan.hold <= 60_000 && plan.spacing <= 1_000 && plan.inFlight >= 1 && plan.inFlight <= 4;
      }),
    );
  });
});

test('at most four requests are in flight', async () => {
  const rateLimiter = openRateLimiter(fakeClock(), never, undefined);
  let running = 0;
  let most = 0;
  const task = async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
  };
  await Promise.all(Array.from({ length: 20 }, () => rateLimiter.run('', task)));
  expect(most).toBe(4);
});

test('below half of the limit, requests go one at a time and spaced', async () => {
  const clock = fakeClock();
  const sent: number[] = [];
  const server = await serve(() => {
    sent.push(clock.now() - start);
    return { body: me, headers: budget(200) };
  });
  const client = clientAt(server.url, { clock });
  await client.get('/api/v2/a');
  await Promise.all(['b', 'c', 'd', 'e'].map((name) => client.get(`/api/v2/${name}`)));
  expect(sent).toEqual([0, 0, 171, 342, 513]);
});

test('below a fifth, requests wait for the reset, then ten may pass before the next wait', async () => {
  const clock = fakeClock();
  const server = await serve(() => ({ body: me, headers: budget(10) }));
  const client = clientAt(server.url, { clock });
  for (let count = 0; count < 23; count += 1) await client.get('/api/v2/a');
  expect(clock.slept.filter((wait) => wait > 1_000)).toEqual([30_000, 29_829, 29_829]);
});

test('politeness never costs the run: a wait beyond the deadline is left out', async () => {
  const clock = fakeClock();
  const server = await serve(() => ({ body: me, headers: budget(10) }));
  const client = clientAt(server.url, { clock, deadline: () => start + 20_000 });
  for (let count = 0; count < 5; count += 1) await client.get('/api/v2/a');
  expect(server.seen).toHaveLength(5);
});
