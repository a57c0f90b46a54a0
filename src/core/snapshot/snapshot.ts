import { isActorId } from '#core/commit/commit-patterns.ts';
import { type ObjectKey, objectKey } from '#core/object-key.ts';
import { canonicalText, InexactNumber, isObject, type JsonObject } from '#json.ts';
import type { Kind } from '#kinds/kind.ts';
import { isPathSafeId } from '#kinds/object-id.ts';
import type { OtherFields } from './other-fields.ts';

/** The normalized state of one object: what a snapshot file holds. */
export interface Snapshot {
  readonly object: ObjectKey;
  /** Canonical text, exactly the bytes of the file. */
  readonly text: string;
  /** The same, as data. For an order: `{ order: […] }`. */
  readonly value: JsonObject;
}

/** An object as one answer of the API gave it. */
export type ObservedObject =
  | {
      readonly type: 'readable';
      readonly snapshot: Snapshot;
      /** API `updated_at`, UTC whole seconds, or null where it is missing. */
      readonly updatedAt: string | null;
      /** Place in its list; per category for triggers. */
      readonly position: number;
      readonly categoryId: string | null;
      /** Belongs to one agent. */
      readonly personal: boolean;
      /** Zendesk user id of whoever edited it last, as it says itself; left out where its kind says no such thing. */
      readonly editor?: string;
      /** Fingerprints of its settings outside the snapshot; left out where nobody looked at them. */
      readonly others?: OtherFields;
    }
  | { readonly type: 'unreadable'; readonly object: ObjectKey | null; readonly reason: string };

/** Reads one raw object of the API into its snapshot. Nothing is guessed: what cannot be kept exactly is unreadable. */
export function toSnapshot(kind: Kind, raw: unknown): ObservedObject {
  if (!isObject(raw))
    return { type: 'unreadable', object: null, reason: `a ${kind.name} in the answer is not an object` };
  const id = toId(raw['id']);
  if (id === null) return { type: 'unreadable', object: null, reason: `a ${kind.name} in the answer has no usable id` };
  const object = objectKey(kind.name, id);
  const entries: [string, JsonObject[string]][] = [];
  for (const [field, shape] of Object.entries(kind.fields)) {
    // A text is rendered where a raw one stands beside it; editing dynamic content changes it without an edit here.
    const source = typeof raw[`raw_${field}`] === 'string' ? `raw_${field}` : field;
    const shaped = shape(Object.hasOwn(raw, source) ? raw[source] : undefined);
    if (shaped.type === 'unreadable')
      return { type: 'unreadable', object, reason: `field "${field}" ${shaped.reason}` };
    entries.push([field, shaped.value]);
  }
  const value = Object.fromEntries(entries);
  const restriction = value['restriction'];
  const editor = kind.editor === undefined ? null : toActorId(raw[kind.editor]);
  return {
    type: 'readable',
    snapshot: { object, text: canonicalText(value), value },
    updatedAt: typeof raw['updated_at'] === 'string' ? wholeSeconds(raw['updated_at']) : null,
    position: typeof raw['position'] === 'number' ? raw['position'] : 0,
    categoryId: typeof value['category_id'] === 'string' ? value['category_id'] : null,
    personal: kind.personal && isObject(restriction) && restriction['type'] === 'User',
    ...(editor === null ? {} : { editor }),
  };
}

function toId(raw: unknown): string | null {
  const id = raw instanceof InexactNumber ? raw.literal : typeof raw === 'number' ? String(raw) : raw;
  return typeof id === 'string' && isPathSafeId(id) ? id : null;
}

function toActorId(raw: unknown): string | null {
  const id = raw instanceof InexactNumber ? raw.literal : typeof raw === 'number' ? String(raw) : raw;
  return typeof id === 'string' && isActorId(id) ? id : null;
}

const isoTime = /^\d{4}-(\d\d)-(\d\d)T\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;

/**
 * A time of the API as UTC whole seconds (`2026-11-22T10:12:13Z`), or null. Stricter than `Date.parse`, which takes "1"
 * for the year 2001 and moves February 30th into March.
 */
export function wholeSeconds(time: string): string | null {
  const [, month, day] = isoTime.exec(time) ?? [];
  const milliseconds = Date.parse(time);
  if (month === undefined || Number.isNaN(milliseconds)) return null;
  const calendar = new Date(`${time.slice(0, 10)}T00:00:00Z`);
  if (calendar.getUTCMonth() + 1 !== Number(month) || calendar.getUTCDate() !== Number(day)) return null;
  const seconds = new Date(milliseconds).toISOString();
  return seconds.length === 24 ? `${seconds.slice(0, 19)}Z` : null;
}
