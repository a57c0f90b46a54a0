import { InexactNumber, isObject, type Json } from '#json.ts';

/** A field's API value in its one normal form, or why it cannot be kept exactly. */
export type Shaped =
  | { readonly type: 'kept'; readonly value: Json }
  | { readonly type: 'unreadable'; readonly reason: string };
export type Shape = (value: unknown) => Shaped;

const kept = (value: Json): Shaped => ({ type: 'kept', value });
const unreadable = (reason: string): Shaped => ({ type: 'unreadable', reason });
const named = (value: unknown): string =>
  value instanceof InexactNumber
    ? `the number ${value.literal}, which is beyond 2^53`
    : value === null
      ? 'null'
      : Array.isArray(value)
        ? 'a list'
        : typeof value;

// Real values nest three deep. A hostile answer may nest a hundred thousand deep, which no recursion survives.
const deepest = 32;

/** Any JSON value, unless a number in it would lose digits or it nests absurdly deep. */
export const exactly: Shape = (value) => exactlyWithin(deepest)(value);

const exactlyWithin =
  (levels: number): Shape =>
  (value) => {
    if (value === undefined || value === null) return kept(null);
    if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') return kept(value);
    if (levels === 0) return unreadable(`nests more than ${deepest} levels deep`);
    const inner = exactlyWithin(levels - 1);
    if (Array.isArray(value)) return list(inner)(value);
    if (isObject(value)) return record(Object.fromEntries(Object.keys(value).map((key) => [key, inner])))(value);
    return unreadable(`has ${named(value)}`);
  };

/** A text; absent counts as `null`, so that an older answer without the key is the same state. */
export const text: Shape = (value) =>
  typeof value === 'string'
    ? kept(value)
    : value === null || value === undefined
      ? kept(null)
      : unreadable(`is ${named(value)}, not a text`);

export const requiredText: Shape = (value) =>
  typeof value === 'string' ? kept(value) : unreadable(`is ${named(value)}, not a text`);

export const flag: Shape = (value) =>
  typeof value === 'boolean' ? kept(value) : unreadable(`is ${named(value)}, not true or false`);

/** An id as the API gives it: a whole number or a short word. */
export const identifier: Shape = (value) =>
  (typeof value === 'number' && Number.isSafeInteger(value)) || typeof value === 'string'
    ? kept(value)
    : unreadable(`is ${named(value)}, not an id`);

/** A reference that some answers give as a number and others as a text; kept as text. */
export const reference: Shape = (value) =>
  value === null || value === undefined
    ? kept(null)
    : typeof value === 'string' || (typeof value === 'number' && Number.isSafeInteger(value))
      ? kept(String(value))
      : unreadable(`is ${named(value)}, not an id`);

/** A list in its own order; absent or null counts as empty. */
export const list =
  (item: Shape): Shape =>
  (value) => {
    if (value === null || value === undefined) return kept([]);
    if (!Array.isArray(value)) return unreadable(`is ${named(value)}, not a list`);
    const items: Json[] = [];
    for (const [index, entry] of value.entries()) {
      const shaped = item(entry);
      if (shaped.type === 'unreadable') return unreadable(`item ${index + 1} ${shaped.reason}`);
      items.push(shaped.value);
    }
    return kept(items);
  };

/** A list whose order means nothing: sorted, so that equal state gives equal bytes. */
export const set =
  (item: Shape): Shape =>
  (value) => {
    const shaped = list(item)(value);
    if (shaped.type === 'unreadable' || !Array.isArray(shaped.value)) return shaped;
    const key = (entry: Json) =>
      typeof entry === 'number' ? entry.toString().padStart(20, '0') : JSON.stringify(entry);
    return kept([...shaped.value].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0)));
  };

/** An object of which only the named keys are kept: a key that the API adds later is never noise in every snapshot. */
export const record =
  (fields: Readonly<Record<string, Shape>>): Shape =>
  (value) => {
    if (!isObject(value)) return unreadable(`is ${named(value)}, not an object`);
    const entries: [string, Json][] = [];
    for (const [key, shape] of Object.entries(fields)) {
      const shaped = shape(Object.hasOwn(value, key) ? value[key] : undefined);
      if (shaped.type === 'unreadable') return unreadable(`"${key}" ${shaped.reason}`);
      entries.push([key, shaped.value]);
    }
    return kept(Object.fromEntries(entries));
  };

/** The same, or `null` where an answer does not have it. */
export const maybe =
  (shape: Shape): Shape =>
  (value) =>
    value === null || value === undefined ? kept(null) : shape(value);

/** Options of a field, in their order. A name is kept as it was typed (`raw_name`), not as dynamic content renders it. */
export const options: Shape = (value) => {
  const raw = Array.isArray(value) ? value.map(withRawName) : value;
  return list(record({ id: identifier, name: text, value: requiredText, default: maybe(flag) }))(raw);
};

const withRawName = (option: unknown): unknown =>
  isObject(option) && typeof option['raw_name'] === 'string' ? { ...option, name: option['raw_name'] } : option;

/** Conditions and actions run in their order: never sorted. */
export const actions: Shape = (value) =>
  Array.isArray(value)
    ? list(record({ field: requiredText, value: exactly }))(value)
    : unreadable(`is ${named(value)}, not a list`);

const conditionList = list(record({ field: requiredText, operator: text, value: exactly }));
export const conditions: Shape = record({ all: conditionList, any: conditionList });

/**
 * Who may see it: `null` = everyone, which some answers write as `{}`; groups as a sorted set of `ids`, which some
 * answers repeat as, or replace by, one `id`; one agent as `id`.
 */
export const restriction: Shape = (value) => {
  if (value === null || value === undefined) return kept(null);
  if (!isObject(value)) return unreadable(`is ${named(value)}, not an object`);
  if (Object.keys(value).length === 0) return kept(null);
  const { type, id, ids } = value;
  if (Array.isArray(ids) && ids.length > 0) return record({ type: text, ids: set(identifier) })({ type, ids });
  if (type === 'Group') return record({ type: text, ids: set(identifier) })({ type, ids: [id] });
  return record({ type: text, id: exactly })({ type, id });
};
