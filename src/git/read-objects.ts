import { ZendriftError } from '#errors.ts';
import type { Checkout } from './checkout.ts';
import { remoteFailure } from './git-failure.ts';
import { type GitObject, type ReadObjects, windowSize, withObjectBatch } from './object-batch.ts';
import { parseTree, type TreeEntry } from './parse-commit.ts';
import { fetchIds } from './remote-refs.ts';
import { withScratch } from './scratch.ts';
import { type Git, runGitGroup } from './spawn-git.ts';

type Names = readonly string[];

type Entry = Pick<TreeEntry, 'id' | 'mode' | 'type'>;

/**
 * What stands at a path of a commit ('' = its root), null where nothing does, with a way to read what is below it. A
 * commit that is not here is fetched beside the checkout, without the contents of files.
 */
async function withEntry<Value>(
  checkout: Checkout,
  read: ReadObjects,
  commit: string,
  path: string,
  use: (entry: Entry | null, read: ReadObjects) => Promise<Value> | Value,
): Promise<Value> {
  if (!/^[0-9a-f]{4,64}$/.test(commit)) {
    throw new ZendriftError('git-failed', { command: 'cat-file', reason: `${JSON.stringify(commit)} is no commit id` });
  }
  const cut = path.lastIndexOf('/');
  const folder = `${commit}:${path.slice(0, Math.max(cut, 0))}`;
  const toEntry = (tree: GitObject | null): Entry | null => {
    if (tree?.type !== 'tree') return null;
    if (path === '') return { id: tree.id, mode: '40000', type: 'tree' };
    return parseTree(tree.body, checkout.format).find(({ name }) => name === path.slice(cut + 1)) ?? null;
  };
  const [tree = null, itself = null] = await read([folder, commit]);
  if (itself !== null) return use(toEntry(tree), read);
  if (checkout.remote === null) {
    const reason = `commit ${commit} is missing`;
    throw new ZendriftError('repository-unusable', { directory: checkout.git.directory, reason });
  }
  return withScratch(checkout.git, checkout.format, async (scratch) => {
    await fetchSomehow(scratch, [commit], ['--depth=1', '--filter=blob:none']);
    return withObjectBatch(scratch, async (readThere) => {
      const [fetched = null] = await readThere([folder]);
      return use(toEntry(fetched), readThere);
    });
  });
}

/** Id and type of what stands at a path of a commit, null where nothing does. */
export const readEntry = (checkout: Checkout, read: ReadObjects, commit: string, path: string) =>
  withEntry(checkout, read, commit, path, (entry) => entry);

const plainMode = '100644';

/** Path → id of all files at or below a path of a commit; behind its mode where a file is no plain one. */
export const listFiles = (
  checkout: Checkout,
  read: ReadObjects,
  commit: string,
  path: string,
): Promise<ReadonlyMap<string, string>> =>
  withEntry(checkout, read, commit, path, async (top, readThere) => {
    const files = new Map<string, string>();
    let level = top === null ? [] : [{ ...top, path }];
    while (level.length > 0) {
      for (const { type, path: file, mode, id } of level) {
        if (type !== 'tree') files.set(file, mode === plainMode ? id : `${mode}:${id}`);
      }
      const trees = level.filter(({ type }) => type === 'tree');
      const objects = await readThere(trees.map(({ id }) => id));
      level = trees.flatMap((tree, index) =>
        parseTree(objects[index]?.body ?? Buffer.alloc(0), checkout.format).map(({ name, ...entry }) => ({
          ...entry,
          path: tree.path === '' ? name : `${tree.path}/${name}`,
        })),
      );
    }
    return files;
  });

/** By id where the server allows that (protocol 2), else everything it has. */
async function fetchSomehow(scratch: Git, ids: readonly string[], options: readonly string[]): Promise<void> {
  const byId = await fetchIds(scratch, ids, options).catch(() => 'moved' as const);
  if (byId === 'fetched') return;
  const result = await runGitGroup(scratch, ['fetch', '--quiet', '--no-tags', 'origin', '+refs/*:refs/scratch/*']);
  if (result.exitCode !== 0) throw remoteFailure('origin', result.stderr);
}

async function readHere(read: ReadObjects, ids: Names): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (let from = 0; from < ids.length; from += windowSize) {
    for (const object of await read(ids.slice(from, from + windowSize))) {
      if (object?.type === 'blob') texts.set(object.id, object.body.toString());
    }
  }
  return texts;
}

/** Texts by blob id; what is not here comes in one fetch. Throws `repository-unusable` for an id that nobody has. */
export async function readBlobs(
  checkout: Checkout,
  read: ReadObjects,
  wanted: Names,
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(wanted)].filter((id) => /^[0-9a-f]{40,64}$/.test(id));
  const found = ids.length === 0 ? new Map<string, string>() : await readHere(read, ids);
  const missing = ids.filter((id) => !found.has(id));
  const fetched =
    missing.length === 0 || checkout.remote === null
      ? new Map<string, string>()
      : await withScratch(checkout.git, checkout.format, async (scratch) => {
          await fetchSomehow(scratch, missing, []);
          return withObjectBatch(scratch, (readThere) => readHere(readThere, missing));
        });
  const texts = new Map([...found, ...fetched]);
  const unknown = wanted.find((id) => !texts.has(id));
  if (unknown !== undefined) {
    const reason = `file content ${unknown} is missing here and at the remote`;
    throw new ZendriftError('repository-unusable', { directory: checkout.git.directory, reason });
  }
  return texts;
}
