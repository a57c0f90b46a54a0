import type { KnownRepository } from '#core/state/hub-memory.ts';
import type { State } from '#core/state/state.ts';
import type { UtcTime } from '#core/time.ts';
import { isGitHubFailure, type ZendriftError } from '#errors.ts';
import { checkRepository } from './check-repository.ts';
import { type Hub, type HubRun, readHub } from './read-hub.ts';

/** GitHub as far as it could be reached. */
export interface Reached {
  /** Null where it could not be read. */
  readonly hub: Hub | null;
  /** Why not, or what a person must do before issues can be filed. */
  readonly failure: ZendriftError | null;
  /** What GitHub says of the repository, or said last; null = it never did. */
  readonly facts: KnownRepository | null;
}

/** Looks at GitHub. That it does not answer is reported, and nothing else waits for it. Throws `public-repository`. */
export async function reachHub(run: HubRun, state: State, now: UtcTime, everything: boolean): Promise<Reached> {
  const { facts, isNew, failure } = await checkRepository(run.issues, run.config, state, now);
  if (failure !== null) return { hub: null, failure, facts };
  try {
    const hub = await readHub(run, state, now, everything);
    if (isNew && facts !== null) hub.notes.learn({ repository: facts });
    return { hub, failure: null, facts };
  } catch (error) {
    if (!isGitHubFailure(error)) throw error;
    return { hub: null, failure: error, facts };
  }
}
