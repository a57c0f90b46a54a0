import { type Order, orderIds, type Placed, toOrder } from '#core/order/order.ts';
import { sameRelativeOrder } from '#core/order/order-edits.ts';
import { toOrderSnapshot } from '#core/order/order-plan.ts';
import type { Kind } from '#kinds/kind.ts';
import type { NewPlace, OrderWrite } from './order-write.ts';
import type { WriteBackPlan } from './write-back.ts';

/** The target order of a kind. Only the relative order of objects that exist counts (docs/semantics.md, Order). */
export interface OrderTarget {
  readonly kind: Kind;
  readonly recorded: Order;
  readonly wanted: Order;
}

/** The kind as just listed. */
export interface LiveOrder {
  readonly objects: readonly Placed[];
  /** Category ids in their order, empty ones among them. */
  readonly categories: readonly string[];
}

/** New places that bring the kind back into an earlier order. Whatever is new since stays behind its neighbour. */
export function planOrderWriteBack({ kind, recorded, wanted }: OrderTarget, live: LiveOrder): WriteBackPlan {
  const present = toOrder(kind, live.objects, live.categories);
  if (sameRelativeOrder(present, wanted)) return { type: 'nothing', goal: toOrderSnapshot(kind, present) };
  if (!sameRelativeOrder(present, recorded)) {
    const [before, now] = [recorded, present].map((order) => toOrderSnapshot(kind, order));
    return { type: 'refused', refusal: { reason: 'moved-on', recorded: before ?? null, live: now ?? null } };
  }
  const goal = arrangeLike(present, wanted);
  if (!sameRelativeOrder(goal, wanted)) {
    return { type: 'refused', refusal: { reason: 'other-category', ids: recategorized(present, wanted) } };
  }
  return { type: 'reorder', goal: toOrderSnapshot(kind, goal), write: toOrderWrite(live, goal, wanted) };
}

/** The groups as they are, their ids and themselves in the order of `like`. */
export function arrangeLike(present: Order, like: Order): Order {
  const groups = new Map(present.map((group) => [group.category, group.ids]));
  const wanted = orderIds(like);
  return follow(
    present.map(({ category }) => category),
    like.map(({ category }) => category),
  ).map((category) => ({ category, ids: follow(groups.get(category) ?? [], wanted) }));
}

/** Items in the order of `like`; one that is not in it goes along with the one that it stands behind. */
function follow<T>(items: readonly T[], like: readonly T[]): readonly T[] {
  const rank = new Map(like.map((item, index) => [item, index]));
  const leading: T[] = [];
  const blocks: { readonly rank: number; readonly items: T[] }[] = [];
  for (const item of items) {
    const known = rank.get(item);
    if (known === undefined) (blocks.at(-1)?.items ?? leading).push(item);
    else blocks.push({ rank: known, items: [item] });
  }
  return [...leading, ...blocks.sort((a, b) => a.rank - b.rank).flatMap((block) => block.items)];
}

function recategorized(present: Order, wanted: Order): readonly string[] {
  const home = new Map(wanted.flatMap(({ category, ids }) => ids.map((id) => [id, category] as const)));
  return present.flatMap(({ category, ids }) => ids.filter((id) => home.has(id) && home.get(id) !== category));
}

/** The places that the objects of a group hold together, dealt out again; where two tie, the later one moves on. */
function toOrderWrite({ objects, categories }: LiveOrder, goal: Order, wanted: Order): OrderWrite {
  const positions = new Map(objects.map(({ id, position }) => [id, position]));
  const moved = goal.flatMap(({ ids }) => {
    const held = ids.map((id) => positions.get(id) ?? 0).sort((a, b) => a - b);
    let last = Number.NEGATIVE_INFINITY;
    return ids.flatMap((id, index): readonly NewPlace[] => {
      last = Math.max(held[index] ?? 0, last + 1);
      return positions.get(id) === last ? [] : [{ id, position: last }];
    });
  });
  const arranged = follow(
    categories,
    wanted.flatMap(({ category }) => category ?? []),
  );
  const reordered = arranged.some((category, index) => category !== categories[index]);
  return { objects: moved, categories: reordered ? arranged.map((id, index) => ({ id, position: index + 1 })) : [] };
}
