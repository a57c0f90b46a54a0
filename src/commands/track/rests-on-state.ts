import type { State } from '#core/state/state.ts';
import type { JudgedChange } from './judge-changes.ts';

/** Whether a change is approved by what the state alone says: a change request, or whose writes are our own. */
export function restsOnState({ change, verdict: { decision, reason } }: JudgedChange, { reverts }: State): boolean {
  if (decision === 'unapproved') return false;
  const writers = new Set(reverts.map(({ writer }) => writer));
  return (
    reason === 'change-request' || reason === 'revert' || change.entries.some(({ actorId }) => writers.has(actorId))
  );
}
