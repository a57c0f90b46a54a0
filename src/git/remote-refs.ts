import { isRefusedAccess, remoteFailure } from './git-failure.ts';
import { parseRefs } from './parse-commit.ts';
import type { RefNames } from './ref-names.ts';
import { readGit } from './run-git.ts';
import { type Git, runGitGroup } from './spawn-git.ts';

/** Every ref, at the remote or here, as one connection or one process shows them. */
export interface Listing {
  /** Full name → id. */
  readonly refs: ReadonlyMap<string, string>;
  /** Branch that HEAD names, also where it does not exist; null where it is detached, or a remote does not say. */
  readonly head: string | null;
}

const symbolicHead = /^ref: refs\/heads\/(.+)\tHEAD$/m;

/**
 * Everything that the remote shows: git filters patterns only after all of it has come, so one listing serves for the
 * default branch, all heads and the state, whatever it is called. Throws `remote-refused`, `remote-unreachable`.
 */
export async function listRemote(git: Git, remote: string): Promise<Listing> {
  const result = await runGitGroup(git, ['ls-remote', '--quiet', '--symref', remote]);
  if (result.exitCode !== 0) throw remoteFailure(remote, result.stderr);
  return { refs: parseRefs(result.stdout), head: symbolicHead.exec(result.stdout)?.[1] ?? null };
}

const format = ['for-each-ref', '--format=%(objectname) %(refname)'];

/** The same for a repository without a remote. */
export const listLocal = async (git: Git, head: string | null): Promise<Listing> => ({
  refs: parseRefs(await readGit(git, format)),
  head,
});

const heads = 'refs/heads/';

/** A branch that holds a state has neither rules nor a record. */
const isBranch = (name: string): boolean => name.startsWith(heads) && !name.startsWith(`${heads}zendrift-state/`);

/** Branch → commit. */
export const headsOf = ({ refs }: Listing): ReadonlyMap<string, string> =>
  new Map([...refs].flatMap(([name, id]) => (isBranch(name) ? [[name.slice(heads.length), id]] : [])));

export interface LocalRefs {
  readonly branch: string | null;
  readonly tracking: string | null;
  readonly state: string | null;
}

export async function readLocalRefs(git: Git, names: RefNames): Promise<LocalRefs> {
  const wanted = [names.branchRef, names.trackingRef, names.stateRef].filter((name) => name !== null);
  const refs = parseRefs(await readGit(git, [...format, ...wanted]));
  return {
    branch: refs.get(names.branchRef) ?? null,
    tracking: refs.get(names.trackingRef ?? '') ?? null,
    state: refs.get(names.stateRef) ?? null,
  };
}

// Someone moved the ref since the tips were listed, or a server of the old protocol gives objects by the name of a ref alone.
const moved = /not our ref|unadvertised object|couldn't find remote ref|no such remote ref/i;

export type Fetched = 'fetched' | 'moved';

const quiet = ['--quiet', '--no-tags', '--no-write-fetch-head', '--no-auto-maintenance', '--no-recurse-submodules'];

/**
 * Fetches objects by id and nothing else: no ref, no tag, no FETCH_HEAD. `config` = words before the command. Throws
 * `remote-refused`, `remote-unreachable`.
 */
export async function fetchIds(
  git: Git,
  remote: string,
  ids: readonly string[],
  options: readonly string[] = [],
  config: readonly string[] = [],
): Promise<Fetched> {
  const args = [...config, 'fetch', ...quiet, '--refmap=', ...options, '--stdin', remote];
  const result = await runGitGroup(git, args, ids.map((id) => `${id}\n`).join(''));
  if (result.exitCode === 0) return 'fetched';
  if (!isRefusedAccess(result.stderr) && moved.test(result.stderr)) return 'moved';
  throw remoteFailure(remote, result.stderr);
}

/** Fetches what a pattern of refs names. Throws `remote-refused`, `remote-unreachable`. */
export async function fetchRefs(
  git: Git,
  remote: string,
  refspec: string,
  options: readonly string[] = [],
): Promise<void> {
  const result = await runGitGroup(git, [
    'fetch',
    '--quiet',
    '--no-tags',
    '--no-recurse-submodules',
    ...options,
    remote,
    refspec,
  ]);
  if (result.exitCode !== 0) throw remoteFailure(remote, result.stderr);
}
