import { InexactNumber, isObject } from '#json.ts';

/**
 * The one place that looks into bodies of the API. Everything that comes in is hostile: nothing here throws, and what
 * does not have its documented shape is null or a reason.
 */

type Fields = { readonly [key: string]: unknown };

export const field = (value: unknown, key: string): unknown =>
  isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;

export const textField = (value: unknown, key: string): string | null => {
  const found = field(value, key);
  return typeof found === 'string' ? found : null;
};

/** A whole number or digits as text, exactly, however long; null for anything else. */
export function digits(value: unknown): string | null {
  if (Number.isSafeInteger(value)) return String(value);
  const text = value instanceof InexactNumber ? value.literal : typeof value === 'string' ? value : String(value);
  const usable = typeof value === 'number' || typeof value === 'string' || value instanceof InexactNumber;
  return usable && /^-?\d{1,40}$/.test(text) ? text : null;
}

/** The system's code of an error, or of what caused it (`ECONNRESET`); empty where there is none. */
export function errorCode(thrown: unknown): string {
  if (!isObject(thrown)) return '';
  const code = thrown['code'];
  if (typeof code === 'string') return code;
  return thrown['cause'] === undefined ? '' : errorCode(thrown['cause']);
}

/** What an error body of any of Zendesk's three shapes says. */
export function errorText(body: unknown): string {
  const words = (value: unknown, keys: readonly string[]): string =>
    keys.flatMap((key) => textField(value, key) ?? []).join(': ');
  const first = (value: unknown): unknown => (Array.isArray(value) ? value[0] : undefined);
  const found = [
    words(body, ['error', 'description', 'error_description', 'message']),
    words(field(body, 'error'), ['title', 'message']),
    words(first(field(body, 'errors')), ['code', 'title', 'detail']),
  ].filter((text) => text !== '');
  return found.join('; ') || 'no reason is given';
}

/**
 * Whether a 404 says that there is no such object: `{"error":"RecordNotFound"}` for rules, `errors[].code` ending in
 * `NotFound` for categories. An unknown path (`InvalidEndpoint`), HTML or `{}` says nothing about the object.
 */
export function saysNotFound(body: unknown): boolean {
  if (textField(body, 'error') === 'RecordNotFound') return true;
  const errors = field(body, 'errors');
  return Array.isArray(errors) && errors.some((error) => /NotFound$/.test(textField(error, 'code') ?? ''));
}

export function parseToken(body: unknown): { readonly value: string; readonly expiresIn: number | null } | null {
  const value = textField(body, 'access_token');
  const expiresIn = field(body, 'expires_in');
  if (value === null) return null;
  return { value, expiresIn: typeof expiresIn === 'number' && expiresIn > 0 ? expiresIn : null };
}

/** One page of a cursor-paginated list, or why it is none. `next` is null on the last page. */
export type ParsedPage =
  | { readonly type: 'page'; readonly items: readonly unknown[]; readonly next: string | null }
  | { readonly type: 'broken'; readonly reason: string };

const longestCursor = 4_096;

export function parsePage(body: unknown, key: string): ParsedPage {
  const items = field(body, key);
  if (!Array.isArray(items)) return { type: 'broken', reason: `it has no list "${key}"` };
  const meta = field(body, 'meta');
  const more = field(meta, 'has_more');
  if (typeof more !== 'boolean') return { type: 'broken', reason: 'it has no meta.has_more' };
  // A last page may still carry a cursor and a `links.next`: only has_more counts.
  if (!more) return { type: 'page', items, next: null };
  const next = textField(meta, 'after_cursor');
  if (next === null || next === '' || next.length > longestCursor)
    return { type: 'broken', reason: 'it says that there is more but has no usable meta.after_cursor' };
  return { type: 'page', items, next };
}

export const parseUser = (
  body: unknown,
): { readonly id: string | null; readonly name: string; readonly role: string } | null => {
  const user: unknown = field(body, 'user');
  if (!isObject(user)) return null;
  const fields: Fields = user;
  return { id: digits(fields['id']), name: textField(user, 'name') ?? '', role: textField(user, 'role') ?? '' };
};
