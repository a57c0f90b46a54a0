import stringify from 'fast-json-stable-stringify';
import { toVisible } from './text.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** A number that JavaScript cannot hold exactly (an integer beyond 2^53), kept as it was written. */
export class InexactNumber {
  readonly literal: string;
  constructor(literal: string) {
    this.literal = literal;
  }
}

// A string is matched first and left alone, so digits inside texts are never touched.
const stringOrNumber = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Parses JSON text without losing digits: a number that would change its value becomes an `InexactNumber`.
 * Throws `SyntaxError` like `JSON.parse`.
 */
export function parseExact(text: string): unknown {
  // Only 16 or more digits, or an exponent, can lose anything: nearly every answer takes the fast path.
  if (!/(?<!\d)\d{16}|\d[eE]/.test(text)) return JSON.parse(text);
  const mark = toMark(text);
  const marked = text.replace(stringOrNumber, (token) =>
    token.startsWith('"') || isExact(token) ? token : JSON.stringify(mark + token),
  );
  return JSON.parse(marked, (_key, value: unknown) =>
    typeof value === 'string' && value.startsWith(mark) ? new InexactNumber(value.slice(mark.length)) : value,
  );
}

/** The same for a text that may be anything: undefined where it is not JSON. */
export function tryParse(text: string): unknown {
  try {
    return parseExact(text);
  } catch {
    return undefined;
  }
}

/** Whether an object in JSON text has a key twice: `JSON.parse` takes the last one, a reader perhaps the first. */
export function repeatsKey(text: string): boolean {
  const open: Set<string>[] = [];
  for (const [token, key] of text.matchAll(/("(?:[^"\\]|\\.)*")\s*:|"(?:[^"\\]|\\.)*"|[{}]/g)) {
    if (token === '{') open.push(new Set());
    else if (token === '}') open.pop();
    else if (key !== undefined) {
      const name: unknown = JSON.parse(key);
      const keys = open.at(-1);
      if (typeof name !== 'string' || keys?.has(name) === true) return true;
      keys?.add(name);
    }
  }
  return false;
}

/** More NULs than any text in it begins with, so that no text is taken for a number: JSON spells a NUL in one way only. */
function toMark(text: string): string {
  let longest = 0;
  for (const [, run = ''] of text.matchAll(/"((?:\\u0000)+)/g)) longest = Math.max(longest, run.length / 6);
  return '\u0000'.repeat(longest + 1);
}

function isExact(literal: string): boolean {
  const value = Number(literal);
  if (/^-?\d+$/.test(literal)) return Number.isSafeInteger(value);
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
}

const jsonToken = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^{}[\],:"]+/g;

/**
 * The one text of a value: keys sorted at every level, 2 spaces, LF, one final newline, invisible characters as `\uXXXX`.
 * Equal values give equal bytes. Indents the sorted compact text rather than a re-parsed object, because JavaScript
 * moves integer-like keys to the front of any object.
 */
export function canonicalText(value: Json): string {
  let depth = 0;
  // Parts, not one growing text: V8 would keep a node of a rope for each of them, for every snapshot of an account.
  const parts: string[] = [];
  let previous = '';
  const line = () => `\n${'  '.repeat(depth)}`;
  for (const [token] of stringify(value).matchAll(jsonToken)) {
    const closes = token === '}' || token === ']';
    const opened = previous === '{' || previous === '[';
    if (closes) {
      depth -= 1;
      parts.push(opened ? token : line() + token);
    } else {
      if (opened || previous === ',') parts.push(line());
      if (token === '{' || token === '[') depth += 1;
      parts.push(token === ':' ? ': ' : token.startsWith('"') ? toVisible(token) : token);
    }
    previous = token;
  }
  parts.push('\n');
  return parts.join('');
}

export const isObject = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof InexactNumber);
