import { canonicalText, isObject, type Json, type JsonObject } from '#json.ts';
import type { Kind } from '#kinds/kind.ts';

/** "Updating a condition or action updates both arrays, clearing all existing values" (Update Trigger): one, then all. */
const together: ReadonlySet<string> = new Set(['conditions', 'actions', 'all', 'any']);

/**
 * The body that brings an object to `goal`: all of the kind's write form for a new one (`live` null), else what differs.
 * Less is safer: a rule that names a deleted group can still be deactivated, and a secret that did not change is sent back
 * as it was read (`unmasked`), so that its mask in history is in nobody's way.
 */
export function toBody(
  kind: Kind,
  goal: JsonObject,
  live: { readonly unmasked: JsonObject; readonly masked: JsonObject } | null,
): JsonObject {
  const wanted = writeForm(kind, goal);
  if (live === null) return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== null));
  const masked = writeForm(kind, live.masked);
  const unmasked = writeForm(kind, live.unmasked);
  const differs = (key: string) => canonicalText(wanted[key] ?? null) !== canonicalText(masked[key] ?? null);
  const anyTogether = Object.keys(wanted).some((key) => together.has(key) && differs(key));
  return Object.fromEntries(
    Object.entries(wanted).flatMap(([key, value]): readonly (readonly [string, Json])[] => {
      if (differs(key)) return [[key, value]];
      return anyTogether && together.has(key) ? [[key, unmasked[key] ?? null]] : [];
    }),
  );
}

function writeForm(kind: Kind, value: JsonObject): JsonObject {
  const form = kind.toWrite(value);
  return isForm(form) ? form : {};
}

const isForm = (form: Json): form is JsonObject => isObject(form);
