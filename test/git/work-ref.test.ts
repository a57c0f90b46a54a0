import { expect, test } from 'vitest';
import type { Repository } from '#ports.ts';
import { git, makeFolder, makePair, open, own, planCommit } from './support.ts';

const name = 'refs/zendrift/acme+backfill';

/** A commit on top of another one, reachable from no ref yet. */
const commitOn = async (repository: Repository, parent: string | null): Promise<string> =>
  (await repository.writeCommits(parent, [planCommit()], own)).ids[0] ?? '';

test.each(['with a remote', 'without one'])('a work ref moves forward and goes away, %s', async (place) => {
  const pair = makePair(1);
  if (place === 'without one') git(pair.checkout, 'remote', 'remove', 'origin');
  const repository = await open(pair.checkout);
  const where = place === 'without one' ? pair.checkout : pair.remote;
  const ref = repository.openWorkRef('backfill');
  expect(ref.name).toBe(name);
  expect(await ref.read()).toBeNull();
  const first = await commitOn(repository, null);
  expect(await ref.move(null, first)).toBe('moved');
  const second = await commitOn(repository, first);
  expect(await ref.move(first, second)).toBe('moved');
  expect(await ref.read()).toBe(second);
  expect(git(where, 'rev-parse', name)).toBe(second);
  expect(await ref.move(second, null)).toBe('moved');
  expect(await ref.read()).toBeNull();
});

test.each(['with a remote', 'without one'])(
  'a work ref that somebody else has moved is left alone, %s',
  async (place) => {
    const pair = makePair(1);
    if (place === 'without one') git(pair.checkout, 'remote', 'remove', 'origin');
    const repository = await open(pair.checkout);
    const where = place === 'without one' ? pair.checkout : pair.remote;
    const ref = repository.openWorkRef('backfill');
    const first = await commitOn(repository, null);
    await ref.move(null, first);
    const theirs = git(where, 'commit-tree', `${first}^{tree}`, '-p', first, '-m', 'Theirs');
    git(where, 'update-ref', name, theirs);
    expect(await ref.move(first, await commitOn(repository, first))).toBe('raced');
    expect(git(where, 'rev-parse', name)).toBe(theirs);
  },
);

test('another clone goes on from what was pushed', async () => {
  const pair = makePair(1);
  const repository = await open(pair.checkout);
  const first = await commitOn(repository, null);
  await repository.openWorkRef('backfill').move(null, first);
  const folder = makeFolder();
  git(folder, 'clone', '-q', '--depth=1', `file://${pair.remote}`, '.');
  const other = await open(folder);
  const ref = other.openWorkRef('backfill');
  expect(await ref.read()).toBe(first);
  expect(await ref.move(first, await commitOn(other, first))).toBe('moved');
});
