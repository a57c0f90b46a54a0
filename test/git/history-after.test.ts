import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Repository } from '#ports.ts';
import { someOf } from '../support/soak.ts';
import { codeOf, commitFile, git, gitWithInput, makeFolder, makePair, open, type Pair, planCommit } from './support.ts';

/** A remote whose main has `count` commits, made in one go, oldest first. */
function makeLong(count: number, ...cloneOptions: readonly string[]): Pair & { readonly ids: readonly string[] } {
  const pair = makePair(0);
  const person = 'Ann <ann@example.com> 1763806933 +0000';
  const stream = Array.from({ length: count }, (_, n) =>
    [
      'commit refs/heads/main',
      `committer ${person}`,
      `data <<END\nNumber ${n}\nEND`,
      `M 100644 inline n.txt\ndata <<END\n${n}\nEND\n`,
    ].join('\n'),
  ).join('\n');
  gitWithInput(pair.remote, stream, 'fast-import', '--quiet');
  const checkout = makeFolder();
  git(checkout, 'clone', '-q', ...cloneOptions, `file://${pair.remote}`, '.');
  return { ...pair, checkout, ids: git(pair.remote, 'rev-list', '--reverse', 'main').split('\n') };
}

async function idsAfter(repository: Repository, commit: string, after?: string): Promise<readonly string[]> {
  const ids = [];
  for await (const { id } of repository.readHistory(commit, { after })) ids.push(id);
  return ids;
}

const shapes = [
  ['a full clone', []],
  ['a clone of depth 1', ['--depth=1']],
  ['a clone of depth 50', ['--depth=50']],
  ['a clone without folders', ['--filter=tree:0']],
] as const;

describe.each(someOf(shapes, 3))('history between two commits in %s', (_name, options) => {
  it('is reported whole, near and far back, with the commits that only this clone has', async () => {
    const { checkout, ids } = makeLong(700, ...options);
    const repository = await open(checkout);
    const tip = (await repository.fetchTip()).branch ?? '';
    const at = (back: number) => ids.at(-1 - back) ?? '';
    expect(await idsAfter(repository, tip, tip)).toEqual([]);
    expect(await idsAfter(repository, tip, at(3))).toEqual(ids.slice(-3));
    expect(await idsAfter(repository, tip, at(600))).toEqual(ids.slice(-600));
    const written = await repository.writeCommits(tip, [planCommit(), planCommit()], 'snapshots/acme');
    expect(await idsAfter(repository, written.ids.at(-1) ?? '', at(2))).toEqual([...ids.slice(-2), ...written.ids]);
    expect(await repository.isAncestor(at(600), written.ids.at(-1) ?? '')).toBe(true);
    expect(await repository.isAncestor(tip, at(1))).toBe(false);
    expect(await codeOf(idsAfter(repository, at(5), tip))).toBe('repository-unusable');
  });
});

describe('from a clone of depth 1', () => {
  it('an old branch that was merged lately brings back nothing that was there before it left', async () => {
    const { remote, ids } = makeLong(200);
    const tree = git(remote, 'rev-parse', 'main^{tree}');
    const commit = (...parents: readonly string[]) =>
      git(remote, 'commit-tree', tree, ...parents.flatMap((parent) => ['-p', parent]), '-m', 'x');
    const old = commit(ids[1] ?? '');
    const merge = commit(ids.at(-1) ?? '', old);
    git(remote, 'update-ref', 'refs/heads/main', merge);
    const checkout = makeFolder();
    git(checkout, 'clone', '-q', '--depth=1', `file://${remote}`, '.');
    const repository = await open(checkout);
    expect([...(await idsAfter(repository, merge, ids.at(-1)))].sort()).toEqual([old, merge].sort());
  });

  it('no more of a long history is fetched than it takes', async () => {
    const { checkout, ids } = makeLong(700, '--depth=1');
    const temporary = makeFolder();
    vi.stubEnv('TMPDIR', temporary);
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    const repository = await open(checkout);
    await repository.fetchTip();
    await idsAfter(repository, ids.at(-1) ?? '', ids.at(-5));
    expect(await repository.isAncestor(ids.at(-9) ?? '', ids.at(-1) ?? '')).toBe(true);
    const [scratch = '', ...others] = readdirSync(temporary);
    expect(others).toEqual([]);
    const counts = git(join(temporary, scratch), 'count-objects', '-v');
    expect(Number(/in-pack: (\d+)/.exec(counts)?.[1]) + Number(/count: (\d+)/.exec(counts)?.[1])).toBeLessThan(200);
    expect(git(checkout, 'rev-list', '--count', 'HEAD')).toBe('1');
  });
});

describe('the versions of a file', () => {
  it('are those that any commit of the default branch had, newest first, from a shallow clone, too', async () => {
    const pair = makePair(1);
    const seed = makeFolder();
    git(seed, 'clone', '-q', pair.remote, '.');
    const path = '.github/zendrift.yml';
    const first = commitFile(seed, path, 'one\n');
    git(seed, 'checkout', '-q', '-b', 'side');
    const side = commitFile(seed, path, 'side\n');
    git(seed, 'checkout', '-q', 'main');
    commitFile(seed, 'other.txt', 'other\n');
    git(seed, 'merge', '-q', '--no-ff', '--no-commit', 'side');
    const merge = commitFile(seed, path, 'merged\n');
    git(seed, 'rm', '-q', path);
    git(seed, 'commit', '-q', '-m', 'Gone');
    const own = commitFile(seed, '.github/zendrift/acme.yml', 'own\n');
    git(seed, 'push', '-q', 'origin', 'main');
    const elsewhere = makeFolder();
    git(elsewhere, 'clone', '-q', pair.remote, '.');
    git(elsewhere, 'checkout', '-q', '-b', 'draft');
    commitFile(elsewhere, path, 'never merged\n');
    git(elsewhere, 'push', '-q', 'origin', 'draft');
    const checkout = makeFolder();
    git(checkout, 'clone', '-q', '--depth=1', `file://${pair.remote}`, '.');
    const repository = await open(checkout);
    const versions = await repository.listFileVersions([path, '.github/zendrift/acme.yml']);
    expect(versions.map(({ commit }) => commit)).toEqual([own, merge, side, first]);
    expect(versions.map(({ blob }) => blob)).toEqual(['own\n', 'merged\n', 'side\n', 'one\n'].map(repository.blobId));
    // Of a merge that changed it, of the account's own that was new, and of the first.
    expect(versions.map(({ before }) => before !== null)).toEqual([false, true, true, false]);
    expect(versions[0]).toMatchObject({ path: '.github/zendrift/acme.yml', authorName: 'Ann' });
    expect(versions[0]?.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(await (await open(seed)).listFileVersions(['nowhere.yml'])).toEqual([]);
  });

  it('are those behind HEAD without a remote', async () => {
    const folder = makeFolder();
    git(folder, 'init', '-q');
    expect(await (await open(folder)).listFileVersions(['a.yml'])).toEqual([]);
    const id = commitFile(folder, 'a.yml', 'a\n');
    expect((await (await open(folder)).listFileVersions(['a.yml'])).map(({ commit }) => commit)).toEqual([id]);
  });
});
