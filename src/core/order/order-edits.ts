import { type Order, orderIds } from './order.ts';

/** The order without these ids. */
export function withoutIds(order: Order, ids: Iterable<string>): Order {
  const gone = new Set(ids);
  return order
    .map(({ category, ids }) => ({ category, ids: ids.filter((id) => !gone.has(id)) }))
    .filter((group) => group.ids.length > 0);
}

/**
 * The order with these ids at the places they have in `like`, next to the same neighbours: a new object, or a trigger
 * that went to another category, while moves of other objects are left for a commit of their own. The categories come in
 * the order of `like`. An id that `like` does not have stays as it is.
 */
export function withIds(order: Order, ids: Iterable<string>, like: Order): Order {
  const known = new Set(orderIds(like));
  const placed = new Set([...ids].filter((id) => known.has(id)));
  const rest = withoutIds(order, placed);
  const groups = new Map(rest.map((group) => [group.category, group.ids]));
  for (const { category, ids: wanted } of like) {
    const merged = mergeGroup(groups.get(category) ?? [], wanted, placed);
    if (merged.length > 0) groups.set(category, merged);
  }
  return mergeCategories(
    [...groups.keys()],
    like.map((group) => group.category),
  ).map((category) => ({
    category,
    ids: groups.get(category) ?? [],
  }));
}

/** Each placed id goes behind the nearest id before it that is there; those with none go before the first one that is. */
function mergeGroup(
  present: readonly string[],
  wanted: readonly string[],
  placed: ReadonlySet<string>,
): readonly string[] {
  const there = new Set(present);
  const leading: string[] = [];
  const following = new Map<string, string[]>();
  let first: string | undefined;
  let list = leading;
  for (const id of wanted) {
    if (placed.has(id)) list.push(id);
    else if (there.has(id)) {
      first ??= id;
      list = [];
      following.set(id, list);
    }
  }
  if (first === undefined) return [...leading, ...present];
  return present.flatMap((id) => [...(id === first ? leading : []), id, ...(following.get(id) ?? [])]);
}

/** The order with its categories as in `like`; one that is new there stays behind the one that it stood behind. */
export function withCategoriesOf(order: Order, like: Order): Order {
  const groups = new Map(order.map((group) => [group.category, group]));
  const categories = mergeCategories(
    [...groups.keys()],
    like.map(({ category }) => category),
  );
  return categories.flatMap((category) => groups.get(category) ?? []);
}

/** Categories in the order of `like`; one that is not in it stays behind the one that stood before it. */
function mergeCategories(
  present: readonly (string | null)[],
  like: readonly (string | null)[],
): readonly (string | null)[] {
  const there = new Set(present);
  const known = new Set(like);
  const merged = like.filter((category) => there.has(category));
  for (const [index, category] of present.entries()) {
    if (known.has(category)) continue;
    const before = present[index - 1];
    merged.splice(before === undefined ? 0 : merged.indexOf(before) + 1, 0, category);
  }
  return merged;
}

/** Whether the ids in both are in the same order: creating or deleting is no reorder (docs/semantics.md, Order). */
export function sameRelativeOrder(a: Order, b: Order): boolean {
  const inA = new Set(orderIds(a));
  const inB = new Set(orderIds(b));
  const left = orderIds(a).filter((id) => inB.has(id));
  const right = orderIds(b).filter((id) => inA.has(id));
  return left.every((id, index) => id === right[index]);
}
