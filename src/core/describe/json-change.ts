import type { DescribedLine, Words } from '#core/words.ts';
import { type Json, parseExact, repeatsKey } from '#json.ts';
import { exactly } from '#kinds/shape.ts';
import { changedValue } from './changed-words.ts';
import { jsonKey } from './json-words.ts';
import { count, quoted } from './phrases.ts';
import { leavesOf } from './raw-difference.ts';

/** Differences shown of one body; the diff holds the rest. */
const limit = 12;

const compact = (text: string): string => text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, '$1');

/**
 * What changed in a body that is JSON before and after, key by key: `body "ticket.id": "a" → "b"`. Null where one of them is
 * not, or holds what comparing would lose. `changedText` says what changed in a long text.
 */
export function jsonChange(
  label: Words,
  before: string,
  after: string,
  changedText: (label: Words, before: string, after: string) => readonly DescribedLine[] | null,
): readonly DescribedLine[] | null {
  const [old, now] = [parseBody(before), parseBody(after)];
  if (old === null || now === null) return null;
  if (compact(before) === compact(after))
    return [{ words: [...label, ': only its white space changed, which does not change its meaning'] }];
  const leaves = leavesOf([], old, now);
  if (leaves.length === 0)
    return [{ words: [...label, ': only the order of its keys or its notation changed, its values are the same'] }];
  const lines = leaves.slice(0, limit).flatMap(({ path, before: was, after: is }) => {
    const start: Words = path.length === 0 ? label : [...label, ' ', ...quoted(path.join('.'))];
    const long = typeof was === 'string' && typeof is === 'string' ? changedText(start, was, is) : null;
    return long ?? [{ words: [...start, ': ', ...changedValue(was, is)] }];
  });
  const rest = leaves.length - limit;
  return rest > 0 ? [...lines, { words: [...label, `: ${count(rest)} more differences`] }] : lines;
}

/** An object or a list; null for any other text, and where a key stands twice or a number loses digits. */
function parseBody(text: string): Json | null {
  if (!/^\s*[[{]/.test(text)) return null;
  try {
    const shaped = exactly(parseExact(text));
    return shaped.type === 'kept' && !repeatsKey(text) ? shaped.value : null;
  } catch {
    return null;
  }
}

export const isJsonBody = (text: string): boolean => parseBody(text) !== null;

/** The same text for bodies that mean the same: JSON without its white space and with sorted keys, any other as it is. */
export function meaningOf(text: string): string {
  const body = parseBody(text);
  return body === null ? text : jsonKey(body);
}
