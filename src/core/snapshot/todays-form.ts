import { kindOf, type ObjectKey } from '#core/object-key.ts';
import type { JsonObject } from '#json.ts';
import { findKind } from '#kinds/registry.ts';

/** A recorded state as it would be written today: before format 3, a list whose order means nothing was kept in any order. */
export function toTodaysForm(object: ObjectKey, value: JsonObject): JsonObject {
  const { fields = {} } = findKind(kindOf(object)) ?? {};
  const entries = Object.entries(value).map(([field, present]) => {
    const shaped = Array.isArray(present) ? fields[field]?.(present) : undefined;
    return [field, shaped?.type === 'kept' ? shaped.value : present] as const;
  });
  return Object.fromEntries(entries);
}
