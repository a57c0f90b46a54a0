import { describe, expect, test } from 'vitest';
import type { Fault } from '#sandbox/github/server/faults.ts';
import { countOf, draftOf, failing, openFakeClock, openLab } from './lab.ts';

const ambiguous: ReadonlyArray<readonly [string, Fault]> = [
  ['the answer is lost after it was done', 'lose-answer'],
  ['502 comes and nothing was done', { status: 502, body: { message: 'Server Error' } }],
  ['the connection dies', { destroy: 'before-headers' }],
  ['half an answer comes', { status: 201, destroy: 'mid-body', body: { number: 1 } }],
  ['HTML comes', { status: 201, headers: { 'content-type': 'text/html' }, body: '<html>' }],
];

describe.each(ambiguous)('where %s', (_, fault) => {
  test('an issue is created once', async () => {
    const lab = await openLab();
    lab.github.onRequest(failing('POST', /issues$/, 1, fault));
    const made = await lab.issues.create(draftOf('7'));
    expect(lab.github.model.issues().map((issue) => issue.number)).toEqual([made?.number]);
  });

  test('a comment is posted once', async () => {
    const lab = await openLab();
    const { number } = await lab.issues.create(draftOf('7'));
    lab.github.onRequest(failing('POST', /comments$/, 1, fault));
    const made = await lab.issues.comment(number, '<!-- zendrift:1 -->\r\nchanged again');
    expect(lab.github.model.comments(number)).toHaveLength(1);
    expect(made).toMatchObject({ type: 'posted', comment: { body: expect.stringContaining('changed again') } });
  });
});

test('a marker in an issue by someone else is not taken for ours', async () => {
  const lab = await openLab({ users: [{ login: 'mallory', permission: 'read' }] });
  const draft = draftOf('7');
  lab.github.model.as('mallory').openIssue({ title: draft.title, body: draft.body, labels: [] });
  lab.github.onRequest(failing('POST', /issues$/, 1, { status: 502 }));
  expect((await lab.issues.create(draft)).author).toBe('github-actions[bot]');
});

test('an issue without a marker is known by its title', async () => {
  const lab = await openLab();
  await lab.issues.create(draftOf('1', { body: 'same first line', title: 'one' }));
  lab.github.onRequest(failing('POST', /issues$/, 1, { status: 502 }));
  await lab.issues.create(draftOf('2', { body: 'same first line', title: 'two' }));
  expect(lab.github.model.issues().map((issue) => issue.title)).toEqual(['one', 'two']);
});

test('an issue is not sent again where nobody could look for it', async () => {
  const lab = await openLab();
  lab.github.onRequest(failing('POST', /issues$/, 1, 'lose-answer'));
  lab.github.onRequest(failing('GET', /issues$/, 99, { status: 503 }));
  await expect(lab.issues.create(draftOf('7'))).rejects.toMatchObject({ code: 'github-unavailable', exitCode: 1 });
  expect(countOf(lab, 'POST', /issues$/)).toBe(1);
});

test('reading and changing are repeated after a 5xx, three times and with growing pauses', async () => {
  const lab = await openLab();
  const { number } = await lab.issues.create(draftOf('7'));
  lab.github.onRequest(failing('PATCH', /issues/, 2, { status: 502 }));
  await lab.issues.update(number, { title: 'new' });
  expect(lab.clock.slept).toEqual([1000, 4000]);
  lab.github.onRequest(failing('GET', /issues/, 99, { status: 500, body: '<html>oh no\u001b[31m</html>' }));
  await expect(lab.issues.listOpen('x')).rejects.toMatchObject({
    code: 'github-unavailable',
    message: 'GitHub did not answer GET /repos/acme/zendesk-config/issues: 500 <html>oh no\\u001b[31m</html>',
  });
  expect(lab.clock.slept).toEqual([1000, 4000, 1000, 4000, 9000]);
});

test.each([
  [401, 'github-credentials', 2],
  [403, 'github-forbidden', 2],
  [404, 'github-forbidden', 2],
  [410, 'github-forbidden', 2],
  [302, 'github-forbidden', 2],
  [422, 'github-refused', 2],
])('a %i is %s', async (status, code, exitCode) => {
  const lab = await openLab();
  lab.github.onRequest(() => ({
    status,
    headers: { location: 'https://evil.example' },
    body: { message: 'no\n\u202e::error::' },
  }));
  const error = await lab.issues.create(draftOf('7')).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code, exitCode });
  expect(String(error)).not.toMatch(/[\n\u202e]/);
  expect(lab.github.requests).toHaveLength(1);
});

