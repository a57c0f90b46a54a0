import type { Json, JsonObject } from '#json.ts';
import { isJsonObject } from './json-words.ts';

/** One action of a rule, as the snapshot holds it. */
export interface Action {
  readonly field: string;
  readonly value: Json;
}

/** One condition of a rule. */
export interface Condition extends Action {
  readonly operator: string;
}

/** `all` = every one must hold, `any` = one of them must. */
export const conditionLists = ['all', 'any'] as const;
export type ConditionList = (typeof conditionLists)[number];

/** The actions of a snapshot, or null where they have another shape (a file that someone edited by hand). */
export function findActions(state: JsonObject | undefined): readonly Action[] | null {
  return findItems(state?.['actions'], ({ field, value }) =>
    typeof field === 'string' && value !== undefined ? { field, value } : null,
  );
}

export function findConditions(state: JsonObject | undefined, list: ConditionList): readonly Condition[] | null {
  const conditions = state?.['conditions'];
  return findItems(isJsonObject(conditions) ? conditions[list] : undefined, ({ field, operator, value }) =>
    typeof field === 'string' && (typeof operator === 'string' || operator === null) && value !== undefined
      ? { field, operator: operator ?? '', value }
      : null,
  );
}

function findItems<Item>(value: Json | undefined, toItem: (item: JsonObject) => Item | null): readonly Item[] | null {
  if (!Array.isArray(value)) return null;
  const items: Item[] = [];
  for (const entry of value) {
    const item = isJsonObject(entry) ? toItem(entry) : null;
    if (item === null) return null;
    items.push(item);
  }
  return items;
}

/** What an action or a condition goes to or is about first: a webhook, a recipient, the value itself. */
export const firstValue = (value: Json): Json => (Array.isArray(value) ? (value[0] ?? null) : value);
