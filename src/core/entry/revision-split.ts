import type { Change } from '#core/change.ts';
import type { Snapshot } from '#core/snapshot/snapshot.ts';
import { secondsBetween, type UtcTime } from '#core/time.ts';
import { canonicalText, type Json, type JsonObject } from '#json.ts';
import type { Kind } from '#kinds/kind.ts';
import type { AuditEntry } from './audit-entry.ts';

/** One version of an object as the API keeps it: exact author, time and content, but not every field. */
export interface KnownRevision {
  readonly authorId: string;
  readonly time: UtcTime;
  /** Raw `title description active conditions actions`. */
  readonly snapshot: JsonObject;
}

/** An entry and its revision are written by one edit, seconds apart at most. */
const toleranceSeconds = 5;

/**
 * Parts a change of several entries into one change for each, where the account's revisions show who made which state:
 * `Attribution: revision`. Null where anything does not fit exactly: a number, an author, a time, the state at either
 * end, a field that revisions do not hold, or one revision that cannot be read. A state that is not known is never
 * replaced by a neighbour's: that would put one person's edit into another person's commit. Oldest revision first.
 */
export function splitByRevisions(
  kind: Kind,
  change: Change,
  before: Snapshot | null,
  revisions: readonly KnownRevision[],
): readonly Change[] | null {
  const { after, entries } = change;
  if (after === null || entries.length < 2 || change.explains !== undefined) return null;
  const own = revisions.slice(-entries.length);
  if (own.length !== entries.length || !entries.every((entry, index) => isSameEdit(entry, own[index]))) return null;
  const states = own.flatMap(({ snapshot }) => toState(kind, snapshot, after) ?? []);
  if (states.length !== entries.length || states.at(-1)?.text !== after.text) return null;
  if (!startsAt(kind, before, after, revisions.at(-entries.length - 1))) return null;
  return states.flatMap((state, index) =>
    toStep(change, entries[index], index === 0 ? before : (states[index - 1] ?? null), state),
  );
}

/** The change that one entry made: from the state before it to that of its own revision. */
function toStep(
  change: Change,
  entry: AuditEntry | undefined,
  before: Snapshot | null,
  after: Snapshot,
): readonly Change[] {
  if (entry === undefined) return [];
  const type = before === null ? 'created' : before.text === after.text ? 'none' : 'updated';
  return [{ ...change, type, before, after, entries: [entry], attribution: 'revision', transient: false }];
}

const isSameEdit = (entry: AuditEntry, revision: KnownRevision | undefined): boolean =>
  revision !== undefined &&
  revision.authorId === entry.actorId &&
  Math.abs(secondsBetween(entry.time, revision.time)) <= toleranceSeconds;

/** The revision before the first one must be the recorded state; a new object has none. */
function startsAt(kind: Kind, before: Snapshot | null, after: Snapshot, revision: KnownRevision | undefined): boolean {
  if (before === null) return revision === undefined;
  if (revision === undefined) return false;
  const held = Object.keys(revision.snapshot);
  // What no revision holds (a trigger's category) must be the same at both ends.
  const others = Object.keys(kind.fields).filter((field) => !held.includes(field));
  const same = others.every(
    (field) => canonicalText(before.value[field] ?? null) === canonicalText(after.value[field] ?? null),
  );
  return same && toState(kind, revision.snapshot, before)?.text === before.text;
}

/** The state of a revision: its own fields, and those that it does not hold from `rest`. */
export function toState(kind: Kind, revision: JsonObject, rest: Snapshot): Snapshot | null {
  const value: Record<string, Json> = { ...rest.value };
  for (const [field, shape] of Object.entries(kind.fields)) {
    if (!Object.hasOwn(revision, field)) continue;
    const shaped = shape(revision[field]);
    if (shaped.type === 'unreadable') return null;
    value[field] = shaped.value;
  }
  // An empty description is null in the object and '' in its revisions.
  if (value['description'] === '' && rest.value['description'] === null) value['description'] = null;
  return { object: rest.object, text: canonicalText(value), value };
}
