import type { Order } from './order.ts';

/** Where an object stands; indexes start at 0. */
export interface MovePlace {
  readonly category: string | null;
  /** Within its category. */
  readonly index: number;
  /** Within the whole order. */
  readonly overall: number;
}

/** One object that was moved. */
export interface Move {
  readonly id: string;
  readonly from: MovePlace;
  readonly to: MovePlace;
  /** Objects that ran before it and now run after it: how many, and the first of them in the new order. */
  readonly above: { readonly count: number; readonly nearest: string | null };
  /** Objects that ran after it and now run before it: how many, and the last of them in the new order. */
  readonly below: { readonly count: number; readonly nearest: string | null };
}

/**
 * The fewest moves that turn one order into the other, in the new order: everything outside one longest run of ids that
 * kept their relative order. Only ids that both have count. O(n log n).
 */
export function findMoves(before: Order, after: Order): readonly Move[] {
  const from = places(before);
  const to = places(after);
  const common = [...to.keys()].filter((id) => from.has(id));
  const old = common.map((id) => from.get(id)?.overall ?? 0);
  const kept = longestRise(old);
  const above = overtaken(old);
  // Seen in a mirror, "later and now earlier" is "earlier and now later".
  const below = overtaken(old.map((value) => -value).reverse()).reverse();
  return common.flatMap((id, index) => {
    const [start, end] = [from.get(id), to.get(id)];
    if (kept.has(index) || !start || !end) return [];
    const name = (at: number | undefined) => (at === undefined ? null : (common[at] ?? null));
    const [over, under] = [above[index], below[index]];
    const mirrored = under?.nearest === undefined ? undefined : common.length - 1 - under.nearest;
    return [
      {
        id,
        from: start,
        to: end,
        above: { count: over?.count ?? 0, nearest: name(over?.nearest) },
        below: { count: under?.count ?? 0, nearest: name(mirrored) },
      },
    ];
  });
}

function places(order: Order): ReadonlyMap<string, MovePlace> {
  const found = new Map<string, MovePlace>();
  for (const { category, ids } of order)
    for (const [index, id] of ids.entries()) found.set(id, { category, index, overall: found.size });
  return found;
}

/** Indexes of one longest strictly rising subsequence (with back-links). */
function longestRise(values: readonly number[]): ReadonlySet<number> {
  const tails: number[] = [];
  const previous: (number | undefined)[] = [];
  for (const [index, value] of values.entries()) {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((values[tails[middle] ?? 0] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    previous.push(tails[low - 1]);
    tails[low] = index;
  }
  const rise = new Set<number>();
  for (let index = tails.at(-1); index !== undefined; index = previous[index]) rise.add(index);
  return rise;
}

/** For each value: how many smaller ones stand behind it, and the index of the nearest of them. */
function overtaken(values: readonly number[]): { readonly count: number; readonly nearest: number | undefined }[] {
  const ranks = new Map([...values].sort((a, b) => a - b).map((value, rank) => [value, rank + 1]));
  const tree: number[] = new Array(values.length + 1).fill(0);
  const result: { count: number; nearest: number | undefined }[] = [];
  const stack: number[] = [];
  for (let index = values.length - 1; index >= 0; index -= 1) {
    const value = values[index] ?? 0;
    const rank = ranks.get(value) ?? 0;
    let count = 0;
    for (let at = rank - 1; at > 0; at -= at & -at) count += tree[at] ?? 0;
    for (let at = rank; at < tree.length; at += at & -at) tree[at] = (tree[at] ?? 0) + 1;
    while (stack.length > 0 && (values[stack.at(-1) ?? 0] ?? 0) > value) stack.pop();
    result.push({ count, nearest: stack.at(-1) });
    stack.push(index);
  }
  return result.reverse();
}
