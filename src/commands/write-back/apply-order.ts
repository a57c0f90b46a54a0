import { orderIds, toOrder } from '#drift/order.ts';
import { sameRelativeOrder } from '#drift/order-edits.ts';
import { toOrderSnapshot } from '#drift/order-plan.ts';
import { type OrderWish, planOrderWriteBack } from '#drift/order-write-back.ts';
import type { WriteBackResult, WriteBackTools } from './apply-write-back.ts';
import { lookUntil, readLiveOrder } from './read-live.ts';

/** As `applyWriteBack`, for the order of a kind. */
export async function applyOrder({ writer, clock }: WriteBackTools, wish: OrderWish): Promise<WriteBackResult> {
  const { kind, recorded } = wish;
  const tracked = new Set(orderIds(recorded));
  const look = () => readLiveOrder(writer, kind, tracked);
  const before = await look();
  if (before.type === 'unreadable')
    return { type: 'refused', refusal: { reason: 'unreadable', detail: before.reason } };
  const plan = planOrderWriteBack(wish, before.order);
  if (plan.type === 'refused') return plan;
  const toSnapshot = (order: typeof before.order) =>
    toOrderSnapshot(kind, toOrder(kind, order.objects, order.categories));
  const done = (written: boolean, order: typeof before.order): WriteBackResult => ({
    type: 'done',
    written,
    id: 'order',
    after: toSnapshot(order),
    observed: writer.serverTime(),
  });
  if (plan.type === 'nothing') return done(false, before.order);
  const written = await writer.writeOrder(kind, plan.write);
  if (written.type === 'refused') return { type: 'rejected', reason: `${written.status} ${written.reason}` };
  if (written.type === 'gone') return { type: 'rejected', reason: `something of the order of ${kind.plural} is gone` };
  const orderOf = (order: typeof before.order) => toOrder(kind, order.objects, order.categories);
  const isThere = (order: typeof before.order) => sameRelativeOrder(orderOf(order), plan.goal);
  const after = await lookUntil(
    clock,
    look,
    (seen) => written.type === 'unknown' || (seen.type === 'listed' && isThere(seen.order)),
  );
  if (after.type === 'unreadable') return { type: 'unknown', reason: after.reason };
  if (isThere(after.order)) return done(true, after.order);
  if (!sameRelativeOrder(orderOf(after.order), recorded)) {
    return {
      type: 'differs-after',
      id: 'order',
      goal: toOrderSnapshot(kind, plan.goal),
      live: toSnapshot(after.order),
    };
  }
  const reason = written.type === 'unknown' ? written.reason : 'the account does not show the new order yet';
  return { type: 'unknown', reason };
}
