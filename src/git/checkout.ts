import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ZendriftError } from '#errors.ts';
import { gitFailure } from './git-failure.ts';
import type { ObjectFormat } from './object-id.ts';
import { readGit, runGit } from './run-git.ts';
import type { Git } from './spawn-git.ts';

/** What stands in the directory that a user named: facts that do not change during a run. */
export interface Checkout {
  readonly git: Git;
  /** Top of the work tree; null in a bare repository. */
  readonly worktree: string | null;
  /** Shared git directory, also of a linked work tree. */
  readonly commonDirectory: string;
  readonly isShallow: boolean;
  readonly format: ObjectFormat;
  readonly remote: 'origin' | null;
  /** Branch that HEAD names, also when unborn; null when detached. */
  readonly head: string | null;
}

const facts = ['--is-inside-work-tree', '--is-shallow-repository', '--show-object-format', '--git-common-dir'];

/** Reads what the directory is. Throws `not-a-repository`, `repository-unusable`. */
export async function readCheckout(git: Git): Promise<Checkout> {
  const isDirectory = await stat(git.directory).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
  if (!isDirectory) throw new ZendriftError('not-a-repository', { directory: git.directory });
  const args = ['rev-parse', '--path-format=absolute', ...facts];
  const result = await runGit(git, args);
  if (result.exitCode !== 0) throw gitFailure(git.directory, args, result);
  const [inside, shallow, format, common] = result.stdout.split('\n');
  if (common === undefined || (format !== 'sha1' && format !== 'sha256')) {
    const reason = 'git 2.31 or newer is needed';
    throw new ZendriftError('repository-unusable', { directory: git.directory, reason });
  }
  const worktree = inside === 'true' ? (await readGit(git, ['rev-parse', '--show-toplevel'])).replace(/\n$/, '') : null;
  const home: Git = { ...git, directory: worktree ?? git.directory };
  const head = await runGit(home, ['symbolic-ref', '-q', 'HEAD']);
  const origin = await runGit(home, ['config', '--get', 'remote.origin.url']);
  return {
    git: home,
    worktree,
    commonDirectory: common,
    isShallow: shallow === 'true',
    format,
    remote: origin.exitCode === 0 ? 'origin' : null,
    head: head.exitCode === 0 ? head.stdout.trim().replace(/^refs\/heads\//, '') : null,
  };
}

export const objectsOf = (checkout: Checkout): string => join(checkout.commonDirectory, 'objects');
