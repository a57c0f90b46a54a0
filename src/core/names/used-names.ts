import { own } from '#core/describe/phrases.ts';
import { conditionLists, findActions, findConditions } from '#core/describe/rule-items.ts';
import { titleKeys } from '#core/describe/value-parts.ts';
import { isObject, type Json, type JsonObject } from '#json.ts';
import { type FieldNames, findFieldKind, type Names, type Stand } from './names.ts';

/** A recorded state that may be described: of an object, or the order of its kind. */
export interface NamedState {
  readonly kind: string;
  readonly value: Json;
}

const lists = ['groups', 'webhooks', 'categories', 'brands', 'ticketFields', 'statuses'] as const;

/**
 * The words that these states use, and no others: describing any of them, or a change from one to another, gives the same
 * words as with all the account's. One field of an account may have 12,000 options.
 */
export function keepUsedNames(names: Names, states: Iterable<NamedState>): Names {
  const fields = openFields(names);
  const ids = openIds(names);
  for (const { kind, value } of states) {
    ids.take(value);
    if (isJsonObject(value)) fields.take(kind, value);
  }
  return { ...names, ...ids.kept(), fields: fields.kept() };
}

/** What is recorded, with what the account says now over it: a webhook that is gone keeps the name that it had. */
export function mergeNames(recorded: Names, now: Names): Names {
  const merged = Object.fromEntries(lists.map((list) => [list, { ...recorded[list], ...now[list] }]));
  return { ...now, ...merged, fields: mergeRecords(recorded.fields, now.fields, mergeStands) };
}

type Stands = Names['fields'][string];

const mergeStands = (recorded: Stands, now: Stands): Stands => ({
  actions: mergeRecords(recorded.actions, now.actions, mergeField),
  conditions: mergeRecords(recorded.conditions, now.conditions, mergeField),
});

const mergeField = (recorded: FieldNames, now: FieldNames): FieldNames => ({
  title: now.title,
  values: { ...recorded.values, ...now.values },
  operators: { ...recorded.operators, ...now.operators },
});

function mergeRecords<Item>(
  recorded: Readonly<Record<string, Item>>,
  now: Readonly<Record<string, Item>>,
  merge: (recorded: Item, now: Item) => Item,
): Readonly<Record<string, Item>> {
  const both = Object.entries(now).map(([key, item]) => {
    const before = own(recorded, key);
    return [key, before === undefined ? item : merge(before, item)] as const;
  });
  return { ...recorded, ...Object.fromEntries(both) };
}

/** Ids stand anywhere in a state, for some fields behind a prefix: whichever of the known ones it holds is used. */
function openIds(names: Names) {
  const known = new Set(lists.flatMap((list) => Object.keys(names[list])));
  const longest = [...known].reduce((most, id) => Math.max(most, id.length), 0) + longestAround;
  const used = new Set<string>();
  const takeText = (text: string): void => {
    // Bodies of mails are not looked up: no id is as long as that.
    if (text.length > longest) return;
    const inside = [...text.matchAll(inText)].map(([, id = '']) => id);
    for (const id of [text, ...inside]) if (known.has(id)) used.add(id);
  };
  const take = (value: Json): void => {
    if (typeof value === 'string' || typeof value === 'number') takeText(String(value));
    else if (Array.isArray(value)) for (const item of value) take(item);
    else if (isJsonObject(value)) for (const item of Object.values(value)) take(item);
  };
  return { take, kept: () => pickLists(names, used) };
}

/** Ids inside the keys of fields, and inside the receivers of side conversations. */
const inText = /(?:custom_fields_|ticket_field_|\/group\/)(\d{1,20})/g;
const longestAround = 200;

const pickLists = (
  names: Names,
  used: ReadonlySet<string>,
): Readonly<Record<string, Readonly<Record<string, string>>>> =>
  Object.fromEntries(
    lists.map((list) => [list, Object.fromEntries(Object.entries(names[list]).filter(([id]) => used.has(id)))]),
  );

interface UsedField {
  readonly words: FieldNames;
  readonly values: Map<string, string>;
  readonly operators: Map<string, string>;
}

/** Fields by what conditions and actions name, with the values and operators that stand there. */
function openFields(names: Names) {
  const used = new Map<string, Record<Stand, Map<string, UsedField>>>();
  const find = (kind: string, stand: Stand, field: string): UsedField | null => {
    const name = findFieldKind(names, kind, stand, field);
    const words = name === undefined ? undefined : own(names.fields[name]?.[stand], field);
    if (name === undefined || words === undefined) return null;
    const stands = used.get(name) ?? { actions: new Map(), conditions: new Map() };
    used.set(name, stands);
    const known = stands[stand].get(field) ?? { words, values: new Map(), operators: new Map() };
    stands[stand].set(field, known);
    return known;
  };
  return {
    take: (kind: string, state: JsonObject): void => {
      for (const { field, value } of findActions(state) ?? []) takeValue(find(kind, 'actions', field), value);
      for (const { field, operator, value } of conditionLists.flatMap((list) => findConditions(state, list) ?? [])) {
        const found = find(kind, 'conditions', field);
        const title = own(found?.words.operators, operator);
        if (title !== undefined) found?.operators.set(operator, title);
        takeValue(found, value);
      }
    },
    kept: (): Names['fields'] =>
      Object.fromEntries(
        [...used].map(([name, { actions, conditions }]) => [
          name,
          { actions: toRecord(actions), conditions: toRecord(conditions) },
        ]),
      ),
  };
}

function takeValue(field: UsedField | null, value: Json): void {
  if (field === null || value === null) return;
  if (Array.isArray(value)) for (const item of value) takeValue(field, item);
  else if (typeof value !== 'object') {
    for (const key of titleKeys(String(value))) {
      const title = own(field.words.values, key);
      if (title !== undefined) field.values.set(key, title);
    }
  }
}

const toRecord = (fields: ReadonlyMap<string, UsedField>): Readonly<Record<string, FieldNames>> =>
  Object.fromEntries(
    [...fields].map(([field, { words, values, operators }]) => [
      field,
      { title: words.title, values: Object.fromEntries(values), operators: Object.fromEntries(operators) },
    ]),
  );

const isJsonObject = (value: Json): value is JsonObject => isObject(value);
