import { type Order, orderIds, parseOrder, toOrder } from '#core/order/order.ts';
import { sameRelativeOrder } from '#core/order/order-edits.ts';
import { toOrderSnapshot } from '#core/order/order-plan.ts';
import type { Snapshot } from '#core/snapshot/snapshot.ts';
import { type LiveOrder, type OrderTarget, planOrderWriteBack } from '#core/write-back/order-write-back.ts';
import type { WriteBackPlan, WriteBackTarget } from '#core/write-back/write-back.ts';
import type { Kind } from '#kinds/kind.ts';
import { type LiveReader, lookUntil, readLiveOrder } from './read-live.ts';
import { tooLate, toRejected, type WriteBackResult, type WriteBackTools } from './write-back-result.ts';

/** What has to be written for a target order, by what a reader sees now. */
export async function planOrderNow(reader: LiveReader, target: WriteBackTarget): Promise<WriteBackPlan> {
  const order = toOrderTarget(target);
  const read = await readLiveOrder(reader, order.kind, new Set(orderIds(order.recorded)));
  return read.type === 'unreadable'
    ? { type: 'refused', refusal: { reason: 'unreadable', detail: read.reason } }
    : planOrderWriteBack(order, read.order);
}

const toOrderTarget = ({ kind, recorded, wanted }: WriteBackTarget): OrderTarget => ({
  kind,
  recorded: orderIn(kind, recorded),
  wanted: orderIn(kind, wanted),
});

const orderIn = (kind: Kind, snapshot: Snapshot | null): Order =>
  (snapshot === null ? null : parseOrder(kind, snapshot.text)) ?? [];

/** As `applyWriteBack`, for the order of a kind. */
export async function applyOrder(tools: WriteBackTools, target: WriteBackTarget): Promise<WriteBackResult> {
  const { writer, clock } = tools;
  const { kind } = target;
  const { recorded } = toOrderTarget(target);
  const plan = await planOrderNow(writer, target);
  if (plan.type === 'refused') return plan;
  if (plan.type === 'nothing') return done(tools, false, plan.goal);
  if (plan.type !== 'reorder') return { type: 'rejected', reason: 'an order can only be rearranged' };
  if (clock.now() > tools.until) return tooLate;
  const written = await writer.writeOrder(kind, plan.write);
  if (written.type === 'refused') return toRejected(written);
  if (written.type === 'gone') return { type: 'rejected', reason: `one of the ${kind.plural} is gone` };
  const goal = orderIn(kind, plan.goal);
  const orderOf = ({ objects, categories }: LiveOrder) => toOrder(kind, objects, categories);
  const after = await lookUntil(
    clock,
    () => readLiveOrder(writer, kind, new Set(orderIds(recorded))),
    (seen) => written.type === 'unknown' || (seen.type === 'listed' && sameRelativeOrder(orderOf(seen.order), goal)),
  );
  if (after.type === 'unreadable') return { type: 'unknown', reason: after.reason };
  const live = orderOf(after.order);
  if (sameRelativeOrder(live, goal)) return done(tools, true, toOrderSnapshot(kind, live));
  if (!sameRelativeOrder(live, recorded)) {
    return { type: 'differs-after', id: 'order', goal: plan.goal, live: toOrderSnapshot(kind, live) };
  }
  const reason = written.type === 'unknown' ? written.reason : 'the account does not show the new order yet';
  return { type: 'unknown', reason };
}

const done = ({ writer }: WriteBackTools, written: boolean, after: Snapshot | null): WriteBackResult => ({
  type: 'done',
  written,
  id: 'order',
  after,
  observed: writer.serverTime(),
});
