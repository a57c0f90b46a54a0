import { isJsonObject } from '#core/describe/json-words.ts';
import { findFieldKind, type Names } from '#core/names/names.ts';
import { ticketFieldOf } from '#core/references/value-references.ts';
import type { Json, JsonObject } from '#json.ts';

const lists = ['groups', 'webhooks', 'categories', 'brands', 'ticketFields', 'statuses'] as const;

/** The same value with names in place of ids, so that two accounts can be compared; an id without a name stays. */
export function openNaming(kind: string, names: Names): (value: JsonObject) => JsonObject {
  const known = new Map(
    lists.flatMap((list) => Object.entries(names[list]).map(([id, name]) => [id, `${list}:${name}`])),
  );
  const sayText = (text: string): string =>
    known.get(text) ??
    text.replace(/(custom_fields_|ticket_field_(?:option_title_)?|\/group\/)(\d{1,20})/g, (whole, before, id) => {
      const name = known.get(id) ?? titleOf(names, kind, `custom_fields_${id}`);
      return name === undefined ? whole : `${before}<${name}>`;
    });
  const say = (value: Json): Json => {
    if (typeof value === 'string') return sayText(value);
    if (typeof value === 'number') return known.get(String(value)) ?? value;
    if (Array.isArray(value)) return value.map(say);
    return isJsonObject(value) ? sayObject(value) : value;
  };
  const sayObject = (value: JsonObject): JsonObject => {
    const named = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, say(item)]));
    const { field, value: given } = value;
    if (typeof field !== 'string' || !/^\d{4,20}$/.test(String(given)) || ticketFieldOf(field) !== null) return named;
    const title = valueTitle(names, kind, field, String(given));
    return title === undefined ? named : { ...named, value: `${field}:${title}` };
  };
  return ({ id: _, ...value }) => sayObject(value);
}

function titleOf(names: Names, kind: string, field: string): string | undefined {
  const found = fieldOf(names, kind, field)?.title;
  return found === undefined || found === '' ? undefined : `ticketFields:${found}`;
}

const valueTitle = (names: Names, kind: string, field: string, value: string): string | undefined => {
  const values = fieldOf(names, kind, field)?.values;
  return values !== undefined && Object.hasOwn(values, value) ? values[value] : undefined;
};

function fieldOf(names: Names, kind: string, field: string) {
  for (const stand of ['conditions', 'actions'] as const) {
    const home = findFieldKind(names, kind, stand, field);
    if (home !== undefined) return names.fields[home]?.[stand][field];
  }
  return undefined;
}
