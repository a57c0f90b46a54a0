import { resolve } from 'node:path';
import { ZendriftError } from '#errors.ts';
import type { Clock, Repository } from '#ports.ts';
import { checkObjects } from './check-objects.ts';
import type { Signers } from './check-signatures.ts';
import { type Checkout, readCheckout } from './checkout.ts';
import { type GitHubAccess, readCredentials } from './credentials.ts';
import { gitEnvironment, withConfig } from './environment.ts';
import { fastForward } from './fast-forward.ts';
import { fetchTip } from './fetch-tip.ts';
import { readHistory } from './history-source.ts';
import { blobIdOf, nullId } from './object-id.ts';
import { openObjectStore } from './object-store.ts';
import { pushLocally } from './push-local.ts';
import { pushToRemote } from './push-remote.ts';
import { listFiles, readBlobs, readEntry } from './read-objects.ts';
import { readRefNames } from './ref-names.ts';
import { runGit } from './run-git.ts';
import { type Signing, signCommits } from './sign-commits.ts';
import type { Git } from './spawn-git.ts';
import { openTrust } from './trust.ts';
import { writeImport } from './write-commits.ts';

export interface RepositoryOptions {
  /** Anywhere inside the checkout, or a bare repository. */
  readonly directory: string;
  /** Data branch; else the branch of the checkout, `environmentBranch`, `main`. */
  readonly branch?: string | undefined;
  /** `refs/zendrift/acme` */
  readonly stateRef: string;
  /** `GITHUB_REF_NAME` */
  readonly environmentBranch?: string | undefined;
  readonly github?: GitHubAccess | undefined;
  readonly dryRun: boolean;
  /** Null or left out = commits are not signed. */
  readonly signing?: Signing | null;
  /** Null or left out = signatures mean nothing. */
  readonly signers?: Signers | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly warn: (text: string) => void;
  /** Stops git, process group and all; its reason is what the running call rejects with. */
  readonly signal?: AbortSignal | undefined;
}

async function openCheckout(options: RepositoryOptions): Promise<Checkout> {
  const git: Git = {
    directory: resolve(options.directory),
    environment: gitEnvironment(options.environment),
    signal: options.signal,
  };
  const checkout = await readCheckout(git);
  if (checkout.remote === null) return checkout;
  const entries = await readCredentials(checkout.git, checkout.remoteUrl, options.github);
  const environment = entries.length === 0 ? git.environment : withConfig(git.environment, entries);
  return { ...checkout, git: { ...checkout.git, environment } };
}

/**
 * Opens the repository that holds the data. Throws `not-a-repository`, `repository-unusable`, `settings-invalid` (names);
 * its methods also `git-failed`, `remote-unreachable`, `remote-refused`, `branch-diverged`, `push-refused`.
 */
export async function openRepository(options: RepositoryOptions): Promise<Repository> {
  const checkout = await openCheckout(options);
  const chosen = options.branch || checkout.head || options.environmentBranch || 'main';
  const names = await readRefNames(checkout.git, chosen.replace(/^refs\/heads\//, ''), options.stateRef);
  const store = openObjectStore(checkout, options.dryRun);
  const runRef = () => `refs/zendrift-run/${Math.floor(options.random() * 2 ** 48).toString(16)}`;
  let verified: string | null = null;

  const { signing = null } = options;
  const trust = openTrust(checkout.format, options.signers ?? null);
  let branchTip: string | null = null;
  let trackingTip: string | null = null;
  const signed = async (git: Git, ids: readonly string[]): Promise<readonly string[]> =>
    signing === null ? ids : signCommits(git, checkout.format, ids, signing);

  const refuseInDryRun = (command: string) => {
    if (options.dryRun) throw new ZendriftError('git-failed', { command, reason: 'a dry run moves no ref' });
  };

  const repository: Repository = {
    directory: checkout.git.directory,
    branch: names.branch,
    remote: checkout.remote,
    blobId: (text) => blobIdOf(checkout.format, text),

    async fetchTip() {
      const fetched = await fetchTip(checkout, store, names, options.dryRun);
      verified = fetched.local;
      branchTip = fetched.tip.branch;
      trackingTip = fetched.tracking;
      return fetched.tip;
    },

    async inspectTip() {
      const { tip, known } = await fetchTip(checkout, store, names, options.dryRun, 'accept');
      branchTip = tip.branch;
      return { tip, known };
    },

    checkObjects: () => checkObjects(checkout.git),

    listTree: (commit, path) => listFiles(checkout, store.read, commit, path),

    async readTreeId(commit, path) {
      const entry = await readEntry(checkout, store.read, commit, path);
      return entry?.type === 'tree' ? entry.id : null;
    },

    readBlobs: (ids) => readBlobs(checkout, store.read, ids),

    async readFile(commit, path) {
      const entry = await readEntry(checkout, store.read, commit, path);
      if (entry?.type !== 'blob') return null;
      return (await repository.readBlobs([entry.id])).get(entry.id) ?? null;
    },

    async *readHistory(commit) {
      const git = await store.open();
      const read = (from: string) => readHistory(checkout, git, names, from, trust.of);
      const tip = branchTip;
      if (tip !== null && tip !== commit) await trust.learn(commit, () => read(tip));
      yield* read(commit);
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
      const result = await pushToRemote(git, names, options.clock, head, state, expected);
      if (result.type === 'pushed') await keepPushed(head, state);
      return result;
    },

    async fastForward(head, own) {
      refuseInDryRun('fast-forward');
      return fastForward(checkout, names, head, own, verified);
    },

    close: () => store.close(),
  };

  /** What the remote now has, under the names this repository knows it by. A lost answer left that to us. */
  async function keepPushed(head: string | null, state: string): Promise<void> {
    // Git moves its own name for the remote's branch with a push that it saw succeed; not every clone has one.
    const moved = head !== null && trackingTip !== null ? [`update ${names.trackingRef} ${head}\n`] : [];
    const lines = [`update ${names.stateRef} ${state}\n`, ...moved];
    const kept = await runGit(checkout.git, ['update-ref', '-m', 'zendrift: push', '--stdin'], lines.join(''));
    if (kept.exitCode !== 0) options.warn(`The state ref could not be kept here: ${names.stateRef}`);
  }

  return repository;
}
