import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommitRecord, Trust } from '#drift/commit-record.ts';
import { ZendriftError } from '#errors.ts';
import type { Part } from './check-signatures.ts';
import type { Checkout } from './checkout.ts';
import { remoteFailure } from './git-failure.ts';
import { parseIds } from './parse-commit.ts';
import { readCommits } from './read-history.ts';
import type { RefNames } from './ref-names.ts';
import { fetchIds } from './remote-refs.ts';
import { readGit } from './run-git.ts';
import { openScratch } from './scratch.ts';
import { type Git, runGitGroup } from './spawn-git.ts';

const oldestFirst = ['rev-list', '--topo-order', '--reverse'];

/** Where history is cut off in the repository that holds the objects. */
async function readCuts(git: Git): Promise<readonly string[]> {
  const path = (await readGit(git, ['rev-parse', '--git-path', 'shallow'])).replace(/\n$/, '');
  return parseIds(await readFile(join(path.startsWith('/') ? '' : git.directory, path), 'utf8').catch(() => ''));
}

/** Brings whole history without file contents. Servers of the old protocol give a commit only by the name of a ref. */
async function fetchWhole(git: Git, ids: readonly string[], names: RefNames): Promise<void> {
  const lean = ['--filter=blob:none'];
  const byId = await fetchIds(git, ids, lean).catch(() => 'moved' as const);
  if (byId === 'fetched') return;
  const args = ['fetch', '--quiet', '--no-tags', ...lean, 'origin', `+${names.branchRef}:refs/scratch/branch`];
  const result = await runGitGroup(git, args);
  if (result.exitCode !== 0) throw remoteFailure('origin', result.stderr);
}

/** What signatures are worth is known only of all commits together: one speaks for others. Null = nobody asks. */
export type ReadTrust = (parts: readonly Part[]) => Promise<ReadonlyMap<string, Trust> | null>;

async function* readParts(parts: readonly Part[], readTrust: ReadTrust): AsyncGenerator<CommitRecord> {
  const trusts = await readTrust(parts);
  for (const { git, ids } of parts) {
    for await (const record of readCommits(git, ids)) {
      yield trusts === null ? record : { ...record, trust: trusts.get(record.id) ?? 'unsigned' };
    }
  }
}

/**
 * All ancestors of a commit, oldest first. Where the checkout is shallow, what lies behind the cut is read in a
 * throw-away repository: deepening the user's own clone is not ours to do. Removed also when the reader stops early.
 */
export async function* readHistory(
  checkout: Checkout,
  git: Git,
  names: RefNames,
  commit: string,
  readTrust: ReadTrust = async () => null,
): AsyncGenerator<CommitRecord> {
  const here = parseIds(await readGit(git, [...oldestFirst, commit]));
  const cut = new Set(await readCuts(git));
  const open = here.filter((id) => cut.has(id));
  if (open.length === 0) {
    yield* readParts([{ git, ids: here }], readTrust);
    return;
  }
  if (checkout.remote === null) {
    const reason = 'it is a shallow clone without a remote "origin", so its history cannot be read';
    throw new ZendriftError('repository-unusable', { directory: checkout.git.directory, reason });
  }
  const scratch = await openScratch(checkout.git, checkout.format);
  try {
    await fetchWhole(scratch.git, open, names);
    const behind = parseIds(await readGit(scratch.git, [...oldestFirst, '--stdin'], `${open.join('\n')}\n`));
    const seen = new Set(behind);
    const rest = here.filter((id) => !seen.has(id));
    const parts = [
      { git: scratch.git, ids: behind },
      { git, ids: rest },
    ];
    yield* readParts(parts, readTrust);
  } finally {
    await scratch.remove();
  }
}
