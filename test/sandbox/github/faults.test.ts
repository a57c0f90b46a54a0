import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type GitHubSandbox, openGitHub } from '#sandbox/github/open-github.ts';
import { at, toCall } from './call.ts';

let github: GitHubSandbox;

beforeEach(async () => {
  github = await openGitHub({
    clock: '2026-11-22T22:45:04Z',
    users: [{ login: 'admin-ann', permission: 'admin' }],
    rate: { limit: 12, contentWrites: { max: 3, seconds: 60, status: 429 } },
  });
});

afterEach(() => github.close());

const create = (title = 'x') => toCall(github)('POST', at(github, '/issues'), { title });

describe('a hook', () => {
  test('answers in place of the sandbox, and nothing happens', async () => {
    const end = github.onRequest(({ method }) =>
      method === 'POST' ? { status: 502, headers: { 'x-test': 'yes' }, body: '<html>Unicorn</html>' } : undefined,
    );
    const reply = await create();
    expect(reply).toMatchObject({ status: 502, body: '<html>Unicorn</html>' });
    expect(reply.headers.get('x-test')).toBe('yes');
    expect(github.model.issues()).toEqual([]);
    end();
    expect(await create()).toMatchObject({ status: 201 });
  });

  test('that loses the answer lets the effect happen', async () => {
    github.onRequest(() => 'lose-answer');
    await expect(create()).rejects.toThrow();
    expect(github.model.issues()).toHaveLength(1);
    expect(github.requests).toMatchObject([{ method: 'POST', status: 201, lost: true, body: { title: 'x' } }]);
  });

  test.each(['before-headers', 'after-headers', 'mid-body'] as const)('kills the connection %s', async (destroy) => {
    github.onRequest(() => ({ status: 200, body: { message: 'never whole' }, destroy }));
    await expect(create()).rejects.toThrow();
    expect(github.model.issues()).toEqual([]);
  });

  test('may act before it lets the request through', async () => {
    github.onRequest(({ method }) => {
      if (method === 'POST') github.model.as('admin-ann').openIssue({ title: 'quicker' });
      return undefined;
    });
    expect(await create('slower')).toMatchObject({ body: { number: 2 } });
  });
});

describe('one issue', () => {
  test.each([403, 404, 410, 422] as const)('answers %i to every write, and others do not', async (status) => {
    const ann = github.model.as('admin-ann');
    for (const title of ['refuses', 'does not']) ann.openIssue({ title });
    const { id } = ann.comment(1, 'by hand');
    github.model.refuseWrites(1, status);
    const call = toCall(github);
    expect((await call('PATCH', at(github, '/issues/1'), { title: 'y' })).status).toBe(status);
    expect((await call('POST', at(github, '/issues/1/comments'), { body: 'y' })).status).toBe(status);
    expect((await call('PATCH', at(github, `/issues/comments/${id}`), { body: 'y' })).status).toBe(status);
    github.model.clock.advance(60_000);
    expect((await call('GET', at(github, '/issues/1'))).status).toBe(200);
    expect((await call('PATCH', at(github, '/issues/2'), { title: 'y' })).status).toBe(200);
    github.model.refuseWrites(1, null);
    expect((await call('PATCH', at(github, '/issues/1'), { title: 'y' })).status).toBe(200);
  });

  test('takes no more comments once it is full, and everything else', async () => {
    github.model.as('admin-ann').openIssue({ title: 'x' });
    github.model.limitComments(1, 1);
    const comment = () => toCall(github)('POST', at(github, '/issues/1/comments'), { body: 'y' });
    expect((await comment()).status).toBe(201);
    const message = 'Commenting is disabled on issues with more than 2500 comments';
    expect(await comment()).toMatchObject({ status: 403, body: { message } });
    expect((await toCall(github)('PATCH', at(github, '/issues/1'), { state: 'closed' })).status).toBe(200);
  });
});

test('all of it is down until it is up again', async () => {
  const end = github.goDown();
  expect((await create()).status).toBe(503);
  end();
  expect((await create()).status).toBe(201);
});

describe('a limit', () => {
  test('on writes answers with Retry-After and passes with time', async () => {
    for (let count = 0; count < 3; count += 1) expect((await create()).status).toBe(201);
    const refused = await create();
    expect(refused).toMatchObject({ status: 429, body: { message: expect.stringContaining('secondary rate limit') } });
    expect(refused.headers.get('retry-after')).toBe('60');
    expect(github.model.issues()).toHaveLength(3);
    github.model.clock.advance(60_000);
    expect((await create()).status).toBe(201);
  });

  test('on requests leaves none remaining until the hour is over', async () => {
    const read = () => toCall(github)('GET', at(github));
    for (let count = 0; count < 12; count += 1) expect((await read()).status).toBe(200);
    const refused = await read();
    expect(refused).toMatchObject({ status: 403, body: { message: expect.stringContaining('rate limit exceeded') } });
    expect(refused.headers.get('x-ratelimit-remaining')).toBe('0');
    expect(Number(refused.headers.get('x-ratelimit-reset'))).toBe(Date.parse('2026-11-22T23:45:04Z') / 1000);
    expect(await toCall(github)('GET', '/rate_limit')).toMatchObject({ body: { rate: { remaining: 0, used: 12 } } });
    github.model.clock.advance(3_600_000);
    expect((await read()).status).toBe(200);
    github.limitRequests(1);
    expect([(await read()).status, (await read()).status]).toEqual([200, 403]);
  });
});

test('every answer says when, for which request, and what is left', async () => {
  const { headers } = await toCall(github)('GET', at(github));
  expect(headers.get('date')).toBe('Sun, 22 Nov 2026 22:45:04 GMT');
  expect(headers.get('x-github-request-id')).toMatch(/^C0DE:/);
  expect(headers.get('x-ratelimit-remaining')).toBe('11');
});

test('rules of a branch, also of one with a slash in its name', async () => {
  github.model.putRules('drift/acme', [{ type: 'non_fast_forward' }]);
  const rules = await toCall(github)('GET', at(github, '/rules/branches/drift/acme'));
  expect(rules.body).toMatchObject([{ type: 'non_fast_forward', ruleset_source: 'acme/zendesk-config' }]);
  expect(await toCall(github)('GET', at(github, '/rules/branches/main'))).toMatchObject({ status: 200, body: [] });
});
