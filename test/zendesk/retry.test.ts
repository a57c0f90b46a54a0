import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planRetry, readRetryAfter } from '#zendesk/retry.ts';
import { clientAt, failureOf, fakeClock, me, start, zendeskAt } from './builders.ts';
import { type Reply, serve } from './server.ts';

const date = 'Sun, 22 Nov 2026 10:00:00 GMT';

describe('Retry-After', () => {
  test.each<[string, number | null]>([
    ['30', 30_000],
    ['0', 0],
    ['1.5', 1_500],
    [' 7 ', 7_000],
    ['Sun, 22 Nov 2026 10:01:30 GMT', 90_000],
    ['Sun, 22 Nov 2026 09:00:00 GMT', null],
    ['-5', null],
    ['1000000000', 1_000_000_000_000],
    ['', null],
    ['soon', null],
    ['NaN', null],
    ['1e3', null],
    ['0x10', null],
  ])('"%s" asks for %s ms', (value, wait) => {
    expect(readRetryAfter(new Headers({ 'retry-after': value, date }))).toBe(wait);
  });

  test('any text asks for a wait between nothing and a day, or for none', () => {
    const text = fc.string().filter((value) => !/[^\x20-\x7e]/.test(value));
    fc.assert(
      fc.property(text, (value) => {
        const wait = readRetryAfter(new Headers({ 'retry-after': value, date }));
        return wait === null || (wait >= 0 && wait <= 86_400_000);
      }),
    );
  });
});

test('backoff doubles up to a minute, with full jitter', () => {
  const broken = { type: 'broken', code: 'ECONNRESET', reason: '' } as const;
  const waits = (random: number) => [1, 2, 3, 7, 20].map((tries) => planRetry(broken, tries, () => random)?.wait);
  expect(waits(0)).toEqual([0, 0, 0, 0, 0]);
  expect(waits(0.5)).toEqual([500, 1_000, 2_000, 30_000, 30_000]);
});

const tooMany: Reply = {
  status: 429,
  headers: { 'retry-after': '20', 'content-type': 'text/plain' },
  body: 'Number of allowed API requests per minute exceeded',
};

test.each<[string, Reply]>([
  ['429 with a text', tooMany],
  ['500', { status: 500, body: '<html>' }],
  ['503', { status: 503, body: 'maintenance' }],
  ['409', { status: 409, body: { error: 'Conflict' } }],
  ['a reset connection', { fault: 'reset' }],
  ['a cut body', { fault: 'cut', body: me }],
])('%s is asked again, and the answer then counts', async (_name, reply) => {
  const server = await serve((_request, count) => (count <= 2 ? reply : { body: me }));
  expect((await zendeskAt(server.url).readUser()).id).toBe('1001');
  expect(server.seen).toHaveLength(3);
});

test('an answer that does not come in time is given up and asked again', async () => {
  const server = await serve((_request, count) => (count === 1 ? { fault: 'silence' } : { body: me }));
  expect((await zendeskAt(server.url, { timeout: 60 }).readUser()).id).toBe('1001');
});

test('the wait that the server asks for is kept, and nothing else goes out meanwhile', async () => {
  const clock = fakeClock();
  const sent: [string, number][] = [];
  const server = await serve(({ path }, count) => {
    sent.push([path, clock.now() - start]);
    return count === 1 ? tooMany : { body: me };
  });
  let other: Promise<unknown> | undefined;
  const client = clientAt(server.url, {
    clock: {
      now: clock.now,
      // The other request starts while the first one waits; this wait ends only when the other one waits too.
      sleep: async (milliseconds) => {
        if (other !== undefined) return clock.sleep(milliseconds);
        const waits = new Promise<void>((resolve) => {
          other = client.get('/other').finally(resolve);
        });
        await Promise.race([waits, new Promise(setImmediate)]);
      },
    },
  });
  await client.get('/first');
  await other;
  expect(sent).toContainEqual(['/first', 0]);
  expect(sent.slice(1).map(([, time]) => time)).toEqual([20_000, 20_000]);
});

test('tries are bounded: six, then a value for the caller', async () => {
  const server = await serve(() => ({ status: 502, body: 'bad gateway' }));
  const outcome = await clientAt(server.url).get('/api/v2/triggers/1');
  expect(outcome).toEqual({ type: 'unavailable', reason: '502 no content type: bad gateway' });
  expect(server.seen).toHaveLength(6);
});

test('an account that says 429 for ever ends as rate-limited', async () => {
  const server = await serve(() => tooMany);
  const error = await failureOf(clientAt(server.url).get('/api/v2/triggers'));
  expect(error.code).toBe('rate-limited');
  expect(server.seen).toHaveLength(6);
});

test('a wait beyond the deadline is reported at once, without sleeping', async () => {
  const clock = fakeClock();
  const server = await serve(() => tooMany);
  const error = await failureOf(
    clientAt(server.url, { clock, deadline: () => start + 15_000 }).get('/api/v2/triggers'),
  );
  expect(error.code).toBe('rate-limited');
  expect(error.message).toContain('GET /api/v2/triggers has to wait 20 s');
  expect([server.seen.length, clock.slept]).toEqual([1, []]);
});

test('a broken connection with no time left is a value at once, too', async () => {
  const server = await serve(() => ({ fault: 'reset' }));
  const outcome = await clientAt(server.url, { random: () => 0.9, deadline: () => start + 100 }).get('/api/v2/views');
  expect(outcome.type).toBe('unavailable');
  expect(server.seen).toHaveLength(1);
});

test('nothing is sent after the deadline', async () => {
  const server = await serve(() => ({ body: me }));
  const error = await failureOf(clientAt(server.url, { deadline: () => start }).get('/api/v2/triggers'));
  expect(error.code).toBe('deadline');
  expect(error.message).toContain('2026-11-22T10:00:00.000Z');
  expect(server.seen).toEqual([]);
});

test('a run that is told to stop stops while it waits', async () => {
  const controller = new AbortController();
  const server = await serve(() => tooMany);
  const clock = {
    now: () => start,
    sleep: () => {
      controller.abort('SIGTERM');
      return new Promise<void>(() => {});
    },
  };
  const error = await failureOf(clientAt(server.url, { clock, signal: controller.signal }).get('/api/v2/triggers'));
  expect(error.message).toBe('Stopped by SIGTERM before GET /api/v2/triggers.');
});

test('a run that is told to stop stops while an answer is awaited', async () => {
  const controller = new AbortController();
  const server = await serve(() => {
    controller.abort('SIGINT');
    return { fault: 'silence' };
  });
  const error = await failureOf(clientAt(server.url, { signal: controller.signal }).get('/api/v2/triggers'));
  expect(error.code).toBe('stopped');
});
