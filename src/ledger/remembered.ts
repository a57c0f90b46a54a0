import type { ObjectKey } from '#core/object-key.ts';
import { ZendriftError } from '#errors.ts';
import type { Repository, Tip } from '#ports.ts';
import type { Ownership } from './own-commits.ts';
import { readState } from './read-state.ts';

/** What no commit holds, as the last run wrote it down: for reading, never for deciding. */
export interface Remembered {
  /** Commits of decisions that GitHub does not confirm. */
  readonly unconfirmed: ReadonlySet<string>;
  /** Other commits that look like ours and do not count. */
  readonly dropped: ReadonlySet<string>;
  readonly issues: ReadonlyMap<ObjectKey, number>;
}

interface Source extends Ownership {
  readonly repository: Repository;
}

const nothing: Remembered = { unconfirmed: new Set(), dropped: new Set(), issues: new Map() };

/** Nothing where there is no state, or none of ours: `verify` says that, and history can be read all the same. */
export async function readRemembered({ repository, account, committers }: Source, tip: Tip): Promise<Remembered> {
  try {
    const state = await readState({ repository, account, committers, now: null }, tip);
    if (state === null) return nothing;
    const numbers = [...state.episodes].flatMap(([object, { issue }]) =>
      issue === null ? [] : [[object, issue] as const],
    );
    const idsOf = (listed: readonly { readonly commit: string }[]) => new Set(listed.map(({ commit }) => commit));
    return { unconfirmed: idsOf(state.unconfirmed), dropped: idsOf(state.doubted), issues: new Map(numbers) };
  } catch (error) {
    if (error instanceof ZendriftError && error.code === 'state-ref-foreign') return nothing;
    throw error;
  }
}
