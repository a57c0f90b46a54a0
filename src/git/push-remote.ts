import { ZendriftError } from '#errors.ts';
import type { Clock, PushResult, Tip } from '#ports.ts';
import { type ConfigEntry, withConfig } from './environment.ts';
import { renderReason } from './git-failure.ts';
import { parsePushFailure, parseSecretPlaces, renderPushFailure } from './push-outcome.ts';
import type { RefNames } from './ref-names.ts';
import { listRemote } from './remote-refs.ts';
import { type Git, runGitGroup } from './spawn-git.ts';

// Waits before the remote is asked again what became of a push whose answer was lost, milliseconds.
const retryDelays = [0, 1_000, 4_000];

/** Where the push goes. */
export interface PushTarget {
  readonly git: Git;
  readonly remote: string;
  readonly names: RefNames;
  /** Whether this repository has a name for the remote's branch. */
  readonly isTracked: boolean;
  /** Moves the names here where git has not done so. */
  readonly keep: (head: string | null, state: string) => Promise<void>;
}

/** With each ref that a push moves, git moves the one that a refspec of the remote makes of it: that saves a process. */
function withRefspecs({ git, remote, names, isTracked }: PushTarget): Git {
  const { branchRef, trackingRef, stateRef } = names;
  const key = `remote.${remote}.fetch`;
  const entries: ConfigEntry[] = [[key, `+${stateRef}:${stateRef}`]];
  if (isTracked && trackingRef !== null) entries.push([key, `+${branchRef}:${trackingRef}`]);
  return { ...git, environment: withConfig(git.environment, entries) };
}

async function readTipWithRetries({ git, remote, names }: PushTarget, clock: Clock): Promise<Tip | ZendriftError> {
  let failure = new ZendriftError('remote-unreachable', { remote, reason: 'not asked' });
  for (const wait of retryDelays) {
    if (wait > 0) await clock.sleep(wait);
    try {
      const { refs } = await listRemote(git, remote);
      return { branch: refs.get(names.branchRef) ?? null, state: refs.get(names.stateRef) ?? null };
    } catch (thrown) {
      if (!(thrown instanceof ZendriftError) || git.signal?.aborted === true) throw thrown;
      failure = thrown;
      if (thrown.code === 'remote-refused') return failure;
    }
  }
  return failure;
}

/** One atomic push, never forced. A refusal that names files is a value. Throws `push-refused`, `remote-unreachable`, `git-failed`. */
export async function pushToRemote(
  target: PushTarget,
  clock: Clock,
  head: string | null,
  state: string,
  expected: Tip,
): Promise<PushResult> {
  const { remote, names } = target;
  const refs = [...(head === null ? [] : [`${head}:${names.branchRef}`]), `${state}:${names.stateRef}`];
  const options = [
    '--porcelain',
    '--atomic',
    '--no-verify',
    '--no-follow-tags',
    '--no-signed',
    '--no-force-with-lease',
  ];
  const result = await runGitGroup(withRefspecs(target), ['push', ...options, remote, ...refs]);
  if (result.exitCode === 0) {
    if (/update_ref failed/.test(result.stderr)) await target.keep(head, state);
    return { type: 'pushed', head, state };
  }

  const failure = parsePushFailure(result);
  const now = await readTipWithRetries(target, clock);
  if (!(now instanceof ZendriftError) && now.state === state) {
    await target.keep(head, state);
    return { type: 'pushed', head, state };
  }
  const reason = renderReason(renderPushFailure(result));
  const { paths, blobs } = parseSecretPlaces(result);
  if (failure === 'refused' && paths.length + blobs.length > 0) return { type: 'withheld', paths, blobs, reason };
  if (failure === 'refused') throw new ZendriftError('push-refused', { branch: names.branch, reason });
  if (now instanceof ZendriftError) throw now;
  if (failure === 'raced' || now.state !== expected.state || (head !== null && now.branch !== expected.branch)) {
    return { type: 'raced' };
  }
  if (failure === 'network') throw new ZendriftError('remote-unreachable', { remote, reason });
  throw new ZendriftError('git-failed', { command: 'push', reason });
}
