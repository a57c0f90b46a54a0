import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type GitHubSandbox, openGitHub } from '#sandbox/github/open-github.ts';
import { at, toCall } from './call.ts';
import { hasOpenApi, openChecker } from './openapi.ts';

const run = promisify(execFile);
const folder = 'snapshots/acme/triggers';

let directory: string;
let github: GitHubSandbox;
let tip: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'github-history-'));
  await git('init', '--quiet', '--initial-branch=drift/acme');
  await mkdir(join(directory, folder), { recursive: true });
  await commit('Baseline: 1 trigger', '1.json', '{\n  "title": "old"\n}\n');
  await commit(
    'Rename trigger "<b>" (1)\n\n- Title\n\nZendesk-Account: acme',
    '1.json',
    '{\n  "title": "<b>new</b>"\n}\n',
  );
  await commit('Create trigger (2)', '2.json', '{}\n');
  tip = (await git('rev-parse', 'HEAD')).trim();
  github = await openGitHub({ gitDirectory: directory, defaultBranch: 'drift/acme', visibility: 'public' });
});

afterAll(async () => {
  await github.close();
  await rm(directory, { recursive: true, force: true });
});

async function git(...args: readonly string[]): Promise<string> {
  const identity = ['-c', 'user.name=Jane Doe', '-c', 'user.email=zendesk-user-1001@acme.zendesk.invalid'];
  return (await run('git', ['-C', directory, ...identity, ...args])).stdout;
}

async function commit(message: string, file: string, text: string): Promise<void> {
  await writeFile(join(directory, folder, file), text);
  await git('add', '.');
  await git('commit', '--quiet', '-m', message);
}

const checker = hasOpenApi ? openChecker() : undefined;

const get = async (path: string) => {
  const reply = await toCall(github)('GET', at(github, path));
  const plain = at(github, path).replace(/\?.*/, '');
  expect(checker?.findFault('GET', plain, reply.status, reply.body)).toBeUndefined();
  return reply;
};

const read = async (path: string): Promise<string> =>
  (await fetch(`${github.serverUrl}/acme/zendesk-config/${path}`)).text();

test('a commit is answered with its message, its files and their hunks', async () => {
  expect(await get(`/commits/${tip}~1`)).toMatchObject({ status: 422 });
  const parent = (await git('rev-parse', 'HEAD~1')).trim();
  expect(await get(`/commits/${parent}`)).toMatchObject({
    status: 200,
    body: {
      sha: parent,
      commit: { message: 'Rename trigger "<b>" (1)\n\n- Title\n\nZendesk-Account: acme', author: { name: 'Jane Doe' } },
      files: [{ filename: `${folder}/1.json`, status: 'modified', additions: 1, deletions: 1 }],
    },
  });
});

test('a branch with a slash is compared with what came before it', async () => {
  const root = (await git('rev-list', '--max-parents=0', 'HEAD')).trim();
  expect(await get(`/compare/${root}...drift/acme`)).toMatchObject({
    body: { status: 'ahead', ahead_by: 2, files: [{ filename: `${folder}/1.json` }, { status: 'added' }] },
  });
  expect(await get(`/compare/${root}...${root}`)).toMatchObject({ body: { status: 'identical' } });
});

test('a file is answered with its text, a folder with its entries', async () => {
  expect(await get(`/contents/${folder}/2.json`)).toMatchObject({ body: { type: 'file', content: 'e30K' } });
  expect(await get(`/contents/${folder}?ref=drift/acme`)).toMatchObject({
    body: [{ name: '1.json' }, { name: '2.json' }],
  });
  expect(await get('/contents/nothing')).toMatchObject({ status: 404 });
  expect(await get('/contents/x?ref=--output=x')).toMatchObject({ status: 404 });
});

test('the pages that issues link to are there: commit, history of an object, file', async () => {
  const page = await read(`commit/${tip.slice(0, 7)}`);
  expect(page).toContain('Create trigger (2)');
  expect(page).toContain('<ins>+{}</ins>');
  const history = await read(`commits/drift/acme/${folder}/1.json`);
  expect(history).toContain('Rename trigger &#34;&#60;b&#62;&#34; (1)');
  expect(history).not.toContain('Create trigger (2)');
  expect(await read(`blob/drift/acme/${folder}/1.json`)).toContain('&#60;b&#62;new&#60;/b&#62;');
  expect(await read('blob/drift/acme/nothing')).toContain('There is nothing here.');
  expect(await read('commit/--all')).toContain('There is nothing here.');
  expect(await read('issues')).toContain('/acme/zendesk-config/commits/drift/acme');
});
