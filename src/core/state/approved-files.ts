import type { State } from './state.ts';

/**
 * Path in the state commit → blob id of the approved states that a shallow clone would not have: those of open episodes, and
 * those that count again once an approval has ended.
 */
export const listApprovedStates = ({
  episodes,
  timed,
}: Pick<State, 'episodes' | 'timed'>): ReadonlyMap<string, string | null> =>
  new Map([
    ...[...episodes].map(([object, { approvedState }]) => [`approved-states/${object}.json`, approvedState] as const),
    ...[...timed].map(
      ([object, { approvedState }]) => [`approved-states/${object}.until.json`, approvedState] as const,
    ),
  ]);
