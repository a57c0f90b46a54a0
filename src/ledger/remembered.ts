import type { ObjectKey } from '#core/object-key.ts';
import { toUtcTime } from '#core/time.ts';
import { ZendriftError } from '#errors.ts';
import type { Clock, Repository, Tip } from '#ports.ts';
import type { Ownership } from './own-commits.ts';
import { readState } from './read-state.ts';

/** What no commit holds, as the last run wrote it down: for reading, never for deciding. */
export interface Remembered {
  /** Commits of decisions that GitHub does not confirm. */
  readonly unconfirmed: ReadonlySet<string>;
  readonly issues: ReadonlyMap<ObjectKey, number>;
}

interface Source extends Ownership {
  readonly repository: Repository;
  readonly clock: Clock;
}

const nothing: Remembered = { unconfirmed: new Set(), issues: new Map() };

/** Nothing where there is no state, or none of ours: `verify` says that, and history can be read all the same. */
export async function readRemembered(
  { repository, account, committers, clock }: Source,
  tip: Tip,
): Promise<Remembered> {
  try {
    const state = await readState({ repository, account, committers, now: toUtcTime(clock.now()) }, tip);
    if (state === null) return nothing;
    const numbers = [...state.episodes].flatMap(([object, { issue }]) =>
      issue === null ? [] : [[object, issue] as const],
    );
    return { unconfirmed: new Set(state.unconfirmed.map(({ commit }) => commit)), issues: new Map(numbers) };
  } catch (error) {
    if (error instanceof ZendriftError && error.code === 'state-ref-foreign') return nothing;
    throw error;
  }
}
