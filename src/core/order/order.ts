import { compareText } from '#core/entry/audit-entry.ts';
import { canonicalText, isObject, type Json, tryParse } from '#json.ts';
import type { Kind } from '#kinds/kind.ts';
import { isPathSafeId } from '#kinds/object-id.ts';

/** The objects of one category in their order. Kinds that are not ordered by category have one group, category null. */
export interface OrderGroup {
  readonly category: string | null;
  readonly ids: readonly string[];
}

/** What `order.json` holds: groups in their order, none of them empty, each id once. */
export type Order = readonly OrderGroup[];

/** An object's place as its own answer of the API gave it. */
export interface Placed {
  readonly id: string;
  readonly position: number;
  readonly categoryId: string | null;
}

/** Numeric ids by their number, to break ties: positions tie in real accounts (docs/zendesk-api.md, Positions). */
const compareIds = (a: string, b: string): number => a.length - b.length || compareText(a, b);

/** The order of a kind. Categories come as listed; one that is not listed comes after them, "no category" last. */
export function toOrder(kind: Kind, objects: readonly Placed[], categories: readonly string[]): Order {
  const rank = new Map(categories.map((category, index) => [category, index]));
  const sorted = [...objects].sort((a, b) => a.position - b.position || compareIds(a.id, b.id));
  const groups = new Map<string | null, string[]>();
  for (const { id, categoryId } of sorted) {
    const category = kind.order === 'category' ? categoryId : null;
    const ids = groups.get(category) ?? [];
    if (ids.length === 0) groups.set(category, ids);
    ids.push(id);
  }
  const rankOf = (category: string | null) =>
    category === null ? Infinity : (rank.get(category) ?? categories.length);
  return [...groups]
    .map(([category, ids]) => ({ category, ids }))
    .sort(
      (a, b) =>
        compareNumbers(rankOf(a.category), rankOf(b.category)) || compareIds(a.category ?? '', b.category ?? ''),
    );
}

// Not a subtraction: infinity minus infinity is no number.
const compareNumbers = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0);

export const orderIds = (order: Order): readonly string[] => order.flatMap((group) => group.ids);

/** The text of `order.json`: `[{"category": "900", "ids": [1, 2]}]` or `[1, 2]` (docs/format.md, Order files). */
export function orderText(kind: Kind, order: Order): string {
  if (kind.order !== 'category') return canonicalText(orderIds(order).map(toJsonId));
  return canonicalText(
    order
      .filter((group) => group.ids.length > 0)
      .map(({ category, ids }): Json => ({ category, ids: ids.map(toJsonId) })),
  );
}

// As a number only where that number is written back as exactly the same id.
const toJsonId = (id: string): Json => {
  const number = Number(id);
  return Number.isSafeInteger(number) && String(number) === id ? number : id;
};

/** Reads `order.json` back. Null where the text is anything else, or names an object or a category twice. */
export function parseOrder(kind: Kind, text: string): Order | null {
  const value = tryParse(text);
  if (!Array.isArray(value)) return null;
  const groups = kind.order === 'category' ? value.map(parseGroup) : value.length === 0 ? [] : [parsePlain(value)];
  const order = groups.filter((group) => group !== null);
  const ids = orderIds(order);
  const whole = order.length === groups.length && new Set(ids).size === ids.length;
  return whole && new Set(order.map((group) => group.category)).size === order.length ? order : null;
}

function parseGroup(value: unknown): OrderGroup | null {
  if (!isObject(value) || !Array.isArray(value['ids']) || value['ids'].length === 0) return null;
  const category = value['category'];
  if (category !== null && typeof category !== 'string') return null;
  const plain = parsePlain(value['ids']);
  return plain && { category, ids: plain.ids };
}

function parsePlain(values: readonly unknown[]): OrderGroup | null {
  const ids = values.map(parseId);
  return ids.every((id) => id !== null) ? { category: null, ids } : null;
}

function parseId(value: unknown): string | null {
  if (typeof value !== 'string' && !(typeof value === 'number' && Number.isSafeInteger(value))) return null;
  return isPathSafeId(String(value)) ? String(value) : null;
}
