import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Checkout, objectsOf, remoteOf } from './checkout.ts';
import { type ObjectBatch, openObjectBatch, type ReadObjects } from './object-batch.ts';
import { type Fetched, fetchIds, fetchRefs } from './remote-refs.ts';
import { borrowObjects, openScratch, type Scratch } from './scratch.ts';
import type { Git } from './spawn-git.ts';

/** Where objects are fetched to, read from and written to. */
export interface ObjectStore {
  /** Git in the repository that new objects go to: the user's, or in a dry run one that borrows from it. */
  open(): Promise<Git>;
  /** Reads what is here or was fetched beside it; never fetches by itself. One process serves a whole run. */
  readonly read: ReadObjects;
  /** Brings commits of the remote to where new objects go, as far back as the clone reaches. */
  fetchCommits(ids: readonly string[]): Promise<Fetched>;
  /** Brings commits of the remote with their folders, but without the contents of files. */
  fetchFolders(commits: readonly string[]): Promise<void>;
  /** Brings the contents of files. */
  fetchContents(blobs: readonly string[]): Promise<void>;
  /** A repository of its own that borrows nothing, for commits and folders of whole histories. */
  openHistory(): Promise<HistoryStore>;
  /** Removes everything that was kept beside the repository; what is asked for later begins anew. */
  close(): Promise<void>;
}

export interface HistoryStore {
  readonly scratch: Scratch;
  /** Commit → how many steps behind it were fetched. */
  readonly reached: Map<string, number>;
}

// Whoever says what is here is sent the rest; but a partial clone has less than its commits promise.
const sayNothing = ['-c', 'fetch.negotiationAlgorithm=noop'];

/** What git takes for "as deep as it goes", also in a repository that is cut off. */
export const deepest = 2 ** 31 - 1;

/** Where history is cut off in the repository that holds the objects. */
export async function readShallow(directory: string): Promise<string> {
  return readFile(join(directory, 'shallow'), 'utf8').catch(() => '');
}

/**
 * Nothing but a run that records adds to the user's clone, and that neither more nor less of a kind than it has: a dry run
 * changes no byte below `.git`, a full clone stays full, and what an old commit needs is fetched beside it. A partial clone is
 * read from beside as well, where git does not fetch each missing object by itself.
 */
export function openObjectStore(checkout: Checkout, dryRun: boolean): ObjectStore {
  const { isPartial, isShallow } = checkout;
  let beside: Promise<Scratch> | null = null;
  let history: Promise<HistoryStore> | null = null;
  let batch: Promise<ObjectBatch> | null = null;
  let everything: Promise<void> | null = null;
  let reads: 'here' | 'beside' = dryRun || isPartial ? 'beside' : 'here';

  async function openBorrowing(): Promise<Scratch> {
    const scratch = await openScratch(checkout);
    await borrowObjects(scratch, objectsOf(checkout), isShallow ? await readShallow(checkout.commonDirectory) : null);
    return scratch;
  }
  const openBeside = (): Promise<Scratch> => {
    beside ??= openBorrowing();
    return beside;
  };
  const closeBatch = async (): Promise<void> => {
    const reader = batch;
    batch = null;
    await reader?.then(
      (open) => open.close(),
      () => {},
    );
  };
  const readBeside = async (): Promise<void> => {
    if (reads === 'beside') return;
    reads = 'beside';
    await closeBatch();
  };
  const fetchFiltered = async (scratch: Scratch, ids: readonly string[]): Promise<Fetched> => {
    try {
      const options = ['--depth=1', '--filter=blob:none'];
      return await fetchIds(scratch.git, remoteOf(checkout), ids, options, sayNothing);
    } finally {
      await scratch.forgetFilter();
    }
  };
  /** What the remote does not give by id it may give by the name of a ref: all of it, once. */
  const orEverything = async (scratch: Scratch, fetching: Promise<Fetched>): Promise<void> => {
    if ((await fetching) === 'fetched') return;
    const depth = isShallow ? [`--depth=${deepest}`] : [];
    everything ??= fetchRefs(scratch.git, remoteOf(checkout), '+refs/*:refs/scratch/*', depth);
    await everything;
  };

  return {
    async open() {
      return dryRun ? (await openBeside()).git : checkout.git;
    },
    async read(names) {
      batch ??= (reads === 'here' ? Promise.resolve(checkout.git) : openBeside().then(({ git }) => git)).then(
        openObjectBatch,
      );
      const reader = batch;
      try {
        return await (await reader).read(names);
      } catch (thrown) {
        // Its process is gone: whoever asks next may be luckier with another.
        if (batch === reader) batch = null;
        throw thrown;
      }
    },
    async fetchCommits(ids) {
      if (dryRun && isPartial) return fetchFiltered(await openBeside(), ids);
      const git = dryRun ? (await openBeside()).git : checkout.git;
      return fetchIds(git, remoteOf(checkout), ids, isShallow ? ['--depth=1'] : []);
    },
    async fetchFolders(commits) {
      const scratch = await openBeside();
      await orEverything(scratch, fetchFiltered(scratch, commits));
      await readBeside();
    },
    async fetchContents(blobs) {
      const scratch = await openBeside();
      await orEverything(scratch, fetchIds(scratch.git, remoteOf(checkout), blobs, [], sayNothing));
      await readBeside();
    },
    openHistory() {
      history ??= openScratch(checkout).then((scratch) => ({ scratch, reached: new Map() }));
      return history;
    },
    async close() {
      await closeBatch();
      const opened = [beside, history?.then(({ scratch }) => scratch)];
      beside = null;
      history = null;
      everything = null;
      for (const scratch of opened) await (await scratch)?.remove();
    },
  };
}
