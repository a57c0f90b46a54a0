import type { ObjectKey } from '#core/object-key.ts';
import type { UtcTime } from '#core/time.ts';
import { type Episode, listOtherFieldsOf } from './episode.ts';
import { type IsApprovedState, settle } from './episode-fold.ts';
import type { State, TimedApproval } from './state.ts';
import type { Draft } from './state-draft.ts';

/** Whether an approval does not hold any more. */
const isOver = ({ until }: TimedApproval, now: UtcTime): boolean => until < now;

/** Approvals that have ended, as of a server time. */
export const listExpired = (
  { timed }: Pick<State, 'timed'>,
  now: UtcTime,
): readonly (readonly [ObjectKey, TimedApproval])[] => [...timed].filter(([, approval]) => isOver(approval, now));

/**
 * The end of an approval: the change that it approved is open again, with all that came since, unless the object is back in
 * the state that was approved before. Anyone who may push can write that it is over; it is if its own end date says so.
 */
export function recordExpiry(
  draft: Draft,
  { object, approval, time }: { readonly object: ObjectKey; readonly approval: string; readonly time: UtcTime },
  isApprovedState: IsApprovedState,
): void {
  const timed = draft.timed.get(object);
  if (timed?.commit !== approval || !isOver(timed, time)) return;
  draft.timed.delete(object);
  const { by, until, issue, approvedState } = timed;
  const open = draft.episodes.get(object);
  const changes = [...timed.changes, ...(open?.changes ?? [])];
  const isBack = isApprovedState(approvedState, changes.at(-1)?.after ?? null);
  if (!open && isBack && listOtherFieldsOf(changes).length === 0) return;
  const episode: Episode = {
    ...{ object, approvedState, changes },
    rejected: open?.rejected ?? null,
    issue: open?.issue ?? null,
    expired: { by, until, issue, at: time },
  };
  settle(draft, episode, isApprovedState);
}
