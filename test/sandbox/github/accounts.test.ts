import { afterEach, beforeEach, expect, test } from 'vitest';
import { type GitHubSandbox, openGitHub } from '#sandbox/github/open-github.ts';
import { at, toCall } from './call.ts';

let github: GitHubSandbox;

beforeEach(async () => {
  github = await openGitHub({
    clock: '2026-11-22T22:45:04Z',
    users: [
      { login: 'jane-gh', permission: 'write', id: 34 },
      { login: 'admin-ann', permission: 'admin', id: 35 },
    ],
    tokens: { blind: { login: 'github-actions[bot]', kind: 'actions', actions: 'none' }, jane: { login: 'jane-gh' } },
  });
});

afterEach(() => github.close());

const read = async (path: string, token?: string) => (await toCall(github, token)('GET', path)).body;

test('an account keeps its id, and what it wrote, under another login; someone else may take the old one', async () => {
  const { model } = github;
  model.as('jane-gh').openIssue({ title: 'x', assignees: ['jane-gh'] });
  const comment = model.as('jane-gh').comment(1, 'hello');
  model.as('jane-gh').react(comment.id, 'eyes');
  model.as('jane-gh').closeIssue(1);
  model.renameUser('jane-gh', 'jane-2025');
  expect(await toCall(github)('GET', '/users/jane-gh')).toMatchObject({ status: 404 });
  model.putUser({ login: 'jane-gh', permission: 'read' });
  const jane = { id: 34, login: 'jane-2025' };
  expect(await read('/users/jane-2025')).toMatchObject(jane);
  expect(await read('/user/34')).toMatchObject(jane);
  expect(await read('/user', 'jane')).toMatchObject(jane);
  expect(await read(at(github, '/issues/1'))).toMatchObject({ user: jane, assignees: [jane], closed_by: jane });
  expect(await read(at(github, '/issues/1/comments'))).toMatchObject([{ user: jane }]);
  expect(await read(at(github, `/issues/comments/${comment.id}/reactions`))).toMatchObject([{ user: jane }]);
  expect(await read('/users/jane-gh')).not.toMatchObject({ id: 34 });
  expect(() => model.renameUser('admin-ann', 'jane-gh')).toThrow('is taken');
});

test('a deleted account leaves no author behind, also for whoever takes its login', async () => {
  github.model.as('jane-gh').openIssue({ title: 'x', assignees: ['jane-gh'] });
  github.model.removeUser('jane-gh');
  github.model.putUser({ login: 'jane-gh' });
  expect(await read(at(github, '/issues/1'))).toMatchObject({ user: null, assignees: [] });
  expect(await toCall(github)('GET', '/user/34')).toMatchObject({ status: 404 });
});

test('a workflow run names the account that started it, for a token that may ask', async () => {
  github.model.putRun(77, 'jane-gh');
  github.model.renameUser('jane-gh', 'jane-2025');
  const path = at(github, '/actions/runs/77');
  expect(await read(path)).toMatchObject({ id: 77, actor: { id: 34, login: 'jane-2025' } });
  expect(await toCall(github)('GET', at(github, '/actions/runs/78'))).toMatchObject({ status: 404 });
  expect(await toCall(github, 'blind')('GET', path)).toMatchObject({ status: 403 });
});
