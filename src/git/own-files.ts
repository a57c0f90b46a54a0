import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readGit } from './run-git.ts';
import type { Git } from './spawn-git.ts';

// The files that zendrift writes below `snapshots/<account>` (docs/format.md, Files). Any other file is another person's.
const ownFile = /^(?:names\.json|[a-z-]+\/(?:README\.md|[0-9A-Za-z_][0-9A-Za-z_-]{0,63}\.json))$/;

/** What git says of the checkout and of the files below `own`. */
export interface Status {
  /** Commit of HEAD; null = its branch is unborn. */
  readonly commit: string | null;
  /** Branch of HEAD; null when detached. */
  readonly branch: string | null;
  /** Some files of the index or the work tree differ from the commit. */
  readonly isChanged: boolean;
  readonly untracked: readonly string[];
}

/** Reads where the checkout stands, and what a killed run may have left below `own`. */
export async function readStatus(git: Git, own: string): Promise<Status> {
  const form = ['--porcelain=v2', '--branch', '--no-ahead-behind', '-z'];
  // Without a word about submodules, git would read `.gitmodules`, and end at one that is broken.
  const extent = ['--untracked-files=all', '--no-renames', '--ignored=no', '--ignore-submodules=dirty', '--', own];
  const entries = (await readGit(git, ['status', ...form, ...extent])).split('\0').filter((entry) => entry !== '');
  const header = (name: string) =>
    entries.find((entry) => entry.startsWith(`# ${name} `))?.slice(`# ${name} `.length) ?? '';
  const [oid, head] = [header('branch.oid'), header('branch.head')];
  return {
    commit: oid === '(initial)' ? null : oid,
    branch: head === '(detached)' ? null : head,
    isChanged: entries.some((entry) => !/^[#?] /.test(entry)),
    untracked: entries.filter((entry) => entry.startsWith('? ')).map((entry) => entry.slice(2)),
  };
}

/**
 * Brings what a killed run left below `own` (changed, half-written or staged files, new files of ours) back to the commit.
 * Untracked files that are not ours stay.
 */
export async function resetOwnFiles(git: Git, own: string, { commit, isChanged, untracked }: Status): Promise<void> {
  if (isChanged) {
    if (commit === null) await readGit(git, ['rm', '-r', '-f', '-q', '--ignore-unmatch', '--', own]);
    else await readGit(git, ['restore', `--source=${commit}`, '--staged', '--worktree', '--', own]);
  }
  const left = untracked.filter((path) => path.startsWith(`${own}/`) && ownFile.test(path.slice(own.length + 1)));
  for (const path of left) await rm(join(git.directory, path), { force: true });
}
