import { isSameMasked } from '#core/snapshot/redact.ts';
import { canonicalText, isObject, type Json, type JsonObject } from '#json.ts';
import type { Kind } from '#kinds/kind.ts';

/**
 * "Updating a condition or action updates both arrays, clearing all existing values", and an automation's update "must
 * include" some conditions (Update Trigger, Update Automation): they go along with every edit.
 */
const together: ReadonlySet<string> = new Set(['conditions', 'actions', 'all', 'any']);

/** "To give all agents access to the view, omit this property" (Update View): left out only where that is meant. */
const kept: ReadonlySet<string> = new Set(['restriction']);

export interface WriteBody {
  readonly sent: JsonObject;
  /** The same for people: secrets masked. */
  readonly shown: JsonObject;
}

/**
 * The body that brings an object to `goal`: all of the kind's write form for a new one (`live` null), else what differs.
 * Switching on or off sends nothing more, so that a rule which names a deleted group can still be deactivated. A secret
 * that did not change is sent back as it was read (`unmasked`): its mask in history is in nobody's way.
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
  const differs = (key: string) =>
    !isSameMasked(canonicalText(wanted[key] ?? null), canonicalText(masked[key] ?? null));
  const edits = Object.keys(wanted).some((key) => key !== 'active' && differs(key));
  const belongs = (key: string) => (edits && together.has(key)) || kept.has(key);
  const bodyWith = (present: JsonObject): JsonObject =>
    Object.fromEntries(
      Object.entries(wanted).flatMap(([key, value]): readonly (readonly [string, Json])[] => {
        if (differs(key)) return [[key, value]];
        const same = present[key] ?? null;
        return belongs(key) && same !== null ? [[key, same]] : [];
      }),
    );
  return { sent: bodyWith(writeForm(kind, live.unmasked)), shown: bodyWith(masked) };
}

function writeForm(kind: Kind, value: JsonObject): JsonObject {
  const form = kind.toWrite?.(value) ?? null;
  return isForm(form) ? form : {};
}

const isForm = (form: Json): form is JsonObject => isObject(form);
