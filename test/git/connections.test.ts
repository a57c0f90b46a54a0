import { describe, expect, it } from 'vitest';
import { countConnections } from '../support/clones.ts';
import { someOf } from '../support/soak.ts';
import { git, gitWithInput, makeFolder, makePair, open, own } from './support.ts';

const many = 40;

/** A remote with two commits of many files each, and a clone of it without files in a work tree. */
function makeMany(...options: readonly string[]) {
  const { remote } = makePair(0);
  const commit = (version: number) => {
    const files = Array.from(
      { length: many },
      (_, n) => `M 100644 inline ${own}/macros/${n}.json\ndata <<END\n${n} of ${version}\nEND\n`,
    );
    return ['commit refs/heads/main', 'committer Ann <ann@example.com> 1763806933 +0000', 'data 0', ...files].join(
      '\n',
    );
  };
  gitWithInput(remote, `${commit(1)}\n${commit(2)}\n`, 'fast-import', '--quiet');
  const checkout = makeFolder();
  git(checkout, 'clone', '-q', '--no-checkout', ...options, `file://${remote}`, '.');
  const connections = countConnections({ checkout, environment: {} });
  return { checkout, connections, first: git(remote, 'rev-parse', 'main^'), tip: git(remote, 'rev-parse', 'main') };
}

const shapes = [
  ['a clone of depth 1', ['--depth=1'], 0],
  ['a clone without contents', ['--filter=blob:none'], 1],
  ['a clone without folders', ['--filter=tree:0'], 2],
  ['a clone without folders, depth 1', ['--filter=tree:0', '--depth=1'], 2],
] as const;

describe.each(someOf(shapes, 3))('in %s, whether it records or only reads,', (_name, options, forTip) => {
  it.each([false, true])('many files take as many connections as one (dry run: %s)', async (dryRun) => {
    const { checkout, connections, first, tip } = makeMany(...options);
    const repository = await open(checkout, { dryRun });
    await repository.fetchTip();
    expect(connections()).toBe(1);
    const present = [...(await repository.listTree(tip, own)).values()];
    expect((await repository.readBlobs(present)).size).toBe(many);
    expect(connections()).toBe(forTip);
    const former = [...(await repository.listTree(first, own)).values()];
    expect((await repository.readBlobs(former)).size).toBe(many);
    expect(connections()).toBeLessThanOrEqual(2);
    expect((await repository.readBlobs([...present, ...former])).size).toBe(2 * many);
    expect(connections()).toBe(0);
  });
});
