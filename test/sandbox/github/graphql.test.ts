import { afterEach, beforeEach, expect, test } from 'vitest';
import { type GitHubSandbox, openGitHub } from '#sandbox/github/open-github.ts';
import { at, toCall } from './call.ts';

const start = '2026-11-22T22:45:04Z';

const query = `query ($ids: [ID!]!) {
  nodes(ids: $ids) {
    ... on Node { id }
    ... on IssueComment { lastEditedAt }
    ... on Issue { lastEditedAt }
  }
}`;

let github: GitHubSandbox;

beforeEach(async () => {
  github = await openGitHub({
    clock: start,
    users: [{ login: 'admin-ann', permission: 'admin' }],
    tokens: { blind: { login: 'github-actions[bot]', kind: 'actions', issues: 'none' } },
    rate: { limit: 4, graphqlLimit: 4 },
  });
});

afterEach(() => github.close());

const ask = (ids: unknown, token?: string) =>
  toCall(github, token)('POST', '/graphql', { query, variables: { ids } }).then(({ body }) => body);

async function nodeIdOf(path: string): Promise<string> {
  const { body } = await toCall(github)('GET', at(github, path));
  if (typeof body === 'object' && body !== null && 'node_id' in body) return String(body.node_id);
  throw new Error(`${path} has no node id`);
}

test('an issue and a comment that nobody edited say so, whatever else happened to them', async () => {
  const ann = github.model.as('admin-ann');
  const issue = ann.openIssue({ title: 'x', body: 'as written' });
  const comment = ann.comment(issue.number, '/approve');
  github.model.clock.advance(60_000);
  ann.editTitle(issue.number, 'another title');
  ann.addLabel(issue.number, 'bug');
  ann.editBody(issue.number, 'as written');
  expect(github.model.touchComment(comment.id)).toMatchObject({ createdAt: start, updatedAt: '2026-11-22T22:45:05Z' });
  const ids = [await nodeIdOf('/issues/1'), await nodeIdOf(`/issues/comments/${comment.id}`)];
  expect(await ask(ids)).toEqual({ data: { nodes: ids.map((id) => ({ id, lastEditedAt: null })) } });
});

test('an edit by anyone shows, also one within the second in which the text was written', async () => {
  const ann = github.model.as('admin-ann');
  const issue = ann.openIssue({ title: 'x', body: 'as written' });
  const comment = ann.comment(issue.number, 'Looking into this');
  const ids = [await nodeIdOf('/issues/1'), await nodeIdOf(`/issues/comments/${comment.id}`)];
  github.model.clock.advance(60_000);
  const later = '2026-11-22T22:46:04Z';
  await toCall(github)('PATCH', at(github, '/issues/1'), { body: 'edited' });
  const edited = github.model.editComment(comment.id, '/approve', { by: 'admin-ann', sameSecond: true });
  expect(edited).toMatchObject({ body: '/approve', createdAt: start, updatedAt: start });
  expect(await ask(ids)).toMatchObject({ data: { nodes: [{ lastEditedAt: later }, { lastEditedAt: start }] } });
  github.model.editComment(comment.id, 'Never mind');
  expect(await ask(ids)).toMatchObject({ data: { nodes: [{ lastEditedAt: later }, { lastEditedAt: later }] } });
});

test('what does not exist, or may not be seen, is null and an error of its own', async () => {
  const ann = github.model.as('admin-ann');
  ann.openIssue({ title: 'x' });
  ann.openPullRequest({ title: 'y' });
  const ids = [await nodeIdOf('/issues/1'), 'nonsense', await nodeIdOf('/issues/2')];
  expect(await ask(ids)).toMatchObject({
    data: { nodes: [{ lastEditedAt: null }, null, { id: ids[2] }] },
    errors: [{ type: 'NOT_FOUND', path: ['nodes', 1] }],
  });
  expect(await ask(ids, 'blind')).toMatchObject({ data: { nodes: [null, null, null] } });
});

test('another query, other variables, more than 100 ids and no token are refused', async () => {
  const call = toCall(github);
  expect((await call('POST', '/graphql', { query: '{ viewer { login } }' })).body).toMatchObject({ data: null });
  expect(await ask('one')).toMatchObject({ data: null, errors: [{ type: 'variableMismatch' }] });
  expect(await ask(Array(101).fill('x'))).toMatchObject({ data: null, errors: [{ type: 'ARGUMENT_LIMIT' }] });
  expect(await toCall(github, '')('POST', '/graphql', { query })).toMatchObject({ status: 401 });
});

test('GraphQL has a budget of its own, and says with 200 that it is used up', async () => {
  for (let count = 0; count < 4; count += 1) await ask([]);
  const refused = await toCall(github)('POST', '/graphql', { query, variables: { ids: [] } });
  expect(refused).toMatchObject({ status: 200, body: { data: null, errors: [{ type: 'RATE_LIMITED' }] } });
  expect(refused.headers.get('x-ratelimit-remaining')).toBe('0');
  expect(refused.headers.get('x-ratelimit-resource')).toBe('graphql');
  const rest = await toCall(github)('GET', at(github));
  expect(rest.headers.get('x-ratelimit-remaining')).toBe('3');
});

test('it answers beside the REST API, too, as GitHub Enterprise Server does', async () => {
  const response = await fetch(`${github.serverUrl}/api/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${github.token}` },
    body: JSON.stringify({ query, variables: { ids: [] } }),
  });
  expect(await response.json()).toEqual({ data: { nodes: [] } });
  expect(github.requests.map(({ path }) => path)).toEqual(['/graphql']);
});
