import { isFieldName } from '#core/commit/commit-patterns.ts';
import { isObjectKey, type ObjectKey } from '#core/object-key.ts';
import { canonicalText, isObject, tryParse } from '#json.ts';
import type { Kind } from '#kinds/kind.ts';
import { isVolatile } from '#kinds/left-out.ts';
import { exactly } from '#kinds/shape.ts';

/**
 * The settings of an object that its snapshot does not hold, each with a fingerprint of its value: enough to see that one
 * changed, nothing to learn what it is. Of 12 hex digits, behind four of the key that made them where there is one.
 */
export type OtherFields = Readonly<Record<string, string>>;

/** Recorded fingerprints; an object that is not in it has no such setting. */
export type RecordedOthers = ReadonlyMap<ObjectKey, OtherFields>;

/** A commit names as many of them at most; its words name all. */
export const mostNamedFields = 20;

/** What became of an object's settings outside the snapshot. */
export interface ChangedOthers {
  readonly now: OtherFields;
  /** Names of those that changed. */
  readonly changed: readonly string[];
  /** Names of those of which that is unknown: nobody looked before, or under another key. */
  readonly unsure: readonly string[];
}

/** The settings outside the snapshot of a raw object, each with the text of its value: for hashing, never to be kept. */
export function listOtherFields(kind: Kind, raw: unknown): Readonly<Record<string, string>> {
  if (!isObject(raw)) return {};
  const names = Object.keys(raw).filter(
    (name) => isFieldName(name) && !Object.hasOwn(kind.fields, name) && !isVolatile(kind, name),
  );
  return Object.fromEntries(
    names.sort().flatMap((name) => {
      // A rendered text changes with the dynamic content in it, which is no edit of this object.
      const value = raw[`raw_${name}`] ?? raw[name];
      return isEmpty(value) ? [] : [[name, toText(value)]];
    }),
  );
}

/** A field that Zendesk adds to every object, empty, is no edit of any of them. */
function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === false || value === '') return true;
  return Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0;
}

/** Of what cannot be kept exactly, the reason holds the digits that would be lost. */
function toText(value: unknown): string {
  const shaped = exactly(value);
  return shaped.type === 'kept' ? canonicalText(shaped.value) : shaped.reason;
}

/** `recorded` null = nobody has looked at settings outside the snapshot yet. */
export function compareOtherFields(
  recorded: RecordedOthers | null,
  object: ObjectKey,
  now: OtherFields,
): ChangedOthers {
  const before = recorded?.get(object) ?? {};
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort();
  // Without a record, no setting at all is what nearly every object has: it is taken as no change.
  if (recorded === null) return { now, changed: [], unsure: names };
  const compared = names.map((name) => [name, compareOne(before[name], now[name])] as const);
  const those = (result: 'changed' | 'unsure') => compared.flatMap(([name, found]) => (found === result ? [name] : []));
  return { now, changed: those('changed'), unsure: those('unsure') };
}

function compareOne(before: string | undefined, now: string | undefined): 'same' | 'changed' | 'unsure' {
  if (before === now) return 'same';
  if (before === undefined || now === undefined) return 'changed';
  return keyOf(before) === keyOf(now) ? 'changed' : 'unsure';
}

const digits = 12;
const keyOf = (fingerprint: string): string => fingerprint.slice(0, -digits);

/** The text of `other-fields.json`. */
export const otherFieldsText = (others: RecordedOthers): string =>
  canonicalText(Object.fromEntries([...others].filter(([, fields]) => Object.keys(fields).length > 0)));

/** Reads `other-fields.json` back; null where there is none. What is no fingerprint is left out. */
export function parseOtherFields(text: string | null): RecordedOthers | null {
  if (text === null) return null;
  const value = tryParse(text);
  const entries = isObject(value) ? Object.entries(value) : [];
  return new Map(
    entries.flatMap(([object, fields]): [ObjectKey, OtherFields][] =>
      isObjectKey(object) && isObject(fields) ? [[object, parseFields(fields)]] : [],
    ),
  );
}

const parseFields = (fields: Readonly<Record<string, unknown>>): OtherFields =>
  Object.fromEntries(
    Object.entries(fields).filter(
      (pair): pair is [string, string] =>
        isFieldName(pair[0]) && typeof pair[1] === 'string' && /^(?:[0-9a-f]{4})?[0-9a-f]{12}$/.test(pair[1]),
    ),
  );
