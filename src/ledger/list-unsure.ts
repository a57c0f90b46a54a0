import { isOrder, type ObjectKey } from '#core/object-key.ts';
import type { RecordedEvent } from '#core/state/fold.ts';
import { addSeconds, type UtcTime } from '#core/time.ts';
import { leastMemorySeconds } from './compare-states.ts';

type ChangeEvent = Extract<RecordedEvent, { readonly type: 'change' }>;
type DecisionEvent = Extract<RecordedEvent, { readonly type: 'decision' }>;

/**
 * Objects whose episodes history alone does not give for sure, up to the decision that ends what is open:
 * - Other redaction rules came while a change was open. A run compares its states as they would be masked today.
 * - A change was opened from the state that a revert had found, long after it. The revert may have been forgotten by then.
 */
export function listUnsure(events: readonly RecordedEvent[]): ReadonlySet<ObjectKey> {
  const unsure = new Set<ObjectKey>();
  /** Object → its approved state, while it differs from it. */
  const open = new Map<ObjectKey, string | null>();
  const written = new Map<ObjectKey, Written>();
  const before = new Map<string, string | null>();
  let redaction: string | null = null;
  for (const event of events) {
    if (event.type === 'baseline') {
      if (redaction !== null && redaction !== event.redaction) {
        for (const object of open.keys()) if (!isOrder(object)) unsure.add(object);
      }
      redaction = event.redaction;
    } else if (event.type === 'change') {
      before.set(event.change.commit, event.change.before);
      if (isOpenedFrom(event, before, written.get(event.object))) unsure.add(event.object);
      followChange(open, event, before);
    } else if (event.type === 'decision') {
      if (endsEpisode(event)) for (const set of [open, unsure]) set.delete(event.decision.object);
      followWrite(written, event);
    }
  }
  return unsure;
}

/** A finished revert: what it found, and when it was done. */
interface Written {
  readonly before: string | null;
  readonly at: UtcTime;
}

function followChange(
  open: Map<ObjectKey, string | null>,
  { object, change, explains }: ChangeEvent,
  before: ReadonlyMap<string, string | null>,
): void {
  const start = before.get(explains ?? change.commit) ?? change.before;
  if (!open.has(object) && change.verdict.decision === 'unapproved') open.set(object, start);
  if (open.get(object) === change.after && open.has(object)) open.delete(object);
}

const isOpenedFrom = (
  { change, explains }: ChangeEvent,
  before: ReadonlyMap<string, string | null>,
  written: Written | undefined,
): boolean =>
  written !== undefined &&
  change.verdict.decision === 'unapproved' &&
  (before.get(explains ?? change.commit) ?? change.before) === written.before &&
  change.observed >= addSeconds(written.at, leastMemorySeconds);

const endsEpisode = ({ decision: { decision } }: DecisionEvent): boolean =>
  decision === 'approved' || decision === 'reverted';

function followWrite(written: Map<ObjectKey, Written>, { decision, at }: DecisionEvent): void {
  if (decision.decision !== 'reverted' || decision.writer === undefined) return;
  written.set(decision.object, { before: decision.before, at: decision.time ?? at });
}
