import { afterEach, beforeEach, expect, test } from 'vitest';
import { type GitHubSandbox, openGitHub } from '#sandbox/github/open-github.ts';

let github: GitHubSandbox;
let issues: string;

beforeEach(async () => {
  github = await openGitHub({
    clock: '2026-11-22T22:45:04Z',
    users: [
      { login: 'admin-ann', permission: 'admin' },
      { login: 'read-ray', permission: 'read' },
      { login: 'out-otto' },
    ],
  });
  issues = `${github.serverUrl}/acme/zendesk-config/issues`;
});

afterEach(() => github.close());

const read = async (url: string): Promise<string> => (await fetch(url)).text();

async function post(number: number, fields: Record<string, string>, headers: Record<string, string> = {}) {
  const body = new URLSearchParams({ action: 'comment', ...fields });
  return await fetch(`${issues}/${number}/comments`, { method: 'POST', body, headers, redirect: 'manual' });
}

test('the root leads to the issues', async () => {
  const response = await fetch(github.serverUrl);
  expect(response.url).toBe(issues);
  expect(await response.text()).toContain('No open issues');
});

test('the list shows open issues with their labels, the closed ones behind a link', async () => {
  const ann = github.model.as('admin-ann');
  ann.openIssue({ title: 'Still open', labels: ['risk:high'] });
  ann.openIssue({ title: 'Done with' });
  ann.closeIssue(2);
  const open = await read(issues);
  expect(open).toContain('Still open');
  expect(open).toContain('risk:high');
  expect(open).not.toContain('Done with');
  expect(await read(`${issues}?state=closed`)).toContain('Done with');
  expect(await read(`${issues}?label=risk%3Alow`)).toContain('No open issues with this label');
});

test('a comment is posted as the chosen person and stays chosen', async () => {
  github.model.as('admin-ann').openIssue({ title: 'Drift' });
  const response = await post(1, { login: 'admin-ann', body: '/approve a77d01b ok\r\nsecond line' });
  expect(response.status).toBe(303);
  expect(response.headers.get('location')).toMatch(/issues\/1\?as=admin-ann#issuecomment-\d+$/);
  expect(github.model.comments(1)).toMatchObject([{ login: 'admin-ann', body: '/approve a77d01b ok\nsecond line' }]);
  expect(await read(`${issues}/1?as=admin-ann`)).toContain('<option value="admin-ann" selected>');
  expect(await read(`${issues}/1`)).not.toContain('out-otto');
});

test('what is refused is said, and what was typed stays', async () => {
  github.model.as('admin-ann').openIssue({ title: 'Drift' });
  github.model.as('admin-ann').lock(1);
  const response = await post(1, { login: 'read-ray', body: 'my <b>words</b>' });
  expect(response.status).toBe(422);
  const page = await response.text();
  expect(page).toContain('Unable to create comment because issue is locked.');
  expect(page).toContain('my &#60;b&#62;words&#60;/b&#62;</textarea>');
  expect((await post(1, { login: 'github-actions[bot]', body: 'x' })).status).toBe(422);
});

test('an issue is closed and opened again from its page', async () => {
  github.model.as('admin-ann').openIssue({ title: 'Drift' });
  await post(1, { login: 'admin-ann', body: '', action: 'close' });
  expect(github.model.issue(1)).toMatchObject({ state: 'closed', stateReason: 'completed' });
  await post(1, { login: 'admin-ann', body: 'again', action: 'reopen' });
  expect(github.model.issue(1)?.state).toBe('open');
  expect(github.model.comments(1)).toHaveLength(1);
});

test('no other site posts here, nor one that calls itself by another name', async () => {
  github.model.as('admin-ann').openIssue({ title: 'Drift' });
  const foreign = { origin: 'https://evil.example' };
  expect((await post(1, { login: 'admin-ann', body: 'x' }, foreign)).status).toBe(403);
  const own = { origin: github.serverUrl };
  expect((await post(1, { login: 'admin-ann', body: 'x' }, own)).status).toBe(303);
});

test('gone and unknown pages say so', async () => {
  github.model.as('admin-ann').openIssue({ title: 'Drift' });
  github.model.as('admin-ann').deleteIssue(1);
  expect((await fetch(`${issues}/1`)).status).toBe(410);
  expect((await fetch(`${issues}/2`)).status).toBe(404);
  expect((await fetch(`${github.serverUrl}/acme/other`)).status).toBe(404);
});

test('text on a page is text, in titles, labels, names and attributes too', async () => {
  const hostile = `"><script>alert('1')</script><!-- <img src=x onerror=alert(1)>`;
  github.model.putUser({ login: 'evil"><b>', permission: 'write' });
  github.model.as('evil"><b>').openIssue({ title: hostile, body: hostile, labels: ['"><i>x'] });
  for (const url of [issues, `${issues}/1`, `${issues}?label=${encodeURIComponent('"><i>x')}`]) {
    expect(await read(url)).not.toMatch(/<script|<img|<b>"|<i>|"><b>/);
  }
  const policy = (await fetch(issues)).headers.get('content-security-policy');
  expect(policy).toContain("default-src 'none'");
});
