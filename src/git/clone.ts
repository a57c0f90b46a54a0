import { readFile, realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { ZendriftError } from '#errors.ts';
import type { Clock } from '#ports.ts';
import { type Checkout, readCheckout, readHeadCommit } from './checkout.ts';
import type { GitHubAccess } from './credentials.ts';
import { gitEnvironment } from './environment.ts';
import { type ObjectStore, openObjectStore } from './object-store.ts';
import { readBlobs, readEntry } from './read-objects.ts';
import { headsOf, type Listing, listLocal, listRemote } from './remote-refs.ts';

export interface CloneOptions {
  /** Anywhere inside the checkout, or a bare repository. */
  readonly directory: string;
  readonly github?: GitHubAccess | undefined;
  /** Not one byte below `.git` changes. */
  readonly dryRun: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly warn: (text: string) => void;
  /** Stops git, process group and all; its reason is what the running call rejects with. */
  readonly signal?: AbortSignal | undefined;
}

/** A branch as it was listed. Both null = there is none yet; without a branch = HEAD is detached, without a remote. */
export interface DefaultTip {
  readonly branch: string | null;
  readonly commit: string | null;
}

export interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** A clone of the data repository before it is known which branch holds the data: the configuration says that. */
export interface Clone {
  readonly options: CloneOptions;
  readonly checkout: Checkout;
  readonly store: ObjectStore;
  /** Commits that this run has fetched. */
  readonly fetched: Set<string>;
  /** The newest listing of all refs; the first one is the one connection that every run makes. */
  list(): Promise<Listing>;
  listAgain(): Promise<Listing>;
  /** The tip of the remote's default branch; without a remote, what is checked out. Throws `config-source`. */
  readDefaultTip(): Promise<DefaultTip>;
  /** The first of some files that a commit has. `alongside` = full names of refs that are needed later, fetched in one go. */
  readFirst(commit: string, paths: readonly string[], alongside?: readonly string[]): Promise<TextFile | null>;
  /** The same in the work tree, else in the checked-out commit: nothing that a run which records may go by. */
  readLocal(paths: readonly string[]): Promise<TextFile | null>;
  /** A path as it is in a commit; null for one outside of the work tree. */
  toRepositoryPath(path: string): Promise<string | null>;
  close(): Promise<void>;
}

/** Opens a clone. Throws `not-a-repository`, `repository-unusable`, `remote-unclear`. */
export async function openClone(options: CloneOptions): Promise<Clone> {
  const { environment, signal, github } = options;
  const git = { directory: resolve(options.directory), environment: gitEnvironment(environment), signal };
  const checkout = await readCheckout(git, { named: options.directory !== '.', github });
  const store = openObjectStore(checkout, options.dryRun);
  const source = { checkout, store };
  const fetched = new Set<string>();
  let listing: Promise<Listing> | null = null;

  const listAgain = (): Promise<Listing> => {
    const { git: home, remote, head } = checkout;
    listing = remote === null ? listLocal(home, head) : listRemote(home, remote);
    return listing;
  };
  const list = (): Promise<Listing> => listing ?? listAgain();

  /** Makes a commit readable; whatever else is wanted comes with it. */
  async function fetchFirst(commit: string, alongside: readonly string[]): Promise<void> {
    const [object] = await store.read([commit]);
    if (object !== null || checkout.remote === null) return;
    const { refs } = await list();
    const ids = [...new Set([commit, ...alongside.flatMap((name) => refs.get(name) ?? [])])];
    if ((await store.fetchCommits(ids)) === 'fetched') for (const id of ids) fetched.add(id);
  }

  async function readFirst(
    commit: string,
    paths: readonly string[],
    alongside: readonly string[] = [],
  ): Promise<TextFile | null> {
    await fetchFirst(commit, alongside);
    for (const path of paths) {
      const entry = await readEntry(source, commit, path);
      if (entry === null) continue;
      if (entry.type !== 'blob' || !/^100/.test(entry.mode)) throw noFile(path, commit);
      return { path, text: (await readBlobs(source, [entry.id])).get(entry.id) ?? '' };
    }
    return null;
  }

  return {
    ...{ options, checkout, store, fetched, list, listAgain, readFirst },
    async readDefaultTip() {
      const { head } = checkout;
      const found = await list();
      if (checkout.remote !== null) return toDefaultTip(checkout.remote, found);
      if (head === null) return { branch: null, commit: await readHeadCommit(checkout) };
      return { branch: head, commit: found.refs.get(`refs/heads/${head}`) ?? null };
    },
    async readLocal(paths) {
      for (const path of checkout.worktree === null ? [] : paths) {
        const text = await readFile(join(checkout.worktree ?? '', path), 'utf8').catch(() => null);
        if (text !== null) return { path, text };
      }
      const commit = await readHeadCommit(checkout);
      return commit === null ? null : readFirst(commit, paths);
    },
    async toRepositoryPath(path) {
      const inside = isAbsolute(path) ? await toInside(checkout.worktree, path) : relative('', path);
      const isOutside = inside === null || inside === '' || isAbsolute(inside) || inside.split(sep)[0] === '..';
      return isOutside ? null : inside.split(sep).join('/');
    },
    close() {
      fetched.clear();
      return store.close();
    },
  };
}

/** The system may know the same folder under two names. */
async function toInside(worktree: string | null, path: string): Promise<string | null> {
  if (worktree === null) return null;
  const folder = await realpath(dirname(path)).catch(() => dirname(path));
  return relative(worktree, join(folder, path.slice(dirname(path).length)));
}

const noFile = (path: string, commit: string): ZendriftError =>
  new ZendriftError('config-unreadable', {
    file: path,
    reason: `in commit ${commit.slice(0, 12)} it is no plain file`,
  });

/** HEAD of the remote names its default branch; the only branch of a remote is that, whatever HEAD names. */
function toDefaultTip(remote: string, listing: Listing): DefaultTip {
  const heads = headsOf(listing);
  const named = listing.head === null ? undefined : heads.get(listing.head);
  if (listing.head !== null && named !== undefined) return { branch: listing.head, commit: named };
  const [only] = heads;
  if (only === undefined) return { branch: null, commit: null };
  if (heads.size === 1) return { branch: only[0], commit: only[1] };
  const reason =
    listing.head === null
      ? `its HEAD names no branch, and it has ${heads.size} branches`
      : `its HEAD names the branch ${listing.head}, which does not exist, and it has ${heads.size} branches`;
  const hint =
    'Set the default branch of that repository (GitHub: Settings > General; elsewhere: git symbolic-ref HEAD refs/heads/BRANCH), then run again.';
  throw new ZendriftError('config-source', { remote, reason, hint });
}
