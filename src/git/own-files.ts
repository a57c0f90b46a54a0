import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readGit } from './run-git.ts';
import type { Git } from './spawn-git.ts';

// The files that zendrift writes below `snapshots/<account>` (CONTRACT section 3). Anything else there is somebody's.
const ownFile = /^(?:names\.json|[a-z]+\/(?:order\.json|README\.md|[0-9A-Za-z]{1,40}\.json))$/;

/**
 * Brings what a killed run left below `own` (changed, half-written or staged files, new files of ours) back to a commit.
 * Untracked files that are not ours stay. `commit` null = the branch is unborn.
 */
export async function resetOwnFiles(git: Git, own: string, commit: string | null): Promise<void> {
  const args = ['status', '--porcelain=v1', '-z', '--untracked-files=all', '--no-renames', '--ignored=no', '--', own];
  const entries = (await readGit(git, args)).split('\0').filter((entry) => entry !== '');
  if (entries.some((entry) => !entry.startsWith('?? '))) {
    if (commit === null) await readGit(git, ['rm', '-r', '-f', '-q', '--ignore-unmatch', '--', own]);
    else await readGit(git, ['restore', `--source=${commit}`, '--staged', '--worktree', '--', own]);
  }
  const left = entries
    .filter((entry) => entry.startsWith('?? '))
    .map((entry) => entry.slice(3))
    .filter((path) => path.startsWith(`${own}/`) && ownFile.test(path.slice(own.length + 1)));
  for (const path of left) await rm(join(git.directory, path), { force: true });
}
