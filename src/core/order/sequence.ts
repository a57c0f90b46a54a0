import { type Change, changesObject, timeOf } from '#core/change.ts';
import { compareText } from '#core/entry/audit-entry.ts';
import { idOf, isOrder, kindOf } from '#core/object-key.ts';
import type { Snapshot } from '#core/snapshot/snapshot.ts';
import type { Kind } from '#kinds/kind.ts';
import { type Order, orderIds } from './order.ts';
import { withoutIds } from './order-edits.ts';
import { invertedIds, type OrderPlan, placeIds, toOrderSnapshot } from './order-plan.ts';

/** A change in its place, with the text that `order.json` has after it; null where the order is as before. */
export interface SequencedChange {
  readonly change: Change;
  readonly orderText: string | null;
}

/**
 * The changes of a run in the order of their commits: by time, then by object. `order.json` follows step by step, so that
 * each commit holds just the places it made, moved or removed.
 */
export function sequenceChanges(
  changes: readonly Change[],
  orders: ReadonlyMap<string, { readonly kind: Kind; readonly recorded: Order; readonly plan: OrderPlan }>,
): readonly SequencedChange[] {
  const folded = new Set([...orders.values()].flatMap(({ plan }) => [...plan.folded]));
  const reorders = [...orders.values()].flatMap(({ plan }) => plan.reorder ?? []);
  const sorted = [...changes.filter((change) => !folded.has(change)), ...reorders].sort(
    (a, b) => compareText(timeOf(a), timeOf(b)) || compareText(a.object, b.object),
  );
  const current = new Map([...orders].map(([name, { recorded }]) => [name, recorded]));
  // The last step of a kind takes in what no step by itself shows, such as the place of a category that was empty meanwhile.
  const last = new Map(
    sorted.flatMap((change) => {
      const plan = orders.get(kindOf(change.object))?.plan;
      return plan && !plan.waits && touchesOrder(change, plan) ? [[kindOf(change.object), change] as const] : [];
    }),
  );
  return sorted.map((change) => {
    const name = kindOf(change.object);
    const order = orders.get(name);
    const before = current.get(name);
    if (!order || !before) return { change, orderText: null };
    const after = last.get(name) === change ? order.plan.target : stepOrder(before, change, order.plan);
    current.set(name, after);
    const [from, to] = [toOrderSnapshot(order.kind, before), toOrderSnapshot(order.kind, after)];
    return {
      change: isOrder(change.object) ? withStates(change, from, to, invertedIds(before, after)) : change,
      orderText: from.text === to.text ? null : to.text,
    };
  });
}

/** What moved is what these two states show: whoever reads history later finds the same. */
const withStates = (change: Change, before: Snapshot, after: Snapshot, moved: ReadonlySet<string>): Change =>
  change.explains === undefined ? { ...change, before, after, moved: [...moved] } : { ...change, before, after };

const touchesOrder = (change: Change, { movers }: OrderPlan): boolean =>
  change.type === 'created' || change.type === 'deleted' || change.type === 'reordered' || moves(change, movers);

/** Whether it is the edit that moved its object; a late entry of the same object is not. */
const moves = (change: Change, movers: ReadonlySet<string>): boolean =>
  change.explains === undefined && changesObject(change) && movers.has(idOf(change.object));

function stepOrder(order: Order, change: Change, { target: wanted, movers }: OrderPlan): Order {
  const { object, type } = change;
  const id = idOf(object);
  if (type === 'deleted') return withoutIds(order, [id]);
  if (type === 'created' || (type !== 'reordered' && moves(change, movers))) return placeIds(order, [id], wanted);
  if (type !== 'reordered') return order;
  const here = new Set(orderIds(order));
  const kept = withoutIds(
    wanted,
    orderIds(wanted).filter((other) => !here.has(other)),
  );
  const known = new Set(orderIds(kept));
  return placeIds(
    kept,
    [...here].filter((other) => !known.has(other)),
    order,
  );
}
