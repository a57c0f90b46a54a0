import { type Order, orderIds } from './order.ts';

/** Whether an object runs; one of which nothing is known counts as running. */
export type IsActive = (id: string) => boolean;

/** Whether what runs still runs in the order that it had: inactive objects may change places, and a category may move them. */
export function sameRunOrder(before: Order, after: Order, isActive: IsActive): boolean {
  const [old, now] = [orderIds(before), orderIds(after)];
  const [had, has] = [new Set(old), new Set(now)];
  const sequence = (ids: readonly string[]) => ids.filter((id) => had.has(id) && has.has(id) && isActive(id)).join(' ');
  return sequence(old) === sequence(now);
}

/**
 * How many active objects one runs before, or after, that used to run the other way round, and the nearest of them. Those in
 * `said` are left out: the other side of a pair has been said.
 */
export interface Passed {
  readonly count: number;
  readonly nearest: string | null;
}

export function passedBy(
  id: string,
  before: Order,
  after: Order,
  isActive: IsActive,
  said: ReadonlySet<string> = new Set(),
): { readonly above: Passed; readonly below: Passed } {
  if (!isActive(id)) return { above: { count: 0, nearest: null }, below: { count: 0, nearest: null } };
  const [old, now] = [orderIds(before), orderIds(after)];
  const places = new Map(old.map((other, index) => [other, index]));
  const from = places.get(id) ?? 0;
  const at = now.indexOf(id);
  const side = (others: readonly string[], wasFirst: boolean): Passed => {
    const passed = others.filter((other) => {
      const place = places.get(other);
      return place !== undefined && place < from === wasFirst && isActive(other) && !said.has(other);
    });
    return { count: passed.length, nearest: (wasFirst ? passed[0] : passed.at(-1)) ?? null };
  };
  return { above: side(now.slice(at + 1), true), below: side(now.slice(0, at), false) };
}
