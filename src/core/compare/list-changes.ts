import { isJsonObject } from '#core/describe/json-words.ts';
import { canonicalText, type Json } from '#json.ts';

/** Where two values differ, a line each: `conditions.all[0].value: "open" → "new"`. */
export function listChanges(a: Json | undefined, b: Json | undefined, path = ''): readonly string[] {
  if (a === undefined || b === undefined) return [`${path}: ${say(a)} → ${say(b)}`];
  if (canonicalText(a) === canonicalText(b)) return [];
  if (Array.isArray(a) && Array.isArray(b)) {
    const length = Math.max(a.length, b.length);
    return Array.from({ length }, (_, index) => listChanges(a[index], b[index], `${path}[${index}]`)).flat();
  }
  if (isJsonObject(a) && isJsonObject(b)) {
    const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
    return keys.flatMap((key) => listChanges(a[key], b[key], path === '' ? key : `${path}.${key}`));
  }
  return [`${path}: ${say(a)} → ${say(b)}`];
}

const say = (value: Json | undefined): string => (value === undefined ? '(nothing)' : JSON.stringify(value));
