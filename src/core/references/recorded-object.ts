import { kindOf, type ObjectKey } from '#core/object-key.ts';
import { switchIn, titleIn } from '#core/snapshot/known-as.ts';
import { isObject, type JsonObject, tryParse } from '#json.ts';

/** An object as its snapshot holds it. */
export interface RecordedObject {
  readonly object: ObjectKey;
  readonly kind: string;
  readonly title: string;
  readonly active: boolean;
  readonly value: JsonObject;
}

/** Null where someone's edit left no snapshot behind: one bad file stops no other. */
export function toRecordedObject(object: ObjectKey, text: string): RecordedObject | null {
  const value = parseSnapshot(text);
  if (value === null) return null;
  return {
    ...{ object, kind: kindOf(object), value },
    title: titleIn(value) ?? '',
    active: switchIn(value) !== false,
  };
}

const parseSnapshot = (text: string): JsonObject | null => (isObject(tryParse(text)) ? JSON.parse(text) : null);
