import { type Answer, codedErrors, invalidAttribute, toAnswer } from './answer.ts';
import type { Json, JsonObject } from './json.ts';
import { parseJson } from './parse.ts';

type Key = readonly (string | number)[];

/** A way to sort: its name inside the cursor (`position,id`) and the key of an item. */
export type Order<Item> = { readonly cursor: string; readonly key: (item: Item) => Key; readonly descending?: boolean };

export type Listing<Item> = {
  /** Name of the list in the answer. */
  readonly name: string;
  /** `https://acme.zendesk.com/api/v2/triggers.json` */
  readonly url: string;
  readonly items: readonly Item[];
  readonly cursorOrder: Order<Item>;
  readonly offsetOrder: Order<Item>;
  readonly show: (item: Item) => Json;
  readonly sizeMax: number;
};

/** One page, by cursor where `page[…]` asks for it and else by offset (Introduction, "Pagination"). */
export function toPage<Item>(query: URLSearchParams, listing: Listing<Item>): Answer {
  const byCursor = [...query.keys()].some((key) => key.startsWith('page['));
  return byCursor ? toCursorPage(query, listing) : toOffsetPage(query, listing);
}

function toCursorPage<Item>(query: URLSearchParams, listing: Listing<Item>): Answer {
  const size = Number(query.get('page[size]') ?? listing.sizeMax);
  if (!Number.isInteger(size) || size < 1 || size > listing.sizeMax) return invalidPage('page[size]');
  const order = listing.cursorOrder;
  const sorted = sortBy(listing.items, order);
  const after = readCursor(query.get('page[after]'), order.cursor);
  const before = readCursor(query.get('page[before]'), order.cursor);
  if (after === undefined) return invalidPage('page[after]');
  if (before === undefined) return invalidPage('page[before]');
  const sign = order.descending ? -1 : 1;
  const rest = sorted.filter(
    (item) =>
      (after === null || sign * compareKeys(order.key(item), after) > 0) &&
      (before === null || sign * compareKeys(order.key(item), before) < 0),
  );
  const page = before === null ? rest.slice(0, size) : rest.slice(-size);
  // A page behind the last one has no cursor at all, but the last one still has: `has_more` alone ends a listing.
  const cursorOf = (item: Item | undefined) => (item === undefined ? null : writeCursor(order.cursor, order.key(item)));
  const first = cursorOf(page[0]);
  const last = cursorOf(page.at(-1));
  return toAnswer({
    [listing.name]: page.map(listing.show),
    meta: { has_more: rest.length > page.length, after_cursor: last, before_cursor: first },
    links: {
      prev: toLink(query, listing.url, 'page[before]', first),
      next: toLink(query, listing.url, 'page[after]', last),
    },
  });
}

function toOffsetPage<Item>(query: URLSearchParams, listing: Listing<Item>): Answer {
  const number = Number(query.get('page') ?? 1);
  const size = Math.min(Number(query.get('per_page') ?? listing.sizeMax), listing.sizeMax);
  if (!Number.isInteger(number) || number < 1) return invalidAttribute('page must be an integer of 1 or more');
  if (!Number.isInteger(size) || size < 1) return invalidAttribute('per_page must be an integer of 1 or more');
  // Refused since 2024: beyond page 100 or 10,000 records (support.zendesk.com article 5591904358938).
  if (number > 100 || number * size > 10_000) return invalidAttribute('Beyond the limit of offset pagination');
  const sorted = sortBy(listing.items, listing.offsetOrder);
  const page = sorted.slice((number - 1) * size, number * size);
  const link = (wanted: number, exists: boolean) =>
    exists ? withQuery(query, listing.url, 'page', `${wanted}`) : null;
  return toAnswer({
    [listing.name]: page.map(listing.show),
    next_page: link(number + 1, sorted.length > number * size),
    previous_page: link(number - 1, number > 1),
    count: sorted.length,
  });
}

/** The envelope of endpoints that never page. */
export function toWhole(name: string, items: readonly JsonObject[]): Answer {
  return toAnswer({ [name]: items, next_page: null, previous_page: null, count: items.length });
}

function invalidPage(parameter: string): Answer {
  return codedErrors(400, 'InvalidPaginationParameter', `${parameter} is not valid`);
}

function toLink(query: URLSearchParams, url: string, parameter: string, cursor: string | null): string | null {
  return cursor === null ? null : withQuery(query, url, parameter, cursor);
}

function withQuery(query: URLSearchParams, url: string, parameter: string, value: string): string {
  const next = new URLSearchParams(query);
  for (const key of ['page', 'page[after]', 'page[before]']) next.delete(key);
  next.append(parameter, value);
  return `${url}?${next}`;
}

function sortBy<Item>(items: readonly Item[], order: Order<Item>): readonly Item[] {
  const sign = order.descending ? -1 : 1;
  return [...items].sort((left, right) => sign * compareKeys(order.key(left), order.key(right)));
}

function compareKeys(left: Key, right: Key): number {
  for (const [index, one] of left.entries()) {
    const other = right[index] ?? '';
    if (one !== other) return one < other ? -1 : 1;
  }
  return 0;
}

/** As recorded: base64 of `{"o": order, "v": packed key}`. The packing itself is nobody's business. */
function writeCursor(order: string, key: Key): string {
  return toBase64(JSON.stringify({ o: order, v: toBase64(JSON.stringify(key)) }));
}

function readCursor(cursor: string | null, order: string): Key | null | undefined {
  if (cursor === null) return null;
  const outer = parseJson(fromBase64(cursor));
  if (typeof outer !== 'object' || outer === null || !('v' in outer) || outer['o'] !== order) return undefined;
  const key = typeof outer['v'] === 'string' ? parseJson(fromBase64(outer['v'])) : undefined;
  if (!Array.isArray(key)) return undefined;
  return key.filter((part): part is string | number => typeof part === 'string' || typeof part === 'number');
}

function toBase64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

function fromBase64(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8');
}
