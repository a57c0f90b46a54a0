import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  createBareRepository,
  type GitServer,
  type GitServerOptions,
  openGitServer,
  refuseByRuleset,
  refuseProtectedBranch,
  refuseSecret,
} from './git-server.ts';

const run = promisify(execFile);
const environment = {
  PATH: process.env['PATH'],
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
  LC_ALL: 'C',
};

let directory: string;
let servers: GitServer[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'git-server-test-'));
  await createBareRepository(join(directory, 'root/acme/config.git'), { defaultBranch: 'main' });
  await mkdir(join(directory, 'work'));
  servers = [];
});

afterEach(async () => {
  await Promise.all(servers.map((server) => server.close()));
  await rm(directory, { recursive: true, force: true });
});

type Result = { readonly ok: boolean; readonly output: string };

async function git(...args: readonly string[]): Promise<Result> {
  const options = { cwd: join(directory, 'work'), env: environment };
  return await run('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], options).then(
    ({ stdout, stderr }) => ({ ok: true, output: stdout + stderr }),
    (error: unknown) => ({ ok: false, output: String(error) }),
  );
}

async function open(options: Partial<GitServerOptions> = {}): Promise<GitServer> {
  const server = await openGitServer({ root: join(directory, 'root'), ...options });
  servers.push(server);
  return server;
}

async function commitFile(name: string, text: string): Promise<void> {
  await git('init', '--quiet', '--initial-branch=main', '.');
  await writeFile(join(directory, 'work', name), text);
  await git('add', name);
  await git('commit', '--quiet', '-m', `Add ${name}`);
}

async function remoteTip(ref = 'refs/heads/main'): Promise<string> {
  const bare = join(directory, 'root/acme/config.git');
  return await run('git', ['-C', bare, 'rev-parse', ref], { env: environment }).then(
    ({ stdout }) => stdout.trim(),
    () => 'none',
  );
}

async function localTip(): Promise<string> {
  return (await git('rev-parse', 'HEAD')).output.trim();
}

describe('a push', () => {
  test('arrives, with and without .git in the address, small and in chunks', async () => {
    const server = await open();
    await commitFile('small.txt', 'x');
    expect(await git('push', `${server.url}/acme/config.git`, 'main')).toMatchObject({ ok: true });
    // Above http.postBuffer git sends the pack in chunks, without a length.
    await commitFile('large.txt', Array.from({ length: 9000 }, (_, line) => `${line * 7919}`).join('\n'));
    expect(await git('-c', 'http.postBuffer=1024', 'push', `${server.url}/acme/config`, 'main')).toMatchObject({
      ok: true,
    });
    expect(await remoteTip()).toBe(await localTip());
    expect(server.requests.filter((request) => request.isPush).map((request) => request.status)).toContain(200);
  });

  test('of several refs is atomic against a competitor who is quicker', async () => {
    const server = await open();
    const bare = join(directory, 'root/acme/config.git');
    await commitFile('a.txt', 'x');
    await git('push', `${server.url}/acme/config`, 'main');
    const ours = await localTip();
    await git('commit', '--quiet', '--allow-empty', '-m', 'theirs');
    await git('push', `${server.url}/acme/config`, 'HEAD:refs/heads/theirs');
    const theirs = await localTip();
    await git('reset', '--quiet', '--hard', ours);
    await git('commit', '--quiet', '--allow-empty', '-m', 'ours');
    server.onRequest(async (request) => {
      if (request.isPush) await run('git', ['-C', bare, 'update-ref', 'refs/heads/main', theirs]);
      return undefined;
    });
    const pushed = await git('push', '--atomic', `${server.url}/acme/config`, 'main', 'HEAD:refs/zendrift/acme');
    expect(pushed).toMatchObject({ ok: false });
    expect(await remoteTip('refs/zendrift/acme')).toBe('none');
    expect(await remoteTip()).toBe(theirs);
  });

  test('to a hidden ref is refused, though git then applies the other half of an atomic push', async () => {
    const server = await open({ hiddenRefs: ['refs/zendrift'] });
    await commitFile('a.txt', 'x');
    const pushed = await git('push', '--atomic', `${server.url}/acme/config`, 'main', 'HEAD:refs/zendrift/acme');
    expect(pushed.output).toContain('deny updating a hidden ref');
    expect(await remoteTip()).toBe(await localTip());
  });

  test.each([
    ['a protected branch', refuseProtectedBranch('main'), 'GH006: Protected branch update failed for refs/heads/main.'],
    ['a ruleset', refuseByRuleset('refs/heads/*'), 'GH013: Repository rule violations found.'],
    ['push protection', refuseSecret('hunter2'), 'Push cannot contain secrets'],
  ])('is refused by %s in the words of GitHub', async (_, preReceive, words) => {
    const server = await open({ preReceive });
    await commitFile('a.txt', 'password: hunter2');
    const refused = await git('push', `${server.url}/acme/config`, 'main');
    expect(refused).toMatchObject({ ok: false });
    expect(refused.output).toContain(`remote: `);
    expect(refused.output).toContain(words);
    expect(refused.output).toContain('pre-receive hook declined');
    expect(await remoteTip()).toBe('none');
    await server.setPreReceive(undefined);
    expect(await git('push', `${server.url}/acme/config`, 'main')).toMatchObject({ ok: true });
  });

  test('to another branch passes the protection of one', async () => {
    const server = await open({ preReceive: `${refuseProtectedBranch('main')}` });
    await commitFile('a.txt', 'x');
    expect(await git('push', `${server.url}/acme/config`, 'HEAD:refs/heads/drift')).toMatchObject({ ok: true });
  });

  test('whose answer is lost has been applied', async () => {
    const server = await open();
    await commitFile('a.txt', 'x');
    server.onRequest((request) => (request.isPush ? 'lose-answer' : undefined));
    expect(await git('push', `${server.url}/acme/config`, 'main')).toMatchObject({ ok: false });
    expect(await remoteTip()).toBe(await localTip());
  });

  test('that is dropped has not been applied, and works once the hook is gone', async () => {
    const server = await open();
    await commitFile('a.txt', 'x');
    const end = server.onRequest((request) => (request.isPush ? 'drop' : undefined));
    expect(await git('push', `${server.url}/acme/config`, 'main')).toMatchObject({ ok: false });
    expect(await remoteTip()).toBe('none');
    end();
    expect(await git('push', `${server.url}/acme/config`, 'main')).toMatchObject({ ok: true });
  });
});

