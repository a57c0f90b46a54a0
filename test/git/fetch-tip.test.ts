import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { someOf } from '../support/soak.ts';
import {
  codeOf,
  commitFile,
  git,
  makeFolder,
  makePair,
  open,
  own,
  type Pair,
  pushFromElsewhere,
  record,
  stateRef,
} from './support.ts';

const tipOf = (pair: Pair) => git(pair.remote, 'rev-parse', 'refs/heads/main');
/** Tests of commands play full clones. */
const shapes = [
  ['a clone of depth 1', ['--depth=1']],
  ['a full clone', []],
] as const;

describe.each(someOf(shapes, 2))('in %s', (_name, options) => {
  const clone = (commits = 3) => makePair(commits, ...options);

  it('a local branch that equals the remote is fine', async () => {
    const pair = clone();
    expect(await (await open(pair.checkout)).fetchTip()).toEqual({ branch: tipOf(pair), state: null });
  });

  it('a local branch behind the remote is fine, and the new tip is readable', async () => {
    const pair = clone();
    pushFromElsewhere(pair);
    const tip = pushFromElsewhere(pair, 'second.txt');
    const repository = await open(pair.checkout);
    expect((await repository.fetchTip()).branch).toBe(tip);
    expect(await repository.readFile(tip, 'second.txt')).toBe('other\n');
    expect(git(pair.checkout, 'rev-parse', '--is-shallow-repository')).toBe(String(options.length > 0));
  });

  it('a local branch ahead of the remote is a matter for a person', async () => {
    const pair = clone();
    commitFile(pair.checkout, 'mine.txt', 'mine\n');
    expect(await codeOf((await open(pair.checkout)).fetchTip())).toBe('branch-diverged');
  });

  it('a local branch that went another way than the remote is a matter for a person', async () => {
    const pair = clone();
    commitFile(pair.checkout, 'mine.txt', 'mine\n');
    pushFromElsewhere(pair);
    pushFromElsewhere(pair, 'second.txt');
    expect(await codeOf((await open(pair.checkout)).fetchTip())).toBe('branch-diverged');
  });

  it('local commits on a branch that the remote does not have are a matter for a person', async () => {
    const pair = clone(0);
    commitFile(pair.checkout, 'mine.txt', 'mine\n');
    expect(await codeOf((await open(pair.checkout)).fetchTip())).toBe('branch-diverged');
  });

  it('a branch that exists at the remote alone, or nowhere, is fine', async () => {
    const pair = clone();
    const data = pushFromElsewhere(pair, 'data.txt', 'data\n', 'data');
    expect((await (await open(pair.checkout, { branch: 'data' })).fetchTip()).branch).toBe(data);
    expect(await (await open(pair.checkout, { branch: 'none' })).fetchTip()).toEqual({ branch: null, state: null });
  });

  it('a local branch left behind by a run that died after its push is fine, however far the remote went on', async () => {
    const pair = clone();
    const old = git(pair.checkout, 'rev-parse', 'HEAD');
    await record(await open(pair.checkout));
    pushFromElsewhere(pair);
    await record(await open(pair.checkout));
    git(pair.checkout, 'update-ref', 'refs/heads/main', old);
    pushFromElsewhere(pair, 'second.txt');
    expect((await (await open(pair.checkout)).fetchTip()).branch).toBe(tipOf(pair));
    // Without any memory of the remote, only its history can tell.
    git(pair.checkout, 'update-ref', '-d', 'refs/remotes/origin/main');
    expect((await (await open(pair.checkout)).fetchTip()).branch).toBe(tipOf(pair));
  });

  it('no ref moves but the local copy of the state, and there is no tag and no FETCH_HEAD', async () => {
    const pair = clone();
    await record(await open(pair.checkout));
    const other = makeFolder();
    git(other, 'clone', '-q', pair.remote, '.');
    const second = await record(await open(other));
    git(other, 'tag', 'v1');
    git(other, 'push', '-q', 'origin', 'v1');
    const before = git(pair.checkout, 'for-each-ref');
    await (await open(pair.checkout)).fetchTip();
    const after = git(pair.checkout, 'for-each-ref').split('\n');
    expect(after.filter((line) => !before.includes(line))).toEqual([`${second.state} commit\t${stateRef}`]);
    expect(existsSync(join(pair.checkout, '.git', 'FETCH_HEAD'))).toBe(false);
  });
});

