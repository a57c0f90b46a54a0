import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { readCheckout } from './checkout.ts';
import { gitEnvironment } from './environment.ts';
import { runGit } from './run-git.ts';

export interface CheckedOutFile {
  readonly path: string;
  readonly text: string;
  /** `commit` = as committed; `edited` = as committed, and edited since; `uncommitted` = in the work tree alone. */
  readonly from: 'commit' | 'edited' | 'uncommitted';
}

/**
 * The first of some files that the checked-out commit has; failing that, the first that stands in the work tree, which is
 * how a new configuration begins. Null where there is none. Throws `not-a-repository`, `repository-unusable`.
 */
export async function readCheckedOutFile(
  directory: string,
  paths: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<CheckedOutFile | null> {
  const checkout = await readCheckout({
    directory: resolve(directory),
    environment: gitEnvironment(environment),
    signal: undefined,
  });
  const top = checkout.worktree;
  const inWorktree = (path: string): Promise<string | null> =>
    top === null ? Promise.resolve(null) : readFile(join(top, path), 'utf8').catch(() => null);
  for (const path of paths) {
    const { exitCode, stdout } = await runGit(checkout.git, ['cat-file', 'blob', `HEAD:${path}`]);
    if (exitCode !== 0) continue;
    const present = await inWorktree(path);
    const edited = present !== null && present.replaceAll('\r\n', '\n') !== stdout.replaceAll('\r\n', '\n');
    return { path, text: stdout, from: edited ? 'edited' : 'commit' };
  }
  for (const path of paths) {
    const text = await inWorktree(path);
    if (text !== null) return { path, text, from: 'uncommitted' };
  }
  return null;
}
