import { isOrder, type ObjectKey } from '#core/object-key.ts';
import { switchIn, titleIn } from '#core/snapshot/known-as.ts';
import type { Snapshot } from '#core/snapshot/snapshot.ts';
import { toTodaysForm } from '#core/snapshot/todays-form.ts';
import { canonicalText, isObject, type JsonObject, tryParse } from '#json.ts';

/** A recorded text as the snapshot that it was written from, in the form of today. */
export function toRecorded(object: ObjectKey, text: string): Snapshot {
  const asWritten = toAsWritten(object, text);
  if (isOrder(object)) return asWritten;
  const value = toTodaysForm(object, asWritten.value);
  return { object, text: canonicalText(value), value };
}

/** The same, byte by byte. A text that is not JSON, which only someone else can have written, holds nothing. */
export function toAsWritten(object: ObjectKey, text: string): Snapshot {
  const value = tryParse(text);
  if (value === undefined) return { object, text, value: {} };
  const whole: JsonObject = isObject(value) ? JSON.parse(text) : { order: JSON.parse(text) };
  return { object, text, value: whole };
}

/** The title in a recorded text, null where it has none. */
export function titleOf(text: string): string | null {
  const value = tryParse(text);
  return isObject(value) ? titleIn(value) : null;
}

/** Whether a recorded text is of an object that is switched off. */
export function isInactive(text: string): boolean {
  const value = tryParse(text);
  return isObject(value) && switchIn(value) === false;
}