describe('the remote', () => {
  it('is asked for history no deeper than a shallow clone is, and a full one stays full', async () => {
    const shallow = makePair(5, '--depth=1');
    pushFromElsewhere(shallow);
    pushFromElsewhere(shallow, 'second.txt');
    const tip = (await (await open(shallow.checkout)).fetchTip()).branch ?? '';
    expect(git(shallow.checkout, 'rev-list', '--count', tip)).toBe('1');
    const full = makePair(5);
    pushFromElsewhere(full);
    const whole = (await (await open(full.checkout)).fetchTip()).branch ?? '';
    expect(git(full.checkout, 'rev-list', '--count', whole)).toBe('6');
    expect(git(full.checkout, 'config', '--get-all', 'remote.origin.fetch')).toBe(
      '+refs/heads/*:refs/remotes/origin/*',
    );
    expect(existsSync(join(full.checkout, '.git', 'shallow'))).toBe(false);
  });

  it('that is gone is unreachable, not fatal for ever', async () => {
    const pair = makePair(1);
    rmSync(pair.remote, { recursive: true });
    expect(await codeOf(open(pair.checkout))).toBe('remote-unreachable');
  });

  it('may be named by a relative path', async () => {
    const pair = makePair(2, '--depth=1');
    const first = await record(await open(pair.checkout));
    git(pair.checkout, 'config', 'remote.origin.url', '../remote.git');
    const repository = await open(pair.checkout);
    await repository.fetchTip();
    const ids = [];
    for await (const commit of repository.readHistory(first.head)) ids.push(commit.id);
    expect(ids).toHaveLength(3);
  });
});

describe('reading', () => {
  it('gives a tree, a tree id and a file of a commit that a shallow clone does not hold', async () => {
    const pair = makePair(3, '--depth=1');
    const old = git(pair.remote, 'rev-parse', 'main~2');
    const repository = await open(pair.checkout);
    expect([...(await repository.listTree(old, '')).keys()]).toEqual(['README.md']);
    expect(await repository.readFile(old, 'README.md')).toBe('text 1\n');
    expect(await repository.readFile(old, 'missing.md')).toBeNull();
    expect(await repository.readTreeId(old, own)).toBeNull();
  });

  it('gives a blob of an old commit from a server of the old protocol, which gives none by id', async () => {
    const pair = makePair(3, '--depth=1');
    git(pair.checkout, 'config', 'protocol.version', '0');
    const blob = git(pair.remote, 'rev-parse', 'main~2:README.md');
    expect([...(await (await open(pair.checkout)).readBlobs([blob]))]).toEqual([[blob, 'text 1\n']]);
  });

  it('fails for a blob that nobody has', async () => {
    const pair = makePair(1);
    expect(await codeOf((await open(pair.checkout)).readBlobs(['1'.repeat(40)]))).toBe('repository-unusable');
    expect(await codeOf((await open(pair.checkout)).readBlobs(['--help']))).toBe('repository-unusable');
  });

  it('gives thousands of blobs in one go', async () => {
    const pair = makePair(1);
    const repository = await open(pair.checkout);
    const files = Array.from({ length: 3000 }, (_, n) => ({ path: `${own}/macros/${n}.json`, text: `${n}\n` }));
    const { author, committer, message } = { author: person, committer: person, message: 'Many\n' };
    const { ids } = await repository.writeCommits(null, [{ author, committer, message, files }], own);
    const tree = await repository.listTree(ids[0] ?? '', own);
    expect((await repository.readBlobs([...tree.values()])).size).toBe(3000);
  });
});

const person = { name: 'Ann', email: 'ann@example.com', time: '2026-11-22T10:12:13Z' };
