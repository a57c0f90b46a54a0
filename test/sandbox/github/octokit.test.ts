import { Octokit } from 'octokit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type GitHubSandbox, openGitHub } from '#sandbox/github/open-github.ts';

const target = { owner: 'acme', repo: 'zendesk-config' };

let github: GitHubSandbox;
let octokit: Octokit;

beforeEach(async () => {
  github = await openGitHub({
    clock: '2026-11-22T22:45:04Z',
    users: [
      { login: 'admin-ann', permission: 'admin' },
      { login: 'main-mo', permission: 'maintain' },
      { login: 'tri-tom', permission: 'triage' },
      { login: 'out-otto' },
    ],
  });
  octokit = toOctokit(github.token);
});

afterEach(() => github.close());

function toOctokit(auth: string): Octokit {
  const quiet = () => undefined;
  return new Octokit({
    auth,
    baseUrl: github.url,
    throttle: { enabled: false },
    retry: { enabled: false },
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  });
}

async function statusOf(call: Promise<unknown>): Promise<unknown> {
  return await call.then(
    () => 'fine',
    (error: unknown) => (error instanceof Error && 'status' in error ? error.status : error),
  );
}

test('pages through a long list by the links of the answers, newest first', async () => {
  const ann = github.model.as('admin-ann');
  for (let count = 1; count <= 25; count += 1) ann.openIssue({ title: `Issue ${count}` });
  const found = await octokit.paginate(octokit.rest.issues.listForRepo, { ...target, per_page: 10 });
  expect(found.map((issue) => issue.number)).toEqual(Array.from({ length: 25 }, (_, index) => 25 - index));
  expect(github.requests.map((request) => request.query.get('page'))).toEqual([null, '2', '3']);
  const second = await octokit.rest.issues.listForRepo({ ...target, per_page: 10, page: 2 });
  const rels = [...(second.headers.link ?? '').matchAll(/[?&]page=(\d+)>; rel="(\w+)"/g)].map((found) =>
    found.slice(1),
  );
  expect(rels).toEqual([
    ['1', 'prev'],
    ['3', 'next'],
    ['3', 'last'],
    ['1', 'first'],
  ]);
});

test('a list is narrowed by state, labels, creator, since, and put in order', async () => {
  const ann = github.model.as('admin-ann');
  ann.openIssue({ title: 'one', labels: ['config-drift', 'risk:low'] });
  github.model.clock.advance(60_000);
  github.model.as('tri-tom').openIssue({ title: 'two', labels: ['Config-Drift'] });
  github.model.clock.advance(60_000);
  ann.closeIssue(1, 'not_planned');
  const list = async (query: object): Promise<readonly number[]> =>
    (await octokit.rest.issues.listForRepo({ ...target, ...query })).data.map((issue) => issue.number);
  expect(await list({})).toEqual([2]);
  expect(await list({ state: 'closed' })).toEqual([1]);
  expect(await list({ state: 'all', labels: 'config-drift' })).toEqual([2, 1]);
  expect(await list({ state: 'all', labels: 'config-drift,risk:low' })).toEqual([1]);
  expect(await list({ state: 'all', creator: 'tri-tom' })).toEqual([2]);
  expect(await list({ state: 'all', since: '2026-11-22T22:47:00Z' })).toEqual([1]);
  expect(await list({ state: 'all', sort: 'updated' })).toEqual([1, 2]);
  expect(await list({ state: 'all', direction: 'asc' })).toEqual([1, 2]);
});

test('a pull request stands in the list, marked by its key alone', async () => {
  github.model.as('admin-ann').openPullRequest({ title: 'Change', labels: ['config-drift'] });
  const { data } = await octokit.rest.issues.listForRepo({ ...target, labels: 'config-drift' });
  expect(data).toMatchObject([{ number: 1, pull_request: { merged_at: null } }]);
  expect(github.model.issues()).toEqual([]);
});

test('closing says why, reopening undoes it', async () => {
  const { data: issue } = await octokit.rest.issues.create({ ...target, title: 'x' });
  const at = { ...target, issue_number: issue.number };
  const closed = await octokit.rest.issues.update({ ...at, state: 'closed', state_reason: 'not_planned' });
  expect(closed.data).toMatchObject({
    state: 'closed',
    state_reason: 'not_planned',
    closed_at: '2026-11-22T22:45:04Z',
  });
  const opened = await octokit.rest.issues.update({ ...at, state: 'open' });
  expect(opened.data).toMatchObject({ state: 'open', state_reason: 'reopened', closed_at: null, closed_by: null });
});

