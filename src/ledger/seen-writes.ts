import type { DecisionFacts } from '#core/commit/commit-facts.ts';
import { isOrder, kindOf, type ObjectKey, objectKey } from '#core/object-key.ts';
import type { RecordedEvent } from '#core/state/fold.ts';

/**
 * Whether a change after the announcement of a write left the object in the state that was written. `index` = where the
 * decision that ends the write stands among the events.
 */
export function listSeenWrites(events: readonly RecordedEvent[]): (decision: DecisionFacts, index: number) => boolean {
  const changes = new Map<ObjectKey, { readonly index: number; readonly after: string | null }[]>();
  const started = new Map<string, number>();
  for (const [index, event] of events.entries()) {
    if (event.type === 'change') {
      const known = changes.get(event.object);
      const change = { index, after: event.change.after };
      if (known) known.push(change);
      else changes.set(event.object, [change]);
    } else if (event.type === 'decision' && !started.has(writeOf(event.decision))) {
      started.set(writeOf(event.decision), index);
    }
  }
  return (decision, index) => {
    const { object, after, newId } = decision;
    const start = Math.min(started.get(writeOf(decision)) ?? index, index);
    const written = newId === undefined ? object : objectKey(kindOf(object), newId);
    // An order is compared by its common ids, and a new object has another id in its text.
    const isThere = (blob: string | null) => isOrder(object) || newId !== undefined || blob === after;
    return (changes.get(written) ?? []).some((change) => change.index > start && isThere(change.after));
  };
}

const writeOf = ({ object, comment }: DecisionFacts): string => `${object} ${comment}`;
