import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ZendriftError } from '#errors.ts';
import { gitFailure } from './git-failure.ts';
import type { ObjectFormat } from './object-id.ts';
import { runGit } from './run-git.ts';
import type { Git } from './spawn-git.ts';

/** Where a directory belongs to: facts that do not change during a run. */
export interface Place {
  readonly git: Git;
  /** Top of the work tree; null in a bare repository. */
  readonly worktree: string | null;
  /** Git directory of this work tree: what stands here and nowhere else, such as an unfinished merge. */
  readonly gitDirectory: string;
  /** Shared git directory, also of a linked work tree. */
  readonly commonDirectory: string;
  readonly isShallow: boolean;
  readonly format: ObjectFormat;
}

export interface Checkout extends Place {
  readonly remote: 'origin' | null;
  /** Where `origin` is, with `insteadOf` applied; it may hold a password. */
  readonly remoteUrl: string;
  /** Branch that HEAD names, also when unborn; null when detached. */
  readonly head: string | null;
}

const facts = [
  '--is-inside-work-tree',
  '--is-shallow-repository',
  '--show-object-format',
  '--git-dir',
  '--git-common-dir',
  '--show-toplevel',
];

/** Reads what the directory is. Throws `not-a-repository`, `repository-unusable`. */
export async function readPlace(git: Git): Promise<Place> {
  const isDirectory = await stat(git.directory).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
  if (!isDirectory) throw new ZendriftError('not-a-repository', { directory: git.directory });
  const args = ['rev-parse', '--path-format=absolute', ...facts];
  const result = await runGit(git, args);
  const [inside, shallow, format, gitDirectory = '', common, top] = result.stdout.split('\n');
  // Outside a work tree the last question fails, after the others were answered.
  if (result.exitCode !== 0 && inside !== 'false') throw gitFailure(git.directory, args, result);
  if (common === undefined || (format !== 'sha1' && format !== 'sha256')) {
    const reason = 'git 2.31 or newer is needed';
    throw new ZendriftError('repository-unusable', { directory: git.directory, reason });
  }
  const worktree = inside === 'true' && top !== undefined ? top : null;
  return {
    git: { ...git, directory: worktree ?? git.directory },
    worktree,
    gitDirectory,
    commonDirectory: common,
    isShallow: shallow === 'true',
    format,
  };
}

/** Reads what the directory is, and what it is connected to. Throws `not-a-repository`, `repository-unusable`. */
export async function readCheckout(git: Git): Promise<Checkout> {
  const place = await readPlace(git);
  const head = await runGit(place.git, ['symbolic-ref', '-q', 'HEAD']);
  const origin = await runGit(place.git, ['remote', 'get-url', 'origin']);
  const remoteUrl = origin.stdout.trim();
  return {
    ...place,
    // A remote with settings but without a URL is answered with its own name.
    remote: origin.exitCode === 0 && remoteUrl !== 'origin' ? 'origin' : null,
    remoteUrl,
    head: head.exitCode === 0 ? head.stdout.trim().replace(/^refs\/heads\//, '') : null,
  };
}

export const objectsOf = (checkout: Place): string => join(checkout.commonDirectory, 'objects');
