import { canonicalText, isObject, type Json, type JsonObject } from '#json.ts';
import type { Kind } from '#kinds/kind.ts';

/** "Updating a condition or action updates both arrays, clearing all existing values" (Update Trigger): one, then all. */
const together: ReadonlySet<string> = new Set(['conditions', 'actions', 'all', 'any']);

export interface WriteBody {
  readonly sent: JsonObject;
  /** The same for people: secrets masked. */
  readonly shown: JsonObject;
}

/**
 * The body that brings an object to `goal`: all of the kind's write form for a new one (`live` null), else what differs.
 * Less is safer: a rule that names a deleted group can still be deactivated, and a secret that did not change is sent back
 * as it was read (`unmasked`), so that its mask in history is in nobody's way.
 */
export function toBody(
  kind: Kind,
  goal: JsonObject,
  live: { readonly unmasked: JsonObject; readonly masked: JsonObject } | null,
): WriteBody {
  const wanted = writeForm(kind, goal);
  if (live === null) {
    const whole = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== null));
    return { sent: whole, shown: whole };
  }
  const masked = writeForm(kind, live.masked);
  const differs = (key: string) => canonicalText(wanted[key] ?? null) !== canonicalText(masked[key] ?? null);
  const anyTogether = Object.keys(wanted).some((key) => together.has(key) && differs(key));
  const bodyWith = (present: JsonObject): JsonObject =>
    Object.fromEntries(
      Object.entries(wanted).flatMap(([key, value]): readonly (readonly [string, Json])[] => {
        if (differs(key)) return [[key, value]];
        return anyTogether && together.has(key) ? [[key, present[key] ?? null]] : [];
      }),
    );
  return { sent: bodyWith(writeForm(kind, live.unmasked)), shown: bodyWith(masked) };
}

function writeForm(kind: Kind, value: JsonObject): JsonObject {
  const form = kind.toWrite(value);
  return isForm(form) ? form : {};
}

const isForm = (form: Json): form is JsonObject => isObject(form);
