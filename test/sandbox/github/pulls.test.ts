import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type GitHubSandbox, openGitHub } from '#sandbox/github/open-github.ts';
import { git, gitWithInput } from '../../git/support.ts';
import { at, toCall } from './call.ts';
import { hasOpenApi, openChecker } from './openapi.ts';

const checker = hasOpenApi ? openChecker() : undefined;

let directory: string;
let github: GitHubSandbox;
let pull: string;

const commit = (ref: string, from: string | null, file: string, text: string): void => {
  const parent = from === null ? '' : `from ${from}^0\n`;
  const lines = `commit ${ref}\ncommitter A <a@example.org> 1763625600 +0000\ndata 1\nm\n${parent}`;
  gitWithInput(directory, `${lines}M 100644 inline ${file}\ndata ${text.length}\n${text}\n`, 'fast-import', '--quiet');
};

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'github-pulls-'));
  git(directory, 'init', '--quiet', '--bare');
  commit('refs/heads/main', null, 'a.json', '{}');
  commit('refs/pull/9/head', 'refs/heads/main', 'a.json', '{"a": 1}');
  commit('refs/pull/9/head', 'refs/pull/9/head', '"b\\n.json"', '[]');
  commit('refs/heads/main', 'refs/heads/main', 'later.json', '{}');
  const users = [{ login: 'ann', permission: 'write' }] as const;
  const tokens = { blind: { login: 'github-actions[bot]', kind: 'actions', pulls: 'none' } } as const;
  github = await openGitHub({ gitDirectory: directory, users, tokens });
  github.model.as('ann').openIssue({ title: 'An issue' });
  const { number } = github.model.as('ann').openPullRequest({ title: 'Edit', head: 'refs/pull/9/head' });
  pull = at(github, `/pulls/${number}`);
});

afterAll(async () => {
  await github.close();
  await rm(directory, { recursive: true, force: true });
});

test('a pull request is one by the description of GitHub', async () => {
  const { status, body } = await toCall(github)('GET', pull);
  expect({ status, body }).toMatchObject({
    status: 200,
    body: { state: 'open', changed_files: 2, commits: 2, head: { ref: 'refs/pull/9/head' }, base: { ref: 'main' } },
  });
  // The answer to its creation is the same object, and the one that the kept part of the description has.
  expect(checker?.findFault('POST', at(github, '/pulls'), 201, body)).toBeUndefined();
});

test('its files are those that its head changed since it left the base, in pages', async () => {
  const first = await toCall(github)('GET', `${pull}/files?per_page=1`);
  expect(first.body).toEqual([expect.objectContaining({ filename: 'a.json', status: 'modified' })]);
  expect(first.headers.get('link')).toContain('rel="next"');
  const second = await toCall(github)('GET', `${pull}/files?per_page=1&page=2`);
  expect(second.body).toEqual([expect.objectContaining({ filename: 'b\n.json', status: 'added' })]);
});

test('a blob is read by its id, whichever ref it came by', async () => {
  const id = git(directory, 'rev-parse', 'refs/pull/9/head:a.json');
  const { body } = await toCall(github)('GET', at(github, `/git/blobs/${id}`));
  const content = Buffer.from('{"a": 1}').toString('base64');
  expect(body).toMatchObject({ sha: id, size: 8, encoding: 'base64', content });
});

test.each([
  ['an issue', '/pulls/1', 404],
  ['nothing', '/pulls/99', 404],
  ['an unknown blob', `/git/blobs/${'0'.repeat(40)}`, 404],
  ['a commit as a blob', '/git/blobs/main', 422],
])('%s is refused', async (_name, path, status) => {
  expect((await toCall(github)('GET', at(github, path))).status).toBe(status);
});

test('a token without the permission gets an answer that names it', async () => {
  for (const path of [pull, `${pull}/files`]) {
    const { status, headers } = await toCall(github, 'blind')('GET', path);
    expect(status).toBe(403);
    expect(headers.get('x-accepted-github-permissions')).toBe('pull_requests=read');
  }
});
