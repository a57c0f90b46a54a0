import { isList, isObject, type Json, type JsonObject, toInteger } from './json.ts';

/** A restriction as a GET shows it: a group one has both `id` and `ids`, whichever of them was sent. */
export function toRestriction(value: Json | undefined): JsonObject | null {
  if (!isObject(value)) return null;
  const type = value['type'];
  const listed = isList(value['ids']) ? value['ids'].flatMap((id) => toInteger(id) ?? []) : [];
  const single = toInteger(value['id']);
  const ids = listed.length > 0 ? listed : single === null ? [] : [single];
  const first = ids[0];
  if (first === undefined || (type !== 'Group' && type !== 'User')) return null;
  return type === 'User' ? { type, id: first } : { type, id: first, ids };
}

/** The user whose personal macro or view this is, else null. */
export function ownerOf(restriction: Json | undefined): number | null {
  return isObject(restriction) && restriction['type'] === 'User' ? toInteger(restriction['id']) : null;
}
