import { canonicalText, isObject, type Json, type JsonObject } from '#json.ts';
import type { AuditEntry } from './audit-entry.ts';
import { detectors } from './secret-detectors.ts';
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
}

/** Version of the detectors: another one means a new baseline, since the same state gives other bytes. */
const detectorVersion = 1;

/** What stands for a secret. The hash is keyed, so that the secret cannot be guessed from it; equal secrets look equal. */
const toMask = (secret: string, { keyedHash }: Redaction): string =>
  keyedHash === null ? '[redacted]' : `[redacted ${keyedHash(`redact ${secret}`).slice(0, 16)}]`;

const mask = /\[redacted(?: [0-9a-f]{16})?\]/;
const wholeMask = /^\[redacted(?: [0-9a-f]{16})?\]$/;

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

/** The fields that a fingerprint names; null for one of other detectors or another key: its masks cannot be made again. */
export function fieldsOfFingerprint(fingerprint: string, current: Redaction): readonly RedactedField[] | null {
  const [version, key, ...named] = fingerprint.split(',');
  const [ownVersion, ownKey] = redactionFingerprint({ ...current, fields: [] }).split(',');
  if (version !== ownVersion || key !== ownKey) return null;
  return named.map((name) => {
    const [first = '', second] = name.split('.');
    return second === undefined ? { field: first, kind: null } : { field: second, kind: first };
  });
}

/** An object as it may be kept: secrets masked before anything compares, describes or writes it. */
export function redactObserved(observed: ObservedObject, kind: string, redaction: Redaction): ObservedObject {
  if (observed.type === 'unreadable') return observed;
  const value = redactValue(observed.snapshot.value, kind, redaction);
  if (value === observed.snapshot.value) return observed;
  const snapshot: Snapshot = { ...observed.snapshot, value, text: canonicalText(value) };
  return { ...observed, snapshot };
}

/** Same for any object with the snapshot's fields, such as a revision. Gives back what it got where nothing is masked. */
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

/** The log's free texts may repeat a secret that an edit put in or took out. */
export const redactEntry = (entry: AuditEntry, redaction: Redaction): AuditEntry => ({
  ...entry,
  description: redactText(entry.description, redaction),
  sourceLabel: redactText(entry.sourceLabel, redaction),
});

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

/** Masks what the detectors find; applied to its own result it changes nothing. */
export function redactText(text: string, redaction: Redaction): string {
  let masked = text;
  for (const { pattern, keeps } of detectors) {
    masked = masked.replace(pattern, (found: string, ...groups: readonly unknown[]) => {
      const [before, secret, after] = groups.slice(0, 3).map((group) => (typeof group === 'string' ? group : ''));
      if (secret === undefined || secret === '' || mask.test(secret) || keeps(secret)) return found;
      return `${before}${toMask(secret, redaction)}${after}`;
    });
  }
  return masked;
}
