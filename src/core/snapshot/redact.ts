import type { AuditEntry } from '#core/entry/audit-entry.ts';
import type { FieldNames, Names } from '#core/names/names.ts';
import { canonicalText, isObject, type Json, type JsonObject } from '#json.ts';
import type { OtherFields } from './other-fields.ts';
import { detectors, detectorVersion, hideSecret } from './secret-detectors.ts';
import type { ObservedObject, Snapshot } from './snapshot.ts';

/** A field whose values are masked whole: of actions and conditions (`notification_webhook`) or of the snapshot itself. */
export interface RedactedField {
  readonly field: string;
  /** Null = in every kind. */
  readonly kind: string | null;
}

export interface Redaction {
  readonly fields: readonly RedactedField[];
  /** Keyed hash as hex, null without a key: then a mask cannot show that a secret changed. */
  readonly keyedHash: ((text: string) => string) | null;
  /** Of the detectors, where not the present one: states that were recorded under others are compared under those. */
  readonly version?: number;
  /** The key is made from a token that may be another one in each run. */
  readonly keyMayChange?: boolean;
}

/**
 * What stands for a secret. The hash is keyed, so that the secret cannot be guessed from it; equal secrets look equal. Its
 * first digits are those of the key: masks of two keys say nothing about each other, and are not taken for a change.
 */
const toMask = (secret: string, { keyedHash }: Redaction): string =>
  keyedHash === null ? '[redacted]' : `[redacted ${keyMark(keyedHash)}${keyedHash(`redact ${secret}`).slice(0, 12)}]`;

const keyMark = (keyedHash: NonNullable<Redaction['keyedHash']>): string => keyedHash('mask').slice(0, 4);

const mask = /\[redacted(?: [0-9a-f]{16})?\]/;
const wholeMask = /^\[redacted(?: [0-9a-f]{16})?\]$/;
/** A mask within a text. What is in the brackets means nothing to people. */
export const everyMask = /\[redacted(?: [0-9a-f]{16})?\]/g;

const keyOf = (found: string): string => found.slice('[redacted '.length, -13);

/** Whether two texts are one, as far as can be known: masks that were made with different keys count as equal. */
export function isSameMasked(a: string, b: string): boolean {
  if (a === b) return true;
  const [masksA, masksB] = [a.match(everyMask) ?? [], b.match(everyMask) ?? []];
  if (masksA.length === 0 || masksA.length !== masksB.length) return false;
  const isOne = masksA.every((one, index) => one === masksB[index] || keyOf(one) !== keyOf(masksB[index] ?? ''));
  return isOne && a.replace(everyMask, '[redacted]') === b.replace(everyMask, '[redacted]');
}

/** Whether a value holds a mask: it cannot be written back, because nobody here knows what it stands for. */
export const isRedacted = (value: unknown): boolean =>
  typeof value === 'string'
    ? mask.test(value)
    : Array.isArray(value)
      ? value.some(isRedacted)
      : isObject(value) && Object.values(value).some(isRedacted);

/**
 * The rules as one word, for the state and the baseline that was written under them. It names the fields, so that a later
 * run can still read under the old rules, and a fingerprint of the key, never the key.
 */
export function redactionFingerprint({ fields, keyedHash }: Redaction): string {
  const named = fields.map(({ field, kind }) => (kind === null ? field : `${kind}.${field}`)).sort();
  const key = keyedHash === null ? 'none' : keyedHash('fingerprint').slice(0, 8);
  return [`v${detectorVersion}`, `key:${key}`, ...named].join(',');
}

/** Whether two fingerprints are of the same rules under different keys. */
export function isOtherKeyAlone(a: string, b: string): boolean {
  const withoutKey = (fingerprint: string) => fingerprint.replace(/,key:[0-9a-z]+/, '');
  return a !== b && withoutKey(a) === withoutKey(b);
}

/** Whether a text holds a mask. */
export const holdsMask = (text: string): boolean => mask.test(text);

/** The masks in a text. */
export const masksIn = (text: string): readonly string[] => text.match(everyMask) ?? [];

/** The fields that a fingerprint names; null for one of other detectors or another key: its masks cannot be made again. */
export function fieldsOfFingerprint(fingerprint: string, current: Redaction): readonly RedactedField[] | null {
  const [version, key] = fingerprint.split(',');
  const [ownVersion, ownKey] = redactionFingerprint({ ...current, fields: [] }).split(',');
  return version !== ownVersion || key !== ownKey ? null : namedFields(fingerprint);
}

/** The version of the detectors that a fingerprint names. */
export const versionOfFingerprint = (fingerprint: string): number | undefined => {
  const digits = /^v(\d{1,6})(?:,|$)/.exec(fingerprint)?.[1];
  return digits === undefined ? undefined : Number(digits);
};

/** The fields that any fingerprint names, whatever made its masks; none for the empty one. */
export const namedFields = (fingerprint: string): readonly RedactedField[] =>
  fingerprint
    .split(',')
    .slice(1)
    .filter((part) => !/^key:/.test(part))
    .map((name) => {
      const [first = '', second] = name.split('.');
      return second === undefined ? { field: first, kind: null } : { field: second, kind: first };
    });

/** An object as it may be kept: secrets masked before anything compares, describes or writes it. */
export function redactObserved(observed: ObservedObject, kind: string, redaction: Redaction): ObservedObject {
  if (observed.type === 'unreadable') return { ...observed, reason: redactText(observed.reason, redaction) };
  const { others } = observed;
  const sealed = others === undefined ? observed : { ...observed, others: sealOthers(others, redaction) };
  const value = redactLive(observed.snapshot.value, kind, redaction);
  if (value === observed.snapshot.value) return sealed;
  const snapshot: Snapshot = { ...observed.snapshot, value, text: canonicalText(value) };
  return { ...sealed, snapshot };
}

