import { ZendriftError } from '#errors.ts';
import type { Repository } from '#ports.ts';
import { checkObjects } from './check-objects.ts';
import type { Signers } from './check-signatures.ts';
import { type Clone, type CloneOptions, openClone } from './clone.ts';
import { fastForward } from './fast-forward.ts';
import { type FetchedTip, fetchTip, type TipRequest } from './fetch-tip.ts';
import { listFileVersions } from './file-versions.ts';
import { findRecord } from './find-record.ts';
import { type HistorySource, isInHistory, readHistory } from './history-source.ts';
import { blobIdOf, nullId } from './object-id.ts';
import { parseCommit } from './parse-commit.ts';
import { pushLocally } from './push-local.ts';
import { pushToRemote } from './push-remote.ts';
import { listFiles, readBlobs, readCommitObject, readEntry } from './read-objects.ts';
import { readRefNames } from './ref-names.ts';
import { headsOf } from './remote-refs.ts';
import { runGit } from './run-git.ts';
import { type Signing, signCommits } from './sign-commits.ts';
import type { Git } from './spawn-git.ts';
import { openTrust } from './trust.ts';
import { openWorkRef } from './work-ref.ts';
import { writeImport } from './write-commits.ts';

export interface BranchOptions {
  /** Data branch; else the default branch of the remote, and without one the branch that is checked out. */
  readonly branch?: string | undefined;
  /** `refs/zendrift/acme` */
  readonly stateRef: string;
  /** Null or left out = commits are not signed. */
  readonly signing?: Signing | null;
  /** Null or left out = signatures mean nothing. */
  readonly signers?: Signers | null;
}

export type RepositoryOptions = CloneOptions & BranchOptions;

/**
 * Opens the repository that holds the data. Throws `not-a-repository`, `repository-unusable`, `remote-unclear`,
 * `remote-unreachable`, `remote-refused`, `config-source`, and `settings-invalid` for names.
 */
export const openRepository = async (options: RepositoryOptions): Promise<Repository> =>
  openBranch(await openClone(options), options);