test('labels nobody made come into being, under the spelling that is there', async () => {
  await octokit.rest.issues.createLabel({ ...target, name: 'Risk:High', color: 'B60205' });
  const { data } = await octokit.rest.issues.create({ ...target, title: 'x', labels: ['risk:high', 'new'] });
  expect(data.labels).toMatchObject([
    { name: 'Risk:High', color: 'b60205' },
    { name: 'new', color: 'ededed' },
  ]);
});

test.each([
  ['admin-ann', 'admin', 'admin'],
  ['main-mo', 'write', 'maintain'],
  ['tri-tom', 'read', 'triage'],
  ['out-otto', 'none', 'none'],
])('the permission of %s is %s, the role %s', async (username, permission, role) => {
  const { data } = await octokit.rest.repos.getCollaboratorPermissionLevel({ ...target, username });
  expect(data).toMatchObject({ permission, role_name: role });
});

test('a bot and a stranger are not users; in a public repository everybody reads', async () => {
  const ask = (username: string) => octokit.rest.repos.getCollaboratorPermissionLevel({ ...target, username });
  expect(await statusOf(ask('github-actions[bot]'))).toBe(404);
  expect(await statusOf(ask('nobody'))).toBe(404);
  github.model.configure({ visibility: 'public' });
  expect((await ask('out-otto')).data.permission).toBe('read');
});

test('a person without triage rights has labels dropped, and may not edit what others wrote', async () => {
  github.model.configure({ visibility: 'public' });
  github.model.putToken('otto', { login: 'out-otto' });
  const otto = toOctokit('otto');
  const { data } = await otto.rest.issues.create({ ...target, title: 'x', labels: ['config-drift'] });
  expect(data.labels).toEqual([]);
  const other = github.model.as('admin-ann').openIssue({ title: 'y' });
  expect(await statusOf(otto.rest.issues.update({ ...target, issue_number: other.number, title: 'z' }))).toBe(403);
  expect(() => github.model.as('out-otto').closeIssue(other.number)).toThrow('Must have admin rights');
});

test('a locked issue takes comments from writers alone', async () => {
  const issue = github.model.as('admin-ann').openIssue({ title: 'x' });
  await octokit.rest.issues.lock({ ...target, issue_number: issue.number });
  expect(() => github.model.as('tri-tom').comment(issue.number, 'hi')).toThrow('issue is locked');
  expect(github.model.as('main-mo').comment(issue.number, 'hi').body).toBe('hi');
});

test('deleted is 410, transferred 301 into a repository that nobody sees, never there 404', async () => {
  const ann = github.model.as('admin-ann');
  for (const title of ['deleted', 'transferred']) ann.openIssue({ title });
  ann.deleteIssue(1);
  ann.transfer(2, 'acme/other');
  const read = (issue_number: number) => statusOf(octokit.rest.issues.get({ ...target, issue_number }));
  // fetch follows the redirect to the other repository, which answers that there is no such thing
  expect([await read(1), await read(2), await read(3)]).toEqual([410, 404, 404]);
  expect((await octokit.rest.issues.listForRepo({ ...target, state: 'all' })).data).toEqual([]);
});

test('text is refused beyond 256 and 65536 characters, counted as characters', async () => {
  const create = (title: string, body: string) => statusOf(octokit.rest.issues.create({ ...target, title, body }));
  expect(await create('🌈'.repeat(256), '🌈'.repeat(65_536))).toBe('fine');
  expect(await create('x'.repeat(257), '')).toBe(422);
  expect(await create('x', 'x'.repeat(65_537))).toBe(422);
  expect(await create('x', 'NUL \0')).toBe(422);
  github.model.limit({ overlongUpdate: 'ignored' });
  const { data } = await octokit.rest.issues.update({ ...target, issue_number: 1, body: 'x'.repeat(65_537) });
  expect(data.body).toBe('🌈'.repeat(65_536));
});

test('what was read and has not changed is a 304', async () => {
  const first = await octokit.rest.issues.listForRepo(target);
  const again = octokit.rest.issues.listForRepo({ ...target, headers: { 'if-none-match': first.headers.etag } });
  expect(await statusOf(again)).toBe(304);
});
