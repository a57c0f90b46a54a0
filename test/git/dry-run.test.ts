import { readdirSync } from 'node:fs';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { someOf } from '../support/soak.ts';
import {
  codeOf,
  git,
  hashFolder,
  makeFolder,
  makePair,
  open,
  own,
  planCommit,
  pushFromElsewhere,
  record,
} from './support.ts';

const shapes = [
  ['a full clone', ['--no-tags']],
  ['a clone of depth 1', ['--depth=1']],
  ['a clone without folders', ['--filter=tree:0']],
] as const;

describe.each(someOf(shapes, 2))('a dry run in %s', (_name, options) => {
  it('reads, plans and writes beside the checkout: not one byte of it changes', async () => {
    const pair = makePair(3, ...options);
    await record(await open(pair.checkout));
    const other = makeFolder();
    git(other, 'clone', '-q', pair.remote, '.');
    const theirs = await record(await open(other), planCommit({ message: 'Theirs\n' }));
    const tip = pushFromElsewhere(pair);
    const before = hashFolder(pair.checkout);
    const repository = await open(pair.checkout, { dryRun: true });
    expect(await repository.fetchTip()).toEqual({ branch: tip, state: theirs.state });
    expect(await repository.readFile(tip, 'other.txt')).toBe('other\n');
    expect(await repository.readFile(theirs.state, 'state.json')).toBe('{}\n');
    const history = [];
    for await (const commit of repository.readHistory(tip)) history.push(commit.id);
    expect(history).toEqual(git(pair.remote, 'rev-list', '--reverse', tip).split('\n'));
    const { ids, tree } = await repository.writeCommits(tip, [planCommit()], own);
    expect(ids).toHaveLength(1);
    expect(tree).toBe(await repository.readTreeId(ids[0] ?? '', own));
    expect(await codeOf(repository.push(ids[0] ?? '', theirs.state, { branch: tip, state: null }))).toBe('git-failed');
    expect(await codeOf(repository.fastForward(tip, own))).toBe('git-failed');
    expect(hashFolder(pair.checkout)).toBe(before);
    await repository.close();
  });
});

describe('what is kept beside the checkout', () => {
  it('goes away with the run, also after a failure and when a reader stops early', async () => {
    const { checkout } = makePair(3, '--depth=1');
    // A folder for temporary files of its own: other tests make theirs at the same time.
    const temporary = makeFolder();
    vi.stubEnv('TMPDIR', temporary);
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    const repository = await open(checkout, { dryRun: true });
    const tip = (await repository.fetchTip()).branch ?? '';
    for await (const _ of repository.readHistory(tip)) break;
    await repository.writeCommits(tip, [planCommit()], own);
    // What was fetched, and the history, which is kept so that it is not fetched twice.
    expect(readdirSync(temporary)).toHaveLength(2);
    expect(await codeOf(repository.readBlobs(['1'.repeat(40)]))).toBe('repository-unusable');
    await repository.close();
    expect(readdirSync(temporary)).toEqual([]);
  });
});
