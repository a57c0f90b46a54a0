import { kindOf, type ObjectKey } from '#core/object-key.ts';
import { canonicalText, isObject, parseExact, repeatsKey } from '#json.ts';
import { findKind } from '#kinds/registry.ts';
import { exactly } from '#kinds/shape.ts';
import { isRedacted } from './redact.ts';
import { toSnapshot } from './snapshot.ts';

/**
 * The canonical text of a snapshot file that someone wrote by hand, whatever its spaces and the order of its keys. Null
 * where it is not exactly what a run would record of this object: a field too few could never come true, and one too many
 * would promise what nobody compares. A field that is masked as a whole has no shape to keep to.
 */
export function toExpectedText(object: ObjectKey, text: string): string | null {
  const kind = findKind(kindOf(object));
  if (kind === undefined) return null;
  try {
    const written = exactly(parseExact(text));
    if (repeatsKey(text)) return null;
    if (written.type === 'unreadable' || !isObject(written.value)) return null;
    const { value } = written;
    const fields = Object.entries(kind.fields).map(([field, shape]) => {
      const masked = typeof value[field] === 'string' && isRedacted(value[field]);
      return [field, masked ? exactly : shape] as const;
    });
    const read = toSnapshot({ ...kind, fields: Object.fromEntries(fields) }, value);
    if (read.type === 'unreadable' || read.snapshot.object !== object) return null;
    return canonicalText(value) === read.snapshot.text ? read.snapshot.text : null;
  } catch {
    // No JSON, or nested beyond what the parser follows.
    return null;
  }
}
