import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ZendriftError } from '#errors.ts';
import { type GitHubAccess, toCredentials } from './credentials.ts';
import { type ConfigEntry, type Environment, withConfig } from './environment.ts';
import { gitFailure } from './git-failure.ts';
import type { ObjectFormat } from './object-id.ts';
import { readGitConfig } from './read-config.ts';
import { chooseRemote } from './remote-choice.ts';
import { runGit } from './run-git.ts';
import type { Git, GitResult } from './spawn-git.ts';

/** What the directory belongs to and is connected to: facts that do not change during a run. */
export interface Checkout {
  /** Carries the credentials for the remote. */
  readonly git: Git;
  /** Top of the work tree; null in a bare repository. */
  readonly worktree: string | null;
  /** Git directory of this work tree: what stands here and nowhere else, such as an unfinished merge. */
  readonly gitDirectory: string;
  /** Shared git directory, also of a linked work tree. */
  readonly commonDirectory: string;
  readonly isShallow: boolean;
  /** Without some contents or folders, which git fetches one by one when they are read. */
  readonly isPartial: boolean;
  readonly format: ObjectFormat;
  readonly remote: string | null;
  /** Branch that HEAD names, also when unborn; null when detached. */
  readonly head: string | null;
  /** Commit that was checked out when this was read; null while there is none, and in a bare repository. */
  readonly headCommit: string | null;
  readonly config: readonly ConfigEntry[];
}

/** `headName` = full name of what HEAD names, `HEAD` itself when detached; null where git did not come to say it. */
type Place = Omit<Checkout, 'isPartial' | 'remote' | 'head' | 'config'> & { readonly headName: string | null };

const facts = [
  '--is-inside-work-tree',
  '--is-shallow-repository',
  '--show-object-format',
  '--git-dir',
  '--git-common-dir',
  '--show-toplevel',
  'HEAD^{commit}',
  '--symbolic-full-name',
  'HEAD',
];

const factArgs = ['rev-parse', '--path-format=absolute', ...facts];

/** Git in a bare repository that is named, not found: then `safe.bareRepository=explicit` allows it. */
export const inBare = (git: Git, directory: string): Git => ({
  ...git,
  directory,
  environment: { ...git.environment, GIT_DIR: directory } satisfies Environment,
});

/** Reads what the directory is. `named` = a person named it, so that it may be a bare repository whatever git is configured to do. */
async function readPlace(git: Git, named: boolean): Promise<Place> {
  const isDirectory = await stat(git.directory).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
  if (!isDirectory) throw new ZendriftError('not-a-repository', { directory: git.directory });
  const result = await runGit(git, factArgs);
  if (!named || result.exitCode === 0 || !/safe\.bareRepository/.test(result.stderr)) return toPlace(git, result);
  const bare = inBare(git, git.directory);
  return toPlace(bare, await runGit(bare, factArgs));
}

function toPlace(git: Git, result: GitResult): Place {
  const [inside, shallow, format, gitDirectory = '', common, top, commit = '', headName] = result.stdout.split('\n');
  // Git stops at the first question without an answer: the top outside of a work tree, HEAD before the first commit.
  if (result.exitCode !== 0 && inside !== 'false' && !top) throw gitFailure(git.directory, factArgs, result);
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
    headCommit: /^[0-9a-f]+$/.test(commit) ? commit : null,
    headName: headName || null,
  };
}

const partial = /^(?:remote\..+\.(?:promisor|partialclonefilter)|extensions\.partialclone)$/s;

/**
 * Reads what the directory is, and what it is connected to. Throws `not-a-repository`, `repository-unusable`,
 * `remote-unclear`.
 */
export async function readCheckout(
  given: Git,
  { named, github }: { readonly named: boolean; readonly github: GitHubAccess | undefined },
): Promise<Checkout> {
  const { headName, ...place } = await readPlace(given, named);
  const [head, { all, own }] = await Promise.all([readHead(place.git, headName), readGitConfig(place.git)]);
  const remote = chooseRemote(place.git.directory, all, head);
  const entries: readonly ConfigEntry[] =
    remote === null
      ? []
      : // With `mirror`, a push would delete what is not here.
        [[`remote.${remote.name}.mirror`, 'false'], ...toCredentials({ all, own }, remote.url, github)];
  return {
    ...place,
    git: { ...place.git, environment: withConfig(place.git.environment, entries) },
    isPartial: all.some(([key, value]) => partial.test(key) && value !== 'false'),
    remote: remote?.name ?? null,
    head,
    config: all,
  };
}

async function readHead(git: Git, known: string | null): Promise<string | null> {
  const name = known ?? (await runGit(git, ['symbolic-ref', '-q', 'HEAD'])).stdout.trim();
  return name === '' || name === 'HEAD' ? null : name.replace(/^refs\/heads\//, '');
}

/** The commit that is checked out; null while there is none. */
export async function readHeadCommit({ git, headCommit }: Checkout): Promise<string | null> {
  if (headCommit !== null) return headCommit;
  const { exitCode, stdout } = await runGit(git, ['rev-parse', '-q', '--verify', 'HEAD^{commit}']);
  return exitCode === 0 ? stdout.trim() : null;
}

export const objectsOf = (checkout: Checkout): string => join(checkout.commonDirectory, 'objects');

/** The remote, where one is needed. */
export function remoteOf({ remote, git }: Checkout): string {
  if (remote !== null) return remote;
  throw new ZendriftError('repository-unusable', { directory: git.directory, reason: 'it has no remote' });
}
