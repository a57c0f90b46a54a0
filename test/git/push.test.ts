import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ZendriftError } from '#errors.ts';
import { createBareRepository, type GitServer, openGitServer, refuseProtectedBranch } from '../support/git-server.ts';
import {
  codeOf,
  git,
  makeFolder,
  makePair,
  open,
  own,
  planCommit,
  planFile,
  pushFromElsewhere,
  record,
  stateRef,
  writeRun,
} from './support.ts';

const refsOf = (folder: string) => git(folder, 'for-each-ref', '--format=%(objectname) %(refname)');

function refuseWith(remote: string, script: string): void {
  mkdirSync(join(remote, 'hooks'), { recursive: true });
  writeFileSync(join(remote, 'hooks', 'pre-receive'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(remote, 'hooks', 'pre-receive'), 0o755);
}

async function failureOf(promise: Promise<unknown>): Promise<ZendriftError> {
  try {
    await promise;
  } catch (thrown) {
    if (thrown instanceof ZendriftError) return thrown;
    throw thrown;
  }
  throw new Error('nothing was thrown');
}

describe('a push', () => {
  it('moves branch and state ref together', async () => {
    const pair = makePair(1);
    const repository = await open(pair.checkout);
    const { head, state, tip } = await writeRun(repository);
    expect(await repository.push(head, state, tip)).toEqual({ type: 'pushed', head, state });
    expect(refsOf(pair.remote)).toBe(`${head} refs/heads/main\n${state} ${stateRef}`);
    expect(git(pair.checkout, 'rev-parse', 'refs/remotes/origin/main', stateRef)).toBe(`${head}\n${state}`);
  });

  it('moves the names here also where no refspec says so', async () => {
    const pair = makePair(1);
    git(pair.checkout, 'config', '--unset-all', 'remote.origin.fetch');
    const repository = await open(pair.checkout);
    const { head, state, tip } = await writeRun(repository);
    await repository.push(head, state, tip);
    expect(git(pair.checkout, 'rev-parse', 'refs/remotes/origin/main', stateRef)).toBe(`${head}\n${state}`);
    expect(git(pair.checkout, 'config', '--list')).not.toContain('.fetch=');
  });

  it('makes no name for the branch in a clone that has none', async () => {
    const pair = makePair(1);
    const repository = await open(pair.checkout);
    git(pair.checkout, 'config', '--unset-all', 'remote.origin.fetch');
    git(pair.checkout, 'update-ref', '-d', 'refs/remotes/origin/main');
    const { head, state, tip } = await writeRun(repository);
    await repository.push(head, state, tip);
    expect(refsOf(pair.checkout)).not.toContain('refs/remotes/origin/main');
    expect(git(pair.checkout, 'rev-parse', stateRef)).toBe(state);
  });

  it('warns where a name here is held by another process', async () => {
    const pair = makePair(1);
    const warnings: string[] = [];
    const repository = await open(pair.checkout, { warn: (text) => void warnings.push(text) });
    const { head, state, tip } = await writeRun(repository);
    mkdirSync(join(pair.checkout, '.git', 'refs', 'zendrift'), { recursive: true });
    writeFileSync(join(pair.checkout, '.git', `${stateRef}.lock`), '');
    expect(await repository.push(head, state, tip)).toMatchObject({ type: 'pushed' });
    expect(warnings).toEqual([`The local copy of the state ref could not be updated: ${stateRef}`]);
  });

  it('moves the state ref alone where there is nothing to record', async () => {
    const pair = makePair(1);
    const repository = await open(pair.checkout);
    const { state, tip } = await writeRun(repository, []);
    expect(await repository.push(null, state, tip)).toEqual({ type: 'pushed', head: null, state });
    expect(refsOf(pair.remote)).toBe(`${tip.branch} refs/heads/main\n${state} ${stateRef}`);
  });

  it('loses the race, moving nothing, when a person pushes first', async () => {
    const pair = makePair(1);
    const repository = await open(pair.checkout);
    const { head, state, tip } = await writeRun(repository);
    pushFromElsewhere(pair);
    const before = refsOf(pair.remote);
    expect(await repository.push(head, state, tip)).toEqual({ type: 'raced' });
    expect(refsOf(pair.remote)).toBe(before);
  });

  it('loses the race, moving nothing, when another run pushes first, also the very first one', async () => {
    for (const commits of [0, 1]) {
      const pair = makePair(commits);
      const repository = await open(pair.checkout);
      const { head, state, tip } = await writeRun(repository);
      const other = makeFolder();
      git(other, 'clone', '-q', pair.remote, '.');
      await record(await open(other), planCommit({ message: 'Theirs\n' }));
      const before = refsOf(pair.remote);
      expect(await repository.push(head, state, tip)).toEqual({ type: 'raced' });
      expect(await repository.push(null, state, tip)).toEqual({ type: 'raced' });
      expect(refsOf(pair.remote)).toBe(before);
    }
  });

  it('wins the next try with the same plan on the new tip', async () => {
    const pair = makePair(1, '--depth=1');
    const repository = await open(pair.checkout);
    const { head, state, tip } = await writeRun(repository);
    const theirs = pushFromElsewhere(pair);
    expect(await repository.push(head, state, tip)).toEqual({ type: 'raced' });
    const again = await record(repository);
    expect(git(pair.remote, 'rev-parse', `${again.head}^`)).toBe(theirs);
    expect(git(pair.checkout, 'status', '--porcelain')).toBe('');
  });

  it('that another process holds up with a lock is a lost race', async () => {
    const pair = makePair(1);
    const repository = await open(pair.checkout);
    const { head, state, tip } = await writeRun(repository);
    writeFileSync(join(pair.remote, 'refs', 'heads', 'main.lock'), '');
    expect(await repository.push(head, state, tip)).toEqual({ type: 'raced' });
    expect(refsOf(pair.remote)).toBe(`${tip.branch} refs/heads/main`);
  });

  it('refused by a rule of the server says what the server says, without control characters', async () => {
    const pair = makePair(1);
    const script =
      'printf "error: GH006: Protected \\033[31mbranch update failed\\n- changes must be made by PR\\n" >&2; exit 1';
    refuseWith(pair.remote, script);
    const repository = await open(pair.checkout);
    const { head, state, tip } = await writeRun(repository);
    const failure = await failureOf(repository.push(head, state, tip));
    expect(failure.code).toBe('push-refused');
    expect(failure.message).toContain(
      'GH006: Protected \\u001b[31mbranch update failed | - changes must be made by PR',
    );
    expect(failure.message).toContain('pre-receive hook declined');
    expect(refsOf(pair.remote)).toBe(`${tip.branch} refs/heads/main`);
  });

  it('refused for one of the two refs moves neither', async () => {
    const pair = makePair(1);
    refuseWith(pair.remote, '');
    writeFileSync(join(pair.remote, 'hooks', 'update'), '#!/bin/sh\ncase "$1" in refs/heads/*) exit 1;; esac\n', {
      mode: 0o755,
    });
    const repository = await open(pair.checkout);
    const { head, state, tip } = await writeRun(repository);
    expect(await codeOf(repository.push(head, state, tip))).toBe('push-refused');
    expect(refsOf(pair.remote)).toBe(`${tip.branch} refs/heads/main`);
  });

  it('into a branch name that another branch blocks is refused, not raced for ever', async () => {
    const pair = makePair(1);
    const repository = await open(pair.checkout, { branch: 'main/data' });
    const { head, state, tip } = await writeRun(repository);
    expect(await codeOf(repository.push(head, state, tip))).toBe('push-refused');
  });

  it.each([
    'refs/heads/refs/heads/main',
    'refs/tags/refs/heads/main',
    'refs/refs/heads/main',
    'refs/tags/refs/zendrift/acme',
  ])('beside a ref with the misleading name %s names it, and goes through once it is deleted', async (ref) => {
    const pair = makePair(1);
    git(pair.remote, 'update-ref', ref, 'main');
    const repository = await open(pair.checkout);
    const { code, message } = await failureOf(repository.fetchTip());
    expect(code).toBe('repository-unusable');
    const command = `git push origin --delete ${ref}`;
    expect(message).toContain(command);
    git(pair.checkout, ...command.split(' ').slice(1));
    const { head, state, tip } = await writeRun(repository);
    expect(await repository.push(head, state, tip)).toMatchObject({ type: 'pushed' });
  });

  it('to a remote that is gone is unreachable', async () => {
    const pair = makePair(1);
    const repository = await open(pair.checkout);
    const { head, state, tip } = await writeRun(repository);
    rmSync(pair.remote, { recursive: true });
    expect(await codeOf(repository.push(head, state, tip))).toBe('remote-unreachable');
  });

  it('with thousands of commits and hooks of nobody goes through in one piece', async () => {
    const pair = makePair(1, '--depth=1');
    const plans = Array.from({ length: 1500 }, (_, n) => planCommit({ files: [planFile(`${n}\n`)] }));
    const { head } = await record(await open(pair.checkout), ...plans);
    expect(git(pair.remote, 'rev-list', '--count', head)).toBe('1501');
  });
});

describe('a push without a remote', () => {
  it('moves both refs or none, and only from where they were seen', async () => {
    const folder = makeFolder();
    git(folder, 'init', '-q');
    const repository = await open(folder);
    const first = await writeRun(repository);
    const second = await writeRun(repository);
    expect(await repository.push(first.head, first.state, first.tip)).toMatchObject({ type: 'pushed' });
    const before = refsOf(folder);
    expect(await repository.push(second.head, second.state, second.tip)).toEqual({ type: 'raced' });
    expect(await repository.push(null, second.state, second.tip)).toEqual({ type: 'raced' });
    git(folder, 'update-ref', '-d', stateRef);
    expect(await repository.push(second.head, second.state, second.tip)).toEqual({ type: 'raced' });
    git(folder, 'update-ref', stateRef, first.state);
    expect(refsOf(folder)).toBe(before);
  });
});

interface Served {
  readonly server: GitServer;
  readonly url: string;
  readonly remote: string;
  readonly checkout: string;
}

async function serve(options: Partial<Parameters<typeof openGitServer>[0]> = {}): Promise<Served> {
  const root = makeFolder();
  await createBareRepository(join(root, 'acme/config.git'));
  const server = await openGitServer({ root, ...options });
  onTestFinished(() => server.close());
  const remote = join(root, 'acme/config.git');
  const checkout = makeFolder();
  git(checkout, 'init', '-q', '-b', 'main');
  git(checkout, 'remote', 'add', 'origin', `${server.url}/acme/config.git`);
  return { server, url: server.url, remote, checkout };
}

describe('a push over HTTP', () => {
  it('whose answer was lost counts as pushed', async () => {
    const { server, checkout, remote } = await serve();
    const repository = await open(checkout);
    const { head, state, tip } = await writeRun(repository);
    server.onRequest((request) => (request.isPush ? 'lose-answer' : undefined));
    expect(await repository.push(head, state, tip)).toEqual({ type: 'pushed', head, state });
    expect(refsOf(remote)).toBe(`${head} refs/heads/main\n${state} ${stateRef}`);
    expect(git(checkout, 'rev-parse', stateRef)).toBe(state);
  });

  it('that never arrived is unreachable, and so is one whose fate nobody tells', async () => {
    const { server, checkout, remote } = await serve();
    const repository = await open(checkout);
    const { head, state, tip } = await writeRun(repository);
    const undo = server.onRequest((request) => (request.isPush ? 'drop' : undefined));
    expect(await codeOf(repository.push(head, state, tip))).toBe('remote-unreachable');
    undo();
    server.onRequest(() => ({ status: 503 }));
    expect(await codeOf(repository.push(head, state, tip))).toBe('remote-unreachable');
    expect(refsOf(remote)).toBe('');
  });

  it('that a competitor overtakes inside the request loses the race', async () => {
    const { server, checkout, remote } = await serve();
    const repository = await open(checkout);
    const { head, state, tip } = await writeRun(repository);
    let theirs = '';
    server.onRequest((request) => {
      if (request.isPush && theirs === '') theirs = pushFromElsewhere({ remote, checkout });
      return undefined;
    });
    expect(await repository.push(head, state, tip)).toEqual({ type: 'raced' });
    expect(refsOf(remote)).toBe(`${theirs} refs/heads/main`);
  });

  it('to a protected branch, without permission or with a bad token is a matter for a person', async () => {
    const secured = await serve();
    const repository = await open(secured.checkout);
    const { head, state, tip } = await writeRun(repository);
    await secured.server.setPreReceive(refuseProtectedBranch('main'));
    expect((await failureOf(repository.push(head, state, tip))).message).toMatch(/rejected: .*GH006/);
    await secured.server.setPreReceive(undefined);
    secured.server.onRequest((request) => (request.isPush ? { status: 403 } : undefined));
    expect(await codeOf(repository.push(head, state, tip))).toBe('push-refused');
  });

  it('of a state ref that the server hides from writers is a matter for a person', async () => {
    const { checkout } = await serve({ hiddenRefs: ['refs/zendrift'] });
    const repository = await open(checkout);
    const { head, state, tip } = await writeRun(repository);
    expect(await codeOf(repository.push(head, state, tip))).toBe('push-refused');
  });
});

describe('the GitHub token', () => {
  const token = 'ghs_secretsecretsecret';

  it('is sent exactly once, and stands in no file, address or command line', async () => {
    const { server, url, checkout } = await serve({ auth: { [token]: 'write' } });
    await record(await open(checkout, { github: { serverUrl: url, token } }));
    expect(server.requests.some((request) => request.status === 200 && request.isPush)).toBe(true);
    expect(Math.max(...server.requests.map((request) => request.authorizations))).toBe(1);
    expect(server.requests.every((request) => request.status === 200)).toBe(true);
    expect(git(checkout, 'config', '--list')).not.toContain('extraheader');
  });

  it('goes along with headers that say nothing of who we are', async () => {
    const { server, url, checkout } = await serve({ auth: { [token]: 'write' } });
    git(checkout, 'config', '--add', 'http.extraheader', 'X-Trace: 1');
    git(checkout, 'config', '--add', `http.${url}/.extraheader`, 'AUTHORIZATION: basic gone');
    git(checkout, 'config', '--add', `http.${url}/.extraheader`, '');
    await record(await open(checkout, { github: { serverUrl: url, token } }));
    expect(server.requests.map((request) => request.authorizations)).toEqual(server.requests.map(() => 1));
  });

  it('stays at home where the checkout brings its own header, also one that actions/checkout includes', async () => {
    const { server, url, checkout, remote } = await serve({ auth: { [token]: 'write' } });
    const header = `AUTHORIZATION: basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`;
    const included = join(makeFolder(), 'credentials.config');
    git(checkout, 'config', '--file', included, `http.${url}/.extraheader`, header);
    git(checkout, 'config', `includeIf.gitdir:${checkout}/.git.path`, included);
    await record(await open(checkout, { github: { serverUrl: url, token: 'other' } }));
    // Beside the checkout, where that condition does not hold, the header has to come along.
    const theirs = pushFromElsewhere({ remote, checkout });
    const dry = await open(checkout, { github: { serverUrl: url, token: 'other' }, dryRun: true });
    expect((await dry.fetchTip()).branch).toBe(theirs);
    expect(await dry.readFile(theirs, 'other.txt')).toBe('other\n');
    expect(Math.max(...server.requests.map((request) => request.authorizations))).toBe(1);
  });

  it('goes to no other server, and to none without TLS', async () => {
    const { url, checkout } = await serve({ auth: { [token]: 'write' } });
    for (const serverUrl of ['https://github.com', 'http://github.example', `${url}0`]) {
      expect(await codeOf(open(checkout, { github: { serverUrl, token } }))).toBe('remote-refused');
    }
    expect(await codeOf(open(checkout, { github: { serverUrl: url, token: 'wrong' } }))).toBe('remote-refused');
  });

  it('that may only read is named in no message', async () => {
    const { url, checkout } = await serve({ auth: { [token]: 'read' } });
    const repository = await open(checkout, { github: { serverUrl: url, token } });
    const { head, state, tip } = await writeRun(repository);
    const failure = await failureOf(repository.push(head, state, tip));
    expect(failure.code).toBe('push-refused');
    expect(`${failure.message}${failure.hint}${JSON.stringify(failure.values)}`).not.toContain(token);
  });

  it('in a remote address is masked in what is reported', async () => {
    const { url, checkout } = await serve({ auth: { good: 'read' } });
    git(checkout, 'remote', 'set-url', 'origin', `${url.replace('//', `//x:${token}@`)}/acme/config.git`);
    const failure = await failureOf(open(checkout));
    expect(failure.code).toBe('remote-refused');
    expect(`${failure.message}${failure.stack}`).not.toContain(token);
  });
});

describe('a server that never answers', () => {
  it('is left, transport helper and all, when the run is stopped', async () => {
    const { server, checkout } = await serve();
    const stop = new AbortController();
    const repository = await open(checkout, { signal: stop.signal });
    // It was listed when it was opened: only the next look asks again.
    await repository.fetchTip();
    const reason = new ZendriftError('deadline', { deadline: '45m', during: 'reading the tips' });
    let release = () => {};
    const held = new Promise<undefined>((resolve) => {
      release = () => resolve(undefined);
    });
    server.onRequest(() => {
      stop.abort(reason);
      return held;
    });
    await expect(repository.fetchTip()).rejects.toBe(reason);
    release();
    await expect(repository.listTree('1'.repeat(40), own)).rejects.toBe(reason);
    await expect(repository.writeCommits(null, [planCommit()], own)).rejects.toBe(reason);
    const processes = git(checkout, '-c', 'alias.ps=!ps -eo args', 'ps');
    expect(processes).not.toContain(server.url);
  });
});
