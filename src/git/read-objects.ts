import { ZendriftError } from '#errors.ts';
import type { Checkout } from './checkout.ts';
import { type GitObject, type ReadObjects, windowSize } from './object-batch.ts';
import type { ObjectStore } from './object-store.ts';
import { parseTree, type TreeEntry } from './parse-commit.ts';

/** What reading needs: facts about the clone, and its objects. */
export interface Source {
  readonly checkout: Checkout;
  readonly store: ObjectStore;
}

export type Entry = Pick<TreeEntry, 'id' | 'mode' | 'type'>;

function missing({ checkout }: Source, what: string): ZendriftError {
  const where = checkout.remote === null ? '' : ' here and at the remote';
  return new ZendriftError('repository-unusable', {
    directory: checkout.git.directory,
    reason: `${what} is missing${where}`,
  });
}

/** A commit, fetched where it is not here; null where nobody has it. */
export async function readCommitObject({ checkout, store }: Source, id: string): Promise<GitObject | null> {
  const [here] = await store.read([id]);
  if (here?.type === 'commit') return here;
  if (here !== null || checkout.remote === null) return null;
  await store.fetchFolders([id]);
  const [fetched = null] = await store.read([id]);
  return fetched?.type === 'commit' ? fetched : null;
}

/** The folders from the root down to the one that holds a path: '', 'a', 'a/b' for `a/b/c`. */
function foldersAbove(path: string): readonly string[] {
  const parts = path.split('/').slice(0, -1);
  return ['', ...parts.map((_, index) => parts.slice(0, index + 1).join('/'))];
}

/** Null = the folders down to the path are not all here. `absent` = they are, and nothing stands there. */
async function findEntry({ checkout, store }: Source, commit: string, path: string): Promise<Entry | 'absent' | null> {
  const folders = path === '' ? [''] : foldersAbove(path);
  const trees = await store.read(folders.map((folder) => `${commit}:${folder}`));
  const names = path.split('/');
  let entry: Entry | 'absent' | null = null;
  for (const [index, tree] of trees.entries()) {
    if (tree?.type !== 'tree') return null;
    if (path === '') return { id: tree.id, mode: '40000', type: 'tree' };
    entry = parseTree(tree.body, checkout.format).find(({ name }) => name === names[index]) ?? 'absent';
    if (entry === 'absent' || (entry.type !== 'tree' && index < folders.length - 1)) return 'absent';
  }
  return entry;
}

/** What stands at a path of a commit ('' = its root), null where nothing does. What is not here is fetched beside it. */
export async function readEntry(source: Source, commit: string, path: string): Promise<Entry | null> {
  if (!/^[0-9a-f]{4,64}$/.test(commit)) {
    throw new ZendriftError('git-failed', { command: 'cat-file', reason: `${JSON.stringify(commit)} is no commit id` });
  }
  const found = await findEntry(source, commit, path);
  if (found !== null) return found === 'absent' ? null : found;
  if (source.checkout.remote === null) throw missing(source, `commit ${commit}`);
  await source.store.fetchFolders([commit]);
  const fetched = await findEntry(source, commit, path);
  if (fetched === null) throw missing(source, `commit ${commit}`);
  return fetched === 'absent' ? null : fetched;
}

const plainMode = '100644';

/**
 * Path → id of all files at or below a path of a commit; behind its mode where a file is no plain one. Where something that is
 * no folder stands above that path, it is that.
 */
export async function listFiles(source: Source, commit: string, path: string): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  const top = await readEntry(source, commit, path);
  let level = top === null ? await findObstacle(source, commit, path) : [{ ...top, path }];
  while (level.length > 0) {
    for (const { type, path: file, mode, id } of level) {
      if (type !== 'tree') files.set(file, mode === plainMode ? id : `${mode}:${id}`);
    }
    const trees = level.filter(({ type }) => type === 'tree');
    const bodies = await readTrees(source, commit, new Set(trees.map(({ id }) => id)));
    level = trees.flatMap((tree) =>
      parseTree(bodies.get(tree.id) ?? Buffer.alloc(0), source.checkout.format).map(({ name, ...entry }) => ({
        ...entry,
        path: tree.path === '' ? name : `${tree.path}/${name}`,
      })),
    );
  }
  return files;
}

async function findObstacle(
  source: Source,
  commit: string,
  path: string,
): Promise<readonly (Entry & { readonly path: string })[]> {
  for (const folder of foldersAbove(path).slice(1)) {
    const entry = await readEntry(source, commit, folder);
    if (entry === null) return [];
    if (entry.type !== 'tree') return [{ ...entry, path: folder }];
  }
  return [];
}

async function readTrees(
  source: Source,
  commit: string,
  ids: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Buffer>> {
  const wanted = [...ids];
  const isHere = await readHere(source.store.read, wanted, 'tree');
  if (isHere.size === wanted.length) return isHere;
  if (source.checkout.remote !== null) await source.store.fetchFolders([commit]);
  const fetched = await readHere(source.store.read, wanted, 'tree');
  if (fetched.size < wanted.length) throw missing(source, `a folder of commit ${commit}`);
  return fetched;
}

async function readHere(
  read: ReadObjects,
  ids: readonly string[],
  type: 'blob' | 'tree',
): Promise<ReadonlyMap<string, Buffer>> {
  const bodies = new Map<string, Buffer>();
  for (let from = 0; from < ids.length; from += windowSize) {
    for (const object of await read(ids.slice(from, from + windowSize))) {
      if (object?.type === type) bodies.set(object.id, object.body);
    }
  }
  return bodies;
}

/** Texts by blob id; what is not here comes in one fetch. Throws `repository-unusable` for an id that nobody has. */
export async function readBlobs(source: Source, wanted: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { checkout, store } = source;
  const ids = [...new Set(wanted)].filter((id) => /^[0-9a-f]{40,64}$/.test(id));
  const here = ids.length === 0 ? new Map<string, Buffer>() : await readHere(store.read, ids, 'blob');
  const absent = ids.filter((id) => !here.has(id));
  if (absent.length > 0 && checkout.remote !== null) await store.fetchContents(absent);
  const fetched = absent.length === 0 ? new Map<string, Buffer>() : await readHere(store.read, absent, 'blob');
  const texts = new Map([...here, ...fetched].map(([id, body]) => [id, body.toString()]));
  const unknown = wanted.find((id) => !texts.has(id));
  if (unknown !== undefined) throw missing(source, `file content ${unknown}`);
  return texts;
}