/** Opens a branch of a clone; several may be open at once. Throws as `openRepository`. */
export async function openBranch(clone: Clone, branchOptions: BranchOptions): Promise<Repository> {
  const { checkout, store, options } = clone;
  const listing = await clone.list();
  const home = await clone.readDefaultTip();
  // The first branch of an empty remote is the one that a clone of it begins with.
  const chosen = branchOptions.branch || home.branch || listing.head || checkout.head || 'main';
  const { stateRef } = branchOptions;
  const names = await readRefNames(checkout.git, checkout.remote, chosen.replace(/^refs\/heads\//, ''), stateRef);
  const source: HistorySource = { checkout, store, branchRef: names.branchRef };
  const runRef = () => `refs/zendrift-run/${Math.floor(options.random() * 2 ** 48).toString(16)}`;
  let verified: string | null = null;

  const { signing = null } = branchOptions;
  const trust = openTrust(checkout.format, branchOptions.signers ?? null);
  let branchTip: string | null = null;
  let trackingTip: string | null = null;
  const signed = async (git: Git, ids: readonly string[]): Promise<readonly string[]> =>
    signing === null ? ids : signCommits(git, checkout.format, ids, signing);

  const refuseInDryRun = (command: string) => {
    if (options.dryRun) throw new ZendriftError('git-failed', { command, reason: 'a dry run moves no ref' });
  };

  // What was listed to open the clone is new enough for the first look.
  let isListed = true;
  let newest = listing;
  async function fetchFor(purpose: TipRequest['purpose']): Promise<FetchedTip> {
    const list = async () => {
      const wasListed = isListed;
      isListed = false;
      newest = await (wasListed ? clone.list() : clone.listAgain());
      return newest;
    };
    return fetchTip({ source, names, dryRun: options.dryRun, purpose, list, fetched: clone.fetched });
  }

  const repository: Repository = {
    directory: checkout.git.directory,
    branch: names.branch,
    stateRef: names.stateRef,
    remote: checkout.remote,
    defaultBranch: home.branch,
    listHeads: () => headsOf(newest),
    blobId: (text) => blobIdOf(checkout.format, text),

    async fetchTip() {
      const fetched = await fetchFor('record');
      verified = fetched.local;
      branchTip = fetched.tip.branch;
      trackingTip = fetched.tracking;
      return fetched.tip;
    },

    async inspectTip() {
      const { tip, known } = await fetchFor('inspect');
      branchTip = tip.branch;
      return { tip, known };
    },

    async fetchCommits(ids) {
      const here = await store.read(ids.map((id) => `${id}:`));
      const missing = ids.filter((_, index) => here[index]?.type !== 'tree');
      if (missing.length === 0) return;
      if (checkout.remote !== null && (await store.fetchCommits(missing)) === 'fetched') return;
      const reason = `commit ${missing.join(', ')} is missing${checkout.remote === null ? '' : ' here and at the remote'}`;
      throw new ZendriftError('repository-unusable', { directory: checkout.git.directory, reason });
    },

    checkObjects: () => checkObjects(checkout.git),

    listTree: (commit, path) => listFiles(source, commit, path),

    async readTreeId(commit, path) {
      const entry = await readEntry(source, commit, path);
      return entry?.type === 'tree' ? entry.id : null;
    },

    readBlobs: (ids) => readBlobs(source, ids),

    async readFile(commit, path) {
      const entry = await readEntry(source, commit, path);
      if (entry?.type !== 'blob') return null;
      return (await repository.readBlobs([entry.id])).get(entry.id) ?? null;
    },

    async *readHistory(commit, { after } = {}) {
      const tip = branchTip;
      if (tip !== null && tip !== commit) {
        await trust.learn(commit, () => readHistory(source, tip, undefined, trust.of));
      }
      yield* readHistory(source, commit, after, trust.of);
    },

    async readCommit(id) {
      const found = await readCommitObject(source, id);
      return found === null ? null : parseCommit(id, found.body);
    },

    isAncestor: (old, young) => isInHistory(source, old, young),

    listFileVersions: async (paths) => (home.commit === null ? [] : listFileVersions(source, home.commit, paths)),

    async findRecord(own) {
      const others = [...headsOf(newest)].filter(([name]) => name !== names.branch);
      return findRecord(source, new Map(others), own);
    },

    async isTrusted(commit) {
      return trust.isSigned({ git: await store.open(), ids: [commit] });
    },

    async writeCommits(parent, commits, own) {
      const plan = { ref: runRef(), parent, nullId: nullId(checkout.format), commits, tree: 'changed' } as const;
      const git = await store.open();
      const ids = commits.length === 0 ? [] : await signed(git, await writeImport(git, plan));
      const head = ids.at(-1) ?? parent;
      return { ids, tree: head === null ? null : await repository.readTreeId(head, own) };
    },

    async writeStateCommit(parent, commit, files) {
      const changes = [...files].map(([path, text]) => ({ path, text }));
      const plan = { ref: runRef(), parent, nullId: nullId(checkout.format), tree: 'exact' } as const;
      const git = await store.open();
      const [id] = await signed(git, await writeImport(git, { ...plan, commits: [{ ...commit, files: changes }] }));
      if (id === undefined) throw new ZendriftError('git-failed', { command: 'fast-import', reason: 'no commit' });
      return id;
    },

    async push(head, state, expected) {
      refuseInDryRun('push');
      const { git, format } = checkout;
      if (checkout.remote === null) return pushLocally(git, names, format, head, state, expected);
      const target = { git, remote: checkout.remote, names, isTracked: trackingTip !== null, keep: keepPushed };
      return pushToRemote(target, options.clock, head, state, expected);
    },

    openWorkRef: (name) =>
      openWorkRef({
        ...{ checkout, name: `${names.stateRef}+${name}` },
        list: () => clone.listAgain(),
        fetchCommits: (ids) => repository.fetchCommits(ids),
      }),

    async fastForward(head, own) {
      refuseInDryRun('fast-forward');
      return fastForward(checkout, names, head, own, verified);
    },

    close: () => clone.close(),
  };

  /** What the remote now has, under the names this repository knows it by: a push whose answer was lost left them. */
  async function keepPushed(head: string | null, state: string): Promise<void> {
    const { trackingRef } = names;
    const moved =
      head !== null && trackingTip !== null && trackingRef !== null ? [`update ${trackingRef} ${head}\n`] : [];
    const lines = [`update ${names.stateRef} ${state}\n`, ...moved];
    const kept = await runGit(checkout.git, ['update-ref', '-m', 'zendrift: push', '--stdin'], lines.join(''));
    if (kept.exitCode !== 0) options.warn(`The local copy of the state ref could not be updated: ${names.stateRef}`);
  }

  return repository;
}
