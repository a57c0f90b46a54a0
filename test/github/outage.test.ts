import { expect, test } from 'vitest';
import { openOutage } from '#github/outage.ts';
import { countOf, draftOf, failing, openLab } from './lab.ts';

test('a GitHub that is down is waited for once in a run: after that nothing is asked any more', async () => {
  const lab = await openLab();
  const end = lab.github.goDown();
  const unavailable = { code: 'github-unavailable', exitCode: 1 };
  await expect(lab.issues.listOpen('x')).rejects.toMatchObject(unavailable);
  expect(lab.clock.slept).toEqual([1000, 4000, 9000]);
  expect(lab.github.requests).toHaveLength(4);
  // One request may fail for reasons of its own: another one is tried, once.
  await expect(lab.issues.create(draftOf('1'))).rejects.toMatchObject(unavailable);
  expect(lab.github.requests).toHaveLength(5);
  end();
  await expect(lab.issues.listOpen('y')).rejects.toMatchObject({
    ...unavailable,
    message: expect.stringMatching(
      /^GitHub did not answer GET .*issues: not asked, because GitHub did not answer POST /,
    ),
  });
  await expect(lab.issues.readEdits(['x'])).rejects.toMatchObject(unavailable);
  await expect(lab.issues.comment(1, 'x')).rejects.toMatchObject(unavailable);
  expect(lab.github.requests).toHaveLength(5);
  expect(lab.clock.slept).toEqual([1000, 4000, 9000]);
});

test('one issue that always times out does not keep the others from being served, nor is it waited for again', async () => {
  const lab = await openLab();
  for (const id of ['1', '2', '3']) await lab.issues.create(draftOf(id));
  lab.github.onRequest(failing('PATCH', /issues\/[12]$/, 99, { status: 502 }));
  await expect(lab.issues.update(1, { title: 'new' })).rejects.toMatchObject({ code: 'github-unavailable' });
  expect(await lab.issues.update(3, { title: 'new' })).toMatchObject({ type: 'done' });
  await expect(lab.issues.update(2, { title: 'new' })).rejects.toMatchObject({ code: 'github-unavailable' });
  expect(await lab.issues.update(3, { title: 'newer' })).toMatchObject({ type: 'done' });
  expect(countOf(lab, 'PATCH', /issues\/2$/)).toBe(1);
  expect(lab.clock.slept).toEqual([1000, 4000, 9000]);
});

test('issues that GitHub does not create are given up once', async () => {
  const lab = await openLab();
  lab.github.onRequest(failing('POST', /issues$/, 99, { status: 500 }));
  for (const id of ['1', '2', '3']) {
    await expect(lab.issues.create(draftOf(id))).rejects.toMatchObject({ code: 'github-unavailable' });
  }
  expect(countOf(lab, 'POST', /issues$/)).toBe(4);
  expect(lab.clock.slept).toEqual([1000, 4000, 9000]);
});

test('connections of one run share what they have learned', async () => {
  const outage = openOutage();
  const lab = await openLab({}, { outage });
  lab.github.goDown();
  await expect(lab.issues.listOpen('x')).rejects.toMatchObject({ code: 'github-unavailable' });
  await expect(lab.issues.listOpen('x')).rejects.toMatchObject({ code: 'github-unavailable' });
  const other = await openLab({}, { outage });
  await expect(other.issues.listOpen('x')).rejects.toMatchObject({ code: 'github-unavailable' });
  expect(other.github.requests).toEqual([]);
});

test('a budget that is used up is not waited for: the run goes on without GitHub until the hour is over', async () => {
  const day = Date.parse('2026-11-23T10:00:00Z');
  const lab = await openLab({ clock: '2026-11-22T10:00:00Z', rate: { limit: 2 } }, { deadline: () => day });
  await lab.issues.listOpen('x');
  await lab.issues.listOpen('x');
  const limited = { code: 'rate-limited', exitCode: 1 };
  await expect(lab.issues.listOpen('x')).rejects.toMatchObject({ ...limited, values: { seconds: 3601 } });
  lab.clock.time += 1000;
  await expect(lab.issues.create(draftOf('1'))).rejects.toMatchObject({ ...limited, values: { seconds: 3600 } });
  expect(lab.github.requests).toHaveLength(3);
  expect(lab.clock.slept).toEqual([]);
  lab.clock.time += 3_600_000;
  lab.github.model.clock.advance(3_601_000);
  expect(await lab.issues.listOpen('x')).toEqual([]);
});

test('a request waits for rate limits for a minute in all', async () => {
  const lab = await openLab();
  const message = 'You have exceeded a secondary rate limit';
  lab.github.onRequest(() => ({ status: 403, headers: { 'retry-after': '25' }, body: { message } }));
  await expect(lab.issues.listOpen('x')).rejects.toMatchObject({ code: 'rate-limited' });
  expect(lab.clock.slept).toEqual([25_000, 25_000]);
});

test('a real host is asked at its two addresses alone, and its GraphQL budget is a limit, not an outage', async () => {
  const asked: (readonly [string, string | null])[] = [];
  const reset = String(Date.parse('2026-11-22T11:00:00Z') / 1000);
  const headers = { 'content-type': 'application/json', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset };
  const lab = await openLab(
    {},
    {
      apiUrl: 'https://ghe.example/api/v3',
      graphqlUrl: 'https://ghe.example/api/graphql',
      token: 'ghs_x',
      fetch: async (input, init) => {
        asked.push([String(input), new Headers(init?.headers).get('authorization')]);
        const body = { errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] };
        return new Response(String(input).endsWith('graphql') ? JSON.stringify(body) : '[]', { headers });
      },
    },
  );
  await expect(lab.issues.readEdits(['x'])).rejects.toMatchObject({ code: 'rate-limited' });
  expect(await lab.issues.checkOpen('x', 0)).toMatchObject({ matches: true });
  expect(asked).toEqual([
    ['https://ghe.example/api/graphql', 'token ghs_x'],
    [expect.stringMatching(/^https:\/\/ghe\.example\/api\/v3\/repos\/acme\/zendesk-config\/issues\?/), 'token ghs_x'],
  ]);
});

test('github.com is asked below /graphql, where octokit finds a used-up budget before anyone else', async () => {
  const lab = await openLab(
    {},
    {
      apiUrl: 'https://api.github.com',
      graphqlUrl: 'https://api.github.com/graphql',
      fetch: async () =>
        new Response(JSON.stringify({ errors: [{ type: 'RATE_LIMITED', message: 'no' }] }), {
          headers: {
            'content-type': 'application/json',
            'x-ratelimit-remaining': '0',
            'x-ratelimit-reset': '4000000000',
          },
        }),
    },
  );
  await expect(lab.issues.readEdits(['x'])).rejects.toMatchObject({ code: 'rate-limited' });
  expect(lab.clock.slept).toEqual([]);
});