test('a rate limit is waited out as long as GitHub says', async () => {
  const lab = await openLab();
  const message = 'You have exceeded a secondary rate limit';
  lab.github.onRequest(
    failing('POST', /issues$/, 2, { status: 403, headers: { 'retry-after': '7' }, body: { message } }),
  );
  await lab.issues.create(draftOf('7'));
  expect(lab.clock.slept).toEqual([7000, 7000]);
  expect(lab.warnings[0]).toContain('7 s');
});

test('the reset time is counted on the clock of GitHub', async () => {
  const lab = await openLab();
  const headers = {
    date: 'Mon, 01 Jan 2029 00:00:00 GMT',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': String(Date.parse('2029-01-01T00:00:50Z') / 1000),
  };
  lab.github.onRequest(
    failing('GET', /issues$/, 1, { status: 403, headers, body: { message: 'API rate limit exceeded' } }),
  );
  await lab.issues.listOpen('x');
  expect(lab.clock.slept).toEqual([51_000]);
});

test('a secondary limit that names no time is given a minute, once', async () => {
  const lab = await openLab();
  lab.github.onRequest(() => ({ status: 429, body: { message: 'slow down' } }));
  await expect(lab.issues.listOpen('x')).rejects.toMatchObject({ code: 'rate-limited' });
  expect(lab.clock.slept).toEqual([60_000]);
});

test('a wait that is longer than the run may last ends it at once', async () => {
  const lab = await openLab();
  lab.github.onRequest(() => ({ status: 403, headers: { 'retry-after': '3700' }, body: { message: 'rate limit' } }));
  await expect(lab.issues.listOpen('x')).rejects.toMatchObject({
    code: 'rate-limited',
    message: expect.stringContaining('GET /repos/acme/zendesk-config/issues has to wait 3700 s'),
  });
  expect(lab.clock.slept).toEqual([]);
});

test('nothing is sent after the deadline, nor after a signal', async () => {
  const clock = openFakeClock();
  const late = await openLab({}, { clock, deadline: () => clock.time });
  await expect(late.issues.listOpen('x')).rejects.toMatchObject({ code: 'deadline' });
  const controller = new AbortController();
  const stopped = await openLab({}, { signal: controller.signal });
  controller.abort('SIGTERM');
  await expect(stopped.issues.listOpen('x')).rejects.toMatchObject({ code: 'stopped', values: { signal: 'SIGTERM' } });
  expect([...late.github.requests, ...stopped.github.requests]).toEqual([]);
});

test('a signal ends a wait and a request that hangs', async () => {
  const waiting = new AbortController();
  const clock = { now: () => 0, sleep: () => new Promise<void>(() => waiting.abort('SIGINT')) };
  const lab = await openLab({}, { signal: waiting.signal, clock, deadline: () => 1_000_000 });
  lab.github.onRequest(() => ({ status: 503 }));
  await expect(lab.issues.listOpen('x')).rejects.toMatchObject({ code: 'stopped', values: { signal: 'SIGINT' } });
  const hanging = new AbortController();
  const other = await openLab({}, { signal: hanging.signal });
  other.github.onRequest(() => {
    hanging.abort('SIGTERM');
    return new Promise(() => {});
  });
  await expect(other.issues.create(draftOf('1'))).rejects.toMatchObject({ code: 'stopped' });
});

test.each([[null], [{}], ['text'], [[null]], [[{ number: 1 }]], [[{ number: '1', state: 'open' }]], [7]])(
  'a listing that is %j is no listing of issues',
  async (body) => {
    const lab = await openLab();
    lab.github.onRequest(() => ({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }));
    await expect(lab.issues.listOpen('x')).rejects.toMatchObject({ code: 'github-unavailable' });
  },
);

test('the token goes into one header of the one host and into no message', async () => {
  const lab = await openLab({}, { token: 'ghs_secret' });
  const error = await lab.issues.create(draftOf('1')).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'github-credentials' });
  expect(JSON.stringify([error, lab.warnings])).not.toContain('ghs_secret');
});
