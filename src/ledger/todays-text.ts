import { isOrder, kindOf } from '#core/object-key.ts';
import { type Redaction, redactValue } from '#core/snapshot/redact.ts';
import type { TextOf } from '#core/state/fold.ts';
import { canonicalText } from '#json.ts';
import { toRecorded } from './snapshot-text.ts';

/** Texts by blob id under today's redaction: an approved state may have been recorded under older rules. */
export const todaysText =
  (redaction: Redaction, textOfBlob: (blob: string) => string | null): TextOf =>
  (blob, object) => {
    const text = textOfBlob(blob);
    if (text === null || isOrder(object)) return text;
    return canonicalText(redactValue(toRecorded(object, text).value, kindOf(object), redaction));
  };
