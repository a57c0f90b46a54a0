import { isObject, type Json, type JsonObject, objectsIn } from './json.ts';
import type { Problem } from './rule.ts';

/** `{all, any}` of a body, from `conditions` or from the older top-level arrays. */
export function toConditions(input: JsonObject): JsonObject {
  const nested = isObject(input['conditions']) ? input['conditions'] : {};
  return { all: toList(nested['all'] ?? input['all']), any: toList(nested['any'] ?? input['any']) };
}

export function hasConditions(input: JsonObject): boolean {
  return ['conditions', 'all', 'any'].some((key) => key in input);
}

export function toList(value: Json | undefined): readonly JsonObject[] {
  return objectsIn(value).map(({ field, operator, value: wanted }) => ({
    field: field ?? '',
    operator: operator ?? '',
    value: wanted ?? (wanted === null ? null : ''),
  }));
}

export function toActions(value: Json | undefined): readonly JsonObject[] {
  return objectsIn(value).map(({ field, value: wanted }) => ({ field: field ?? '', value: wanted ?? null }));
}

export function problemsOfTitle(title: string): readonly Problem[] {
  return title.trim() === '' ? [{ field: 'title', description: 'Title: cannot be blank', error: 'BlankValue' }] : [];
}

export function problemsOfActions(actions: Json | undefined): readonly Problem[] {
  return objectsIn(actions).length === 0
    ? [{ field: 'actions', description: 'Actions: must have at least one action', error: 'BlankValue' }]
    : [];
}

const narrowing = new Set(['status', 'custom_status_id', 'type', 'group_id', 'assignee_id', 'requester_id']);

/** Automations and views must narrow by one of these fields, and only `all` counts (Create View, Create Automation). */
export function problemsOfNarrowing(conditions: Json | undefined): readonly Problem[] {
  const all = isObject(conditions) ? objectsIn(conditions['all']) : [];
  if (all.some(({ field }) => typeof field === 'string' && narrowing.has(field))) return [];
  const description = 'Conditions: must check status, type, group, assignee or requester at least once in "all"';
  return [{ field: 'conditions', description, error: 'InvalidValue' }];
}
