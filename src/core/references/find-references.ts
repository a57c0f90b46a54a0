import { conditionLists, findActions, findConditions } from '#core/describe/rule-items.ts';
import { isObject, type Json, type JsonObject } from '#json.ts';
import { textReferences } from './placeholders.ts';
import type { Reference } from './reference.ts';
import { ticketFieldOf, valueReferences } from './value-references.ts';

/** Everything that one object names, in the order of its snapshot, each once per place. */
export function findReferences(value: JsonObject): readonly Reference[] {
  const found: Reference[] = [];
  const seen = new Set<string>();
  const add = (where: string, references: readonly Pick<Reference, 'type' | 'id'>[]): void => {
    for (const { type, id } of references) {
      const key = JSON.stringify([where, type, id]);
      if (!seen.has(key)) found.push({ type, id, where });
      seen.add(key);
    }
  };
  for (const field of ['title', 'description']) add(field, textsIn(value[field] ?? null).flatMap(textReferences));
  const category = value['category_id'];
  if (typeof category === 'string') add('category_id', [{ type: 'category', id: category }]);
  for (const list of conditionLists)
    for (const [index, condition] of (findConditions(value, list) ?? []).entries()) {
      const where = `conditions.${list}[${index}] (${condition.field})`;
      add(where, valueReferences(condition, condition.operator));
      add(where, textsIn(condition.value).flatMap(textReferences));
    }
  for (const [index, action] of (findActions(value) ?? []).entries()) {
    const where = `actions[${index}] (${action.field})`;
    add(where, valueReferences(action));
    add(where, textsIn(action.value).flatMap(textReferences));
  }
  for (const [field, type] of Object.entries(namedIn))
    add(
      field,
      idsOf(value[field] ?? null).map((id) => ({ type, id })),
    );
  for (const field of conditional) add(field, nestedReferences(value[field] ?? null));
  add('variants', textsIn(value['variants'] ?? null).flatMap(textReferences));
  add('restriction', restricted(value['restriction'] ?? null));
  for (const [where, column] of columnsOf(value['execution'] ?? null)) {
    const id = /^\d{1,20}$/.test(column) ? column : ticketFieldOf(column);
    if (id !== null) add(where, [{ type: 'field', id }]);
  }
  return found;
}

/** What the fields of other kinds than rules name, by their ids. */
const namedIn: Readonly<Record<string, Reference['type']>> = {
  ...{ ticket_field_ids: 'field', ticket_form_ids: 'form', ticket_form_id: 'form' },
  ...{ restricted_brand_ids: 'brand', brand_id: 'brand' },
  ...{ primary_groups: 'group', secondary_groups: 'group', group_restrictions: 'group' },
};

const idsOf = (value: Json): readonly string[] =>
  (Array.isArray(value) ? value : [value]).flatMap((id) =>
    typeof id === 'number' || (typeof id === 'string' && /^[\w-]{1,64}$/.test(id)) ? [String(id)] : [],
  );

/** Fields with conditions of their own form: those of forms name fields, those of policies and queues are as in rules. */
const conditional = ['agent_conditions', 'end_user_conditions', 'filter', 'definition'] as const;

function nestedReferences(value: Json, depth = 0): readonly Pick<Reference, 'type' | 'id'>[] {
  if (depth > 6) return [];
  if (Array.isArray(value)) return value.flatMap((item: Json) => nestedReferences(item, depth + 1));
  if (!isObject(value)) return [];
  const { field, operator, value: given = null, parent_field_id: parent, child_fields: children } = value;
  const named = typeof parent === 'number' ? [{ type: 'field' as const, id: String(parent) }] : [];
  const shown = Array.isArray(children)
    ? children.flatMap((child: unknown) =>
        isObject(child) && typeof child['id'] === 'number' ? [{ type: 'field' as const, id: String(child['id']) }] : [],
      )
    : [];
  if (typeof field === 'string')
    return valueReferences({ field, value: given }, typeof operator === 'string' ? operator : '');
  const inner = [value['all'] ?? null, value['any'] ?? null].flatMap((list) => nestedReferences(list, depth + 1));
  return [...named, ...shown, ...inner];
}

function restricted(restriction: Json): readonly Pick<Reference, 'type' | 'id'>[] {
  if (!isObject(restriction)) return [];
  const { type, id, ids } = restriction;
  const all = [
    ...new Set([id, ...(Array.isArray(ids) ? ids : [])].filter((one) => typeof one === 'number').map(String)),
  ];
  if (type === 'Group') return all.map((one) => ({ type: 'group', id: one }));
  return type === 'User' ? all.map((one) => ({ type: 'user', id: one })) : [];
}

function columnsOf(execution: Json): readonly (readonly [string, string])[] {
  if (!isObject(execution)) return [];
  const { columns, group_by, sort_by } = execution;
  const list = Array.isArray(columns) ? columns : [];
  const places: readonly (readonly [string, unknown])[] = [
    ...list.map((column: unknown, index) => [`execution.columns[${index}]`, column] as const),
    ['execution.group_by', group_by],
    ['execution.sort_by', sort_by],
  ];
  return places.flatMap(([where, column]) =>
    typeof column === 'string' || typeof column === 'number' ? [[where, String(column)] as const] : [],
  );
}

/** Every text inside a value, wherever it stands. */
export function textsIn(value: Json): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(textsIn) : [];
}
