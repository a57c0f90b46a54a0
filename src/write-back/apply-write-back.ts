import { idOf } from '#core/object-key.ts';
import type { Snapshot } from '#core/snapshot/snapshot.ts';
import { withId } from '#core/write-back/own-writes.ts';
import {
  isSameSnapshot,
  planWriteBack,
  type WriteBackPlan,
  type WriteBackTarget,
} from '#core/write-back/write-back.ts';
import type { JsonObject } from '#json.ts';
import type { Written } from '#ports.ts';
import { applyOrder, planOrderNow } from './apply-order.ts';
import { type LiveReader, lookUntil, type Mask, readLive, toLive } from './read-live.ts';
import { tooLate, toRejected, type WriteBackResult, type WriteBackTools } from './write-back-result.ts';

/**
 * Reads the object, writes where it is still as recorded, and reads it again. `isKnown` recognizes ids that are recorded, or
 * were when the write was first tried: an unknown object with the target content is one that a lost answer made.
 */
export async function applyWriteBack(
  tools: WriteBackTools,
  target: WriteBackTarget,
  isKnown: (id: string) => boolean,
): Promise<WriteBackResult> {
  const { writer, mask } = tools;
  const { kind, id } = target;
  if (id === 'order') return applyOrder(tools, target);
  const plan = await planNow(writer, mask, target);
  if (plan.type === 'refused') return plan;
  if (plan.type === 'nothing') return done(tools, false, id, plan.goal);
  if (plan.type === 'create') return create(tools, target, plan.goal, plan.body.sent, isKnown);
  if (plan.type === 'reorder') return { type: 'rejected', reason: `${kind.name} ${id} is no order` };
  if (tools.clock.now() > tools.until) return tooLate;
  return plan.type === 'delete'
    ? verify(tools, target, null, await writer.remove(kind, id))
    : verify(tools, target, plan.goal, await writer.update(kind, id, plan.body.sent));
}

/** What has to be written, by what a reader sees now. Writes nothing. */
export async function planNow(reader: LiveReader, mask: Mask, target: WriteBackTarget): Promise<WriteBackPlan> {
  return target.id === 'order'
    ? planOrderNow(reader, target)
    : planWriteBack(target, await readLive(reader, mask, target.kind, target.id));
}

export const done = (
  { writer }: WriteBackTools,
  written: boolean,
  id: string,
  after: Snapshot | null,
): WriteBackResult => ({
  type: 'done',
  written,
  id,
  after,
  observed: writer.serverTime(),
});

/** Looks at the object that was written, whatever the answer was: what counts is what stands there now. */
async function verify(
  tools: WriteBackTools,
  target: WriteBackTarget,
  goal: Snapshot | null,
  written: Written,
): Promise<WriteBackResult> {
  const { writer, mask, clock } = tools;
  const { kind, id, recorded } = target;
  if (written.type === 'refused') return toRejected(written);
  const live = await lookUntil(
    clock,
    () => readLive(writer, mask, kind, id),
    (seen) =>
      written.type !== 'done' ||
      (seen.type === 'there' && !isSameSnapshot(seen.snapshot, recorded)) ||
      seen.type === 'gone',
  );
  if (live.type === 'unreadable')
    return { type: 'unknown', reason: `it cannot be read after the write: ${live.reason}` };
  const present = live.type === 'there' ? live.snapshot : null;
  if (isSameSnapshot(present, goal)) return done(tools, true, id, present);
  if (!isSameSnapshot(present, recorded)) return { type: 'differs-after', id, goal, live: present };
  const reason = written.type === 'unknown' ? written.reason : 'the account does not show the new state yet';
  return { type: 'unknown', reason };
}

/** A POST is never repeated blindly: first comes the search for what an earlier one may have made. */
async function create(
  tools: WriteBackTools,
  { kind }: WriteBackTarget,
  goal: Snapshot,
  body: JsonObject,
  isKnown: (id: string) => boolean,
): Promise<WriteBackResult> {
  const { writer, mask, clock } = tools;
  const isGoal = (seen: Snapshot) => withId(seen, idOf(goal.object)).text === goal.text;
  const search = async (): Promise<Snapshot | string | null> => {
    const listing = await writer.listObjects(kind);
    if (listing.type === 'unusable') return listing.reason;
    const twins = listing.objects.flatMap((item) => {
      const live = toLive(mask, kind, item);
      return live.type === 'there' && !isKnown(idOf(live.snapshot.object)) && isGoal(live.snapshot)
        ? [live.snapshot]
        : [];
    });
    return twins[0] ?? null;
  };
  const before = await search();
  if (typeof before === 'string') return { type: 'unknown', reason: before };
  if (before !== null) return done(tools, false, idOf(before.object), before);
  if (clock.now() > tools.until) return tooLate;
  const written = await writer.create(kind, body);
  if (written.type === 'refused') return toRejected(written);
  if (written.type === 'gone') return { type: 'rejected', reason: `404 for new ${kind.plural}` };
  const { id } = written.type === 'done' ? written : { id: null };
  if (id === null) {
    const twin = await search();
    if (twin !== null && typeof twin !== 'string') return done(tools, true, idOf(twin.object), twin);
    return { type: 'unknown', reason: written.type === 'unknown' ? written.reason : 'the answer names no id' };
  }
  const live = await lookUntil(
    clock,
    () => readLive(writer, mask, kind, id),
    (seen) => seen.type === 'there',
  );
  if (live.type !== 'there') return { type: 'unknown', reason: `${kind.name} ${id} was made but cannot be read yet` };
  return isGoal(live.snapshot)
    ? done(tools, true, id, live.snapshot)
    : { type: 'differs-after', id, goal, live: live.snapshot };
}
