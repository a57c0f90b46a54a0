import { findMoves, type Move } from '#core/order/order-moves.ts';

/** Which item of the new list is which item of the old one. Indexes start at 0. */
export interface MatchedItems {
  readonly pairs: readonly { readonly before: number; readonly after: number }[];
  readonly removed: readonly number[];
  readonly added: readonly number[];
}

/**
 * Matches two lists by the strictest key first, so that an edited item is a change of that item and not one that went
 * and one that came. Items of one key are matched in their order.
 */
export function matchItems<Item>(
  before: readonly Item[],
  after: readonly Item[],
  keys: readonly ((item: Item) => string)[],
): MatchedItems {
  const pairs: { before: number; after: number }[] = [];
  let removed = [...before.keys()];
  let added = [...after.keys()];
  for (const key of keys) {
    const waiting = new Map<string, number[]>();
    for (const index of removed)
      waiting.set(key(at(before, index)), [...(waiting.get(key(at(before, index))) ?? []), index]);
    const taken = new Set<number>();
    added = added.filter((index) => {
      const partner = waiting.get(key(at(after, index)))?.shift();
      if (partner === undefined) return true;
      taken.add(partner);
      pairs.push({ before: partner, after: index });
      return false;
    });
    removed = removed.filter((index) => !taken.has(index));
  }
  return { pairs: pairs.sort((a, b) => a.after - b.after), removed, added };
}

/** Matched items whose order among each other changed; a move's id is the item's index in the new list. */
export function findItemMoves({ pairs }: MatchedItems): readonly Move[] {
  const ids = (list: MatchedItems['pairs']) => [{ category: null, ids: list.map((pair) => String(pair.after)) }];
  return findMoves(ids([...pairs].sort((a, b) => a.before - b.before)), ids(pairs));
}

function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) throw new RangeError(`no item ${index}`);
  return item;
}