/** A fingerprint of a short value can be guessed from all values that there are; under the key of the masks it cannot. */
const sealOthers = (others: OtherFields, { keyedHash }: Redaction): OtherFields =>
  keyedHash === null
    ? others
    : mapRecord(others, (hash) => `${keyMark(keyedHash)}${keyedHash(`other ${hash}`).slice(0, 12)}`);

/** Same for any object with the snapshot's fields, such as a revision. What someone typed to look like a mask becomes one. */
export const redactLive = (value: JsonObject, kind: string, redaction: Redaction): JsonObject =>
  redactValue(
    mapEntries(value, (_field, item) =>
      mapTexts(item, (text) => text.replace(everyMask, (typed) => toMask(`typed ${typed}`, redaction))),
    ),
    kind,
    redaction,
  );

function mapTexts(value: Json, toText: (text: string) => string): Json {
  if (typeof value === 'string') return toText(value);
  if (Array.isArray(value)) {
    const items = value.map((item) => mapTexts(item, toText));
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  return isJsonObject(value) ? mapEntries(value, (_key, item) => mapTexts(item, toText)) : value;
}

/** A recorded value under today's rules; what is masked stays as it is. Gives back what it got where nothing is masked. */
export function redactValue(value: JsonObject, kind: string, redaction: Redaction): JsonObject {
  const whole = new Set(
    redaction.fields.filter((rule) => rule.kind === null || rule.kind === kind).map(({ field }) => field),
  );
  return mapEntries(value, (field, item) =>
    field === 'id' ? item : whole.has(field) ? maskAll(item, redaction) : redactJson(item, whole, redaction),
  );
}

/** The object with other members, or itself where none is another: nearly no object of an account holds a secret. */
function mapEntries(value: JsonObject, toItem: (key: string, item: Json) => Json): JsonObject {
  const entries = Object.entries(value).map(([key, item]) => [key, toItem(key, item)] as const);
  return entries.every(([key, item]) => item === value[key]) ? value : Object.fromEntries(entries);
}

/** The log's free texts may repeat a secret that an edit put in or took out; a person's name is free text as well. */
export const redactEntry = (entry: AuditEntry, redaction: Redaction): AuditEntry => ({
  ...entry,
  actorName: redactText(entry.actorName, redaction),
  description: redactText(entry.description, redaction),
  sourceLabel: redactText(entry.sourceLabel, redaction),
});

/** The account's words: whoever names a webhook or a group may put anything into its name. */
export function redactNames(names: Names, redaction: Redaction): Names {
  const text = (word: string): string => redactText(word, redaction);
  const words = (of: Readonly<Record<string, string>>) => mapRecord(of, text);
  const fields = (of: Readonly<Record<string, FieldNames>>) =>
    mapRecord(of, ({ title, values, operators }) => ({
      title: text(title),
      values: words(values),
      operators: words(operators),
    }));
  return {
    fields: mapRecord(names.fields, ({ actions, conditions }) => ({
      actions: fields(actions),
      conditions: fields(conditions),
    })),
    groups: words(names.groups),
    webhooks: words(names.webhooks),
    categories: words(names.categories),
    brands: words(names.brands),
    ticketFields: words(names.ticketFields),
    statuses: words(names.statuses),
  };
}

const mapRecord = <From, To>(
  record: Readonly<Record<string, From>>,
  toItem: (item: From) => To,
): Readonly<Record<string, To>> => Object.fromEntries(Object.entries(record).map(([key, item]) => [key, toItem(item)]));

function redactJson(value: Json, whole: ReadonlySet<string>, redaction: Redaction): Json {
  if (typeof value === 'string') return redactText(value, redaction);
  if (Array.isArray(value)) {
    const items = value.map((item) => redactJson(item, whole, redaction));
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  if (!isJsonObject(value)) return value;
  const named = typeof value['field'] === 'string' && whole.has(value['field']);
  return mapEntries(value, (key, item) =>
    named && key === 'value' ? maskValue(item, redaction) : redactJson(item, whole, redaction),
  );
}

/** The first member of a notification names its target, which is no secret and worth knowing; the rest is masked. */
const maskValue = (value: Json, redaction: Redaction): Json =>
  Array.isArray(value) && value.length > 1
    ? [value[0] ?? null, ...value.slice(1).map((item) => maskAll(item, redaction))]
    : maskAll(value, redaction);

// What is masked already stays: a recorded state can be brought under today's rules.
const maskAll = (value: Json, redaction: Redaction): Json =>
  value === null || value === '' || (typeof value === 'string' && wholeMask.test(value))
    ? value
    : toMask(canonicalText(value), redaction);

const isJsonObject = (value: Json): value is JsonObject => isObject(value);

/** As much of what stands behind a secret as shows whether a sentence goes on. */
const mostAfter = 40;

/** Masks what the detectors find; applied to its own result it changes nothing. */
export function redactText(text: string, redaction: Redaction): string {
  let masked = text;
  for (const detector of detectors) {
    masked = masked.replace(detector.pattern, (found: string, ...groups: readonly unknown[]) => {
      const [before, secret, behind] = groups.slice(0, 3).map((group) => (typeof group === 'string' ? group : ''));
      if (secret === undefined || secret === '' || mask.test(secret)) return found;
      const [offset, whole] = groups.slice(3);
      const end = Number(offset) + found.length;
      const after = behind === '' && typeof whole === 'string' ? whole.slice(end, end + mostAfter) : '';
      const { version = detectorVersion } = redaction;
      const hidden = hideSecret(detector, { secret, after }, version, (text) => toMask(text, redaction));
      return `${before}${hidden}${behind}`;
    });
  }
  return masked;
}
