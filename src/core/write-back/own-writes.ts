import { clockToleranceSeconds } from '#core/entry/attribution.ts';
import type { AuditEntry } from '#core/entry/audit-entry.ts';
import { idOf, kindOf, type ObjectKey, objectKey } from '#core/object-key.ts';
import { switchIn, withSwitch } from '#core/snapshot/known-as.ts';
import type { Snapshot } from '#core/snapshot/snapshot.ts';
import { addSeconds, type UtcTime } from '#core/time.ts';
import { canonicalText } from '#json.ts';

/** A state that the tool itself wrote back, or is about to: known by writer, object, time and resulting state. */
export interface Revert {
  readonly object: ObjectKey;
  /** Commit of the `reverting` decision. */
  readonly commit: string;
  /** Comment that asked for it; `0` for `restore`. */
  readonly comment: string;
  /** Zendesk user id of the writing credentials. */
  readonly writer: string;
  /** Server times before the write and of the read that verified it; `until` null = not known to be done. */
  readonly from: UtcTime;
  readonly until: UtcTime | null;
  /**
   * Blob ids of what was undone and of what was written, for a new object under its old id; `after` null = what should
   * not be there was deactivated or deleted. Both are states that history holds.
   */
  readonly before: string | null;
  readonly after: string | null;
  /** Id under which a deleted object was created again. */
  readonly newId: string | null;
  /** Server time of its last announcement. */
  readonly announced: UtcTime;
  /** The run that announced it last; null where it did not say who it is. */
  readonly run: string | null;
}

/** The states around a change, and how to compare them. */
export interface ChangedStates {
  readonly object: ObjectKey;
  readonly entries: readonly AuditEntry[];
  readonly before: string | null;
  readonly after: string | null;
  /** The state after it, where it is at hand. */
  readonly snapshot: Snapshot | null;
}

export interface Comparison {
  readonly blobId: (text: string) => string;
  readonly isSameState: (object: ObjectKey, a: string | null, b: string | null) => boolean;
}

/**
 * The entries of a change that are the tool's own write; `whole` = the change is nothing else. A change without any entry
 * is ours where both its states are, as the read after the write has seen the later one.
 */
export function findOwnWrites(
  change: ChangedStates,
  reverts: readonly Revert[],
  comparison: Comparison,
): { readonly whole: boolean; readonly others: readonly AuditEntry[] } {
  const resulting = reverts.filter((revert) => isResult(change, revert, comparison));
  const others = change.entries.filter((entry) => !resulting.some((revert) => isWriters(entry, revert)));
  if (change.entries.length > 0) return { whole: others.length === 0, others };
  const seen = resulting.some(
    ({ object, before, until }) => until !== null && comparison.isSameState(object, before, change.before),
  );
  return { whole: seen, others };
}

function isResult({ object, after, before, snapshot }: ChangedStates, revert: Revert, comparison: Comparison): boolean {
  if (revert.object === object) {
    const deactivated = snapshot !== null && comparison.blobId(withActive(snapshot, true).text) === revert.before;
    return revert.after === null
      ? after === null || (deactivated && switchIn(snapshot.value) === false)
      : comparison.isSameState(object, revert.after, after);
  }
  if (kindOf(revert.object) !== kindOf(object) || before !== null || snapshot === null) return false;
  if (revert.newId !== null && revert.newId !== idOf(object)) return false;
  return comparison.blobId(withId(snapshot, idOf(revert.object)).text) === revert.after;
}

/** The entry's time and the answer's `Date` come from two clocks of one account. */
const isWriters = ({ actorId, time }: AuditEntry, { writer, from, until }: Revert): boolean =>
  actorId === writer &&
  time >= addSeconds(from, -clockToleranceSeconds) &&
  (until === null || time <= addSeconds(until, clockToleranceSeconds));

/** The same state, switched on or off; as it is where its kind has no switch. */
export function withActive(snapshot: Snapshot, active: boolean): Snapshot {
  const value = withSwitch(snapshot.value, active);
  return { ...snapshot, value, text: canonicalText(value) };
}

/** The same state under another id: what a deleted object would be if it had kept its own. */
export function withId(snapshot: Snapshot, id: string): Snapshot {
  const number = Number(id);
  const value = { ...snapshot.value, id: Number.isSafeInteger(number) && String(number) === id ? number : id };
  return { object: objectKey(kindOf(snapshot.object), id), value, text: canonicalText(value) };
}
