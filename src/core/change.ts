import type { AuditEntry } from './entry/audit-entry.ts';
import type { ObjectKey } from './object-key.ts';
import type { ChangedOthers } from './snapshot/other-fields.ts';
import type { Snapshot } from './snapshot/snapshot.ts';
import type { UtcTime } from './time.ts';

/** `Zendesk-Change` (docs/format.md, Change commits). */
export type ChangeType = 'created' | 'updated' | 'deleted' | 'reordered' | 'none';

/** How sure it is who made the change (docs/format.md, Attribution). */
export type Attribution = 'exact' | 'revision' | 'collapsed' | 'partial' | 'payload' | 'none';

/** One observed change of one object: what becomes one commit. */
export interface Change {
  readonly object: ObjectKey;
  readonly type: ChangeType;
  /** Null where the object was not there. For an order, the snapshot holds the text of `order.json`. */
  readonly before: Snapshot | null;
  readonly after: Snapshot | null;
  /** Oldest first. Empty only with attribution `none`; with `payload` the one thing the object says (`toPayloadEntry`). */
  readonly entries: readonly AuditEntry[];
  readonly attribution: Attribution;
  /** Server time at which the state was read. */
  readonly observed: UtcTime;
  /** Two or more entries without a net effect: the object differed for a while (docs/semantics.md, Transient changes). */
  readonly transient: boolean;
  /** The commit that a late entry belongs to. */
  readonly explains?: string;
  /** For an order: the ids whose place relative to others changed. */
  readonly moved: readonly string[];
  /** Its settings outside the snapshot, where they were read. */
  readonly others?: ChangedOthers;
}

/** Names of the settings outside the snapshot that it changed. */
export const otherFieldsOf = ({ others }: Pick<Change, 'others'>): readonly string[] => others?.changed ?? [];

/** Whether the object is another one after it, as far as anybody can see: what a mere move in an order leaves as it was. */
export const changesObject = (change: Change): boolean => change.type !== 'none' || otherFieldsOf(change).length > 0;

/** When it happened, as far as known: the newest entry's time, else when it was seen. */
export const timeOf = (change: Change): UtcTime => change.entries.at(-1)?.time ?? change.observed;
