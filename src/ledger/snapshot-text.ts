import type { ObjectKey } from '#core/object-key.ts';
import type { Snapshot } from '#core/snapshot/snapshot.ts';
import { isObject, type JsonObject, parseExact } from '#json.ts';

/** A recorded text as the snapshot that it was written from. */
export function toRecorded(object: ObjectKey, text: string): Snapshot {
  const value: unknown = JSON.parse(text);
  const whole: JsonObject = isObject(value) ? JSON.parse(text) : { order: JSON.parse(text) };
  return { object, text, value: whole };
}

/** The title in a recorded text, null where it has none. */
export function titleOf(text: string): string | null {
  const value = parseExact(text);
  return isObject(value) && typeof value['title'] === 'string' ? value['title'] : null;
}

/** Whether a recorded text is of an object that is switched off. */
export function isInactive(text: string): boolean {
  const value = parseExact(text);
  return isObject(value) && value['active'] === false;
}
