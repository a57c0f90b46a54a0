import type { DecisionFacts } from '#core/commit/commit-facts.ts';
import type { ObjectKey } from '#core/object-key.ts';
import { type Episode, type EpisodeChange, earliestUntil } from './episode.ts';
import type { Draft } from './state-draft.ts';

/**
 * What a decision means for an approval with an end date. Another approval takes its place, for good or until another time; a
 * write does if it brings back another state.
 */
export function recordTimed(draft: Draft, facts: DecisionFacts, commit: string, open: Episode | undefined): void {
  const { object, decision, by, issue } = facts;
  const timed = draft.timed.get(object);
  if (decision === 'reverted' && timed?.changes.at(-1)?.after === facts.after) return;
  draft.timed.delete(object);
  // Of several people nobody has approved it for longer than they said.
  const until = earliestUntil([facts, ...(open?.approvals ?? [])]);
  if (decision !== 'approved' || until === undefined || !open) return;
  // What is approved for good is the state before the first of several approvals that hold for a while.
  const { approvedState } = timed ?? open;
  const changes = [...(timed?.changes ?? []), ...open.changes];
  draft.timed.set(object, { until, commit, by, issue: issue === '0' ? null : Number(issue), approvedState, changes });
}

/** Changes that were approved on top of it. */
export function addToTimed(draft: Draft, object: ObjectKey, changes: readonly EpisodeChange[]): void {
  const timed = draft.timed.get(object);
  if (timed) draft.timed.set(object, { ...timed, changes: [...timed.changes, ...changes] });
}
