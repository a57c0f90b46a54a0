import type { DecisionFacts } from '#core/commit/commit-facts.ts';
import { idOf, kindOf, type ObjectKey, objectKey } from '#core/object-key.ts';
import type { UtcTime } from '#core/time.ts';
import { isAlertObject } from './alerts.ts';
import type { AcceptedVanished } from './state.ts';
import type { Draft } from './state-draft.ts';

/** What `/accept` decides about: `macro/vanished`, with the missing ids as `Decision-Change`. */
export const vanishedKey = (kind: string): ObjectKey => objectKey(kind, 'vanished');

export const isVanishedKey = (object: ObjectKey): boolean => idOf(object) === 'vanished';

/** What `/accept` decides about is no state of an object: missing objects that are to be taken as deleted, or an alert. */
export const isAcceptance = (object: ObjectKey): boolean => isVanishedKey(object) || isAlertObject(object);

export function recordAccepted(draft: Draft, { object, decision, change }: DecisionFacts, at: UtcTime): void {
  if (!isVanishedKey(object) || decision !== 'approved') return;
  draft.accepted = new Map([...draft.accepted, [kindOf(object), { ids: change.split(','), at }]]);
}

/** Whether every missing object of a kind was accepted as deleted. */
export const isAccepted = (
  accepted: ReadonlyMap<string, AcceptedVanished>,
  kind: string,
  missing: readonly string[],
): boolean => {
  const ids = new Set(accepted.get(kind)?.ids);
  return missing.length > 0 && missing.every((id) => ids.has(id));
};
