import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { readPlace } from './checkout.ts';
import { gitEnvironment } from './environment.ts';
import { withObjectBatch } from './object-batch.ts';

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
  const { git, worktree: top } = await readPlace({
    directory: resolve(directory),
    environment: gitEnvironment(environment),
    signal: undefined,
  });
  const inWorktree = (path: string): Promise<string | null> =>
    top === null ? Promise.resolve(null) : readFile(join(top, path), 'utf8').catch(() => null);
  const committed = await withObjectBatch(git, (read) => read(paths.map((path) => `HEAD:${path}`)));
  for (const [index, path] of paths.entries()) {
    const object = committed[index];
    if (object?.type !== 'blob') continue;
    const text = object.body.toString();
    const present = await inWorktree(path);
    const edited = present !== null && present.replaceAll('\r\n', '\n') !== text.replaceAll('\r\n', '\n');
    return { path, text, from: edited ? 'edited' : 'commit' };
  }
  for (const path of paths) {
    const text = await inWorktree(path);
    if (text !== null) return { path, text, from: 'uncommitted' };
  }
  return null;
}
