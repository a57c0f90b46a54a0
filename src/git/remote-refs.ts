import type { Tip } from '#ports.ts';
import { isRefusedAccess, remoteFailure } from './git-failure.ts';
import { parseRefs } from './parse-commit.ts';
import type { RefNames } from './ref-names.ts';
import { readGit } from './run-git.ts';
import { type Git, runGitGroup } from './spawn-git.ts';

/** The tips at the remote. Throws `remote-refused`, `remote-unreachable`. */
export async function listRemoteTip(git: Git, names: RefNames): Promise<Tip> {
  const result = await runGitGroup(git, ['ls-remote', '--quiet', 'origin', names.branchRef, names.stateRef]);
  if (result.exitCode !== 0) throw remoteFailure('origin', result.stderr);
  // Patterns match from the end of a name, so more may be listed than was asked for.
  const refs = parseRefs(result.stdout);
  return { branch: refs.get(names.branchRef) ?? null, state: refs.get(names.stateRef) ?? null };
}

export interface LocalRefs {
  readonly branch: string | null;
  readonly tracking: string | null;
  readonly state: string | null;
}

export async function readLocalRefs(git: Git, names: RefNames): Promise<LocalRefs> {
  const wanted = [names.branchRef, names.trackingRef, names.stateRef];
  const refs = parseRefs(await readGit(git, ['for-each-ref', '--format=%(objectname) %(refname)', ...wanted]));
  return {
    branch: refs.get(names.branchRef) ?? null,
    tracking: refs.get(names.trackingRef) ?? null,
    state: refs.get(names.stateRef) ?? null,
  };
}

// The object was there when the tips were listed: somebody moved the ref since, and the server no longer offers it.
const moved = /not our ref|unadvertised object|couldn't find remote ref|no such remote ref/i;

export type Fetched = 'fetched' | 'moved';

/** Fetches objects by id and nothing else: no ref, no tag, no FETCH_HEAD. Throws `remote-refused`, `remote-unreachable`. */
export async function fetchIds(git: Git, ids: readonly string[], options: readonly string[] = []): Promise<Fetched> {
  const quiet = ['--quiet', '--no-tags', '--no-write-fetch-head', '--no-auto-maintenance', '--no-recurse-submodules'];
  const args = ['fetch', ...quiet, '--refmap=', ...options, '--stdin', 'origin'];
  const result = await runGitGroup(git, args, ids.map((id) => `${id}\n`).join(''));
  if (result.exitCode === 0) return 'fetched';
  if (!isRefusedAccess(result.stderr) && moved.test(result.stderr)) return 'moved';
  throw remoteFailure('origin', result.stderr);
}
