import type { ObjectKey } from '#core/object-key.ts';
import type { Snapshot } from '#core/snapshot/snapshot.ts';
import { isObject, type Json } from '#json.ts';

/** Objects whose recorded state names an id as a value, exactly: after a creation under a new id they still mean the old. */
export const listReferences = (snapshots: Iterable<Snapshot>, id: string): readonly ObjectKey[] =>
  [...snapshots].flatMap(({ object, value }) => {
    const { id: _own, ...rest } = value;
    return names(rest, id) ? [object] : [];
  });

function names(value: Json, id: string): boolean {
  if (typeof value === 'string') return value === id;
  if (typeof value === 'number') return String(value) === id;
  if (Array.isArray(value)) return value.some((item) => names(item, id));
  return isObject(value) && Object.values(value).some((item) => isJson(item) && names(item, id));
}

/** Members of JSON are JSON; `isObject` has forgotten it. */
const isJson = (value: unknown): value is Json => value !== undefined;