describe('a fetch', () => {
  test('may be partial, and ask for any object, only where the server allows it', async () => {
    const server = await open();
    await commitFile('a.txt', 'x');
    await git('push', `${server.url}/acme/config`, 'main');
    const clone = ['clone', '--quiet', '--bare', '--filter=tree:0'];
    const allowed = await git(...clone, `${server.url}/acme/config`, '../allowed.git');
    expect(allowed.output).not.toContain('filtering not recognized');
    const strict = await open({ allowFilter: false, allowAnySha1InWant: false, protocolV2: false });
    const ignored = await git(...clone, `${strict.url}/acme/config`, '../ignored.git');
    expect(ignored.output).toContain('filtering not recognized by server');
    const blob = (await git('rev-parse', 'HEAD:a.txt')).output.trim();
    await git('init', '--quiet', '--bare', '../empty.git');
    const want = (url: string): Promise<Result> => git('-C', '../empty.git', 'fetch', `${url}/acme/config`, blob);
    expect((await want(strict.url)).output).toContain('not allow request for unadvertised object');
    expect(await want(server.url)).toMatchObject({ ok: true });
  });

  test('whose wishes are compressed is understood', async () => {
    const server = await open();
    await commitFile('a.txt', 'x');
    await git('push', `${server.url}/acme/config`, 'main');
    const identity = [
      '-c',
      'user.name=t',
      '-c',
      'user.email=t@example.com',
      '-C',
      join(directory, 'root/acme/config.git'),
    ];
    const theirs = await run('git', [...identity, 'commit-tree', 'main^{tree}', '-p', 'main', '-m', 'theirs']);
    await run('git', [...identity, 'update-ref', 'refs/heads/main', theirs.stdout.trim()]);
    // git compresses a request above 1024 bytes: sixty commits of our own, each a `have` line, make it that long.
    for (let count = 0; count < 60; count += 1) await git('commit', '--quiet', '--allow-empty', '-m', `own ${count}`);
    expect(await git('fetch', '--quiet', `${server.url}/acme/config`, 'main')).toMatchObject({ ok: true });
  });

  test('of an unknown repository, or of a path that climbs, is a 404', async () => {
    const server = await open();
    expect((await fetch(`${server.url}/acme/none/info/refs?service=git-upload-pack`)).status).toBe(404);
    expect((await fetch(`${server.url}/acme/%2e%2e/%2e%2e/x/info/refs`)).status).toBe(404);
    expect((await git('ls-remote', `${server.url}/acme/none`)).output).toContain('not found');
  });
});

describe('authorization', () => {
  const basic = `AUTHORIZATION: basic ${Buffer.from('x-access-token:writer').toString('base64')}`;
  const asHeader = (value: string): readonly string[] => ['-c', `http.extraheader=${value}`];

  test('is asked for, tells reading from writing, and comes as Basic or Bearer', async () => {
    const server = await open({ auth: { writer: 'write', reader: 'read' } });
    const url = `${server.url}/acme/config`;
    await commitFile('a.txt', 'x');
    expect(await git('push', url, 'main')).toMatchObject({ ok: false });
    expect((await git(...asHeader('Authorization: Bearer reader'), 'push', url, 'main')).output).toContain('403');
    expect(await git(...asHeader(basic), 'push', url, 'main')).toMatchObject({ ok: true });
    expect(await git(...asHeader('Authorization: Bearer reader'), 'ls-remote', url)).toMatchObject({ ok: true });
    expect(await git(...asHeader('Authorization: Bearer wrong'), 'ls-remote', url)).toMatchObject({ ok: false });
  });

  test('sent twice is a 400, as when a header of ours stands beside that of actions/checkout', async () => {
    const server = await open({ auth: { writer: 'write' } });
    const twice = [...asHeader(basic), ...asHeader('Authorization: Bearer writer')];
    const refused = await git(...twice, 'ls-remote', `${server.url}/acme/config`);
    expect(refused.output).toContain('400');
    expect(server.requests[0]).toMatchObject({ authorizations: 2, status: 400 });
  });
});
