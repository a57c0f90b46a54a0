import { type Change, changesObject } from '#core/change.ts';
import { clockToleranceSeconds, logLagSeconds } from '#core/entry/attribution.ts';
import { type AuditEntry, compareEntries } from '#core/entry/audit-entry.ts';
import { idOf, objectKey } from '#core/object-key.ts';
import { later, secondsBetween, type UtcTime } from '#core/time.ts';
import type { Kind } from '#kinds/kind.ts';
import { type Order, orderIds, orderText } from './order.ts';
import { sameRelativeOrder, withCategoriesOf, withIds, withoutIds } from './order-edits.ts';
import { findMoves } from './order-moves.ts';

/** The order of one kind, as recorded and as just listed. */
export interface OrderReading {
  readonly kind: Kind;
  readonly recorded: Order;
  /** Null where the kind was not listed whole: then only deletions touch the order. */
  readonly listed: Order | null;
  /** `updated_at` of the listed objects, but for edits that are recorded already: they moved nothing since. */
  readonly updatedAt: ReadonlyMap<string, UtcTime>;
  readonly readAt: UtcTime;
  /** Objects whose entries wait: their places wait with them. */
  readonly waiting: ReadonlySet<string>;
  /** Those among them that wait for the log alone: a move of one of them is a reorder that is not yet whole. */
  readonly lagging: ReadonlySet<string>;
}

export interface OrderPlan {
  /** Where everything will stand. */
  readonly target: Order;
  /** The reorder of this run, or null. Its `before` and `after` are put in when the commits are in their order. */
  readonly reorder: Change | null;
  /** Changes without visible effect whose entries only moved their object: they are part of `reorder`. */
  readonly folded: ReadonlySet<Change>;
  /** Edits that also moved their object: `order.json` changes in their commit. */
  readonly movers: ReadonlySet<string>;
  /** The order changed so recently, and unexplained, that its entries may still come. */
  readonly waits: boolean;
}

/**
 * What happened to a kind's order, apart from creations and deletions (docs/semantics.md, Order): entries that only moved
 * objects become one reorder; an edit that also moved its own object carries the move; the rest has no entry.
 */
export function planOrder(reading: OrderReading, changes: readonly Change[], now: UtcTime): OrderPlan {
  const wanted = targetOf(reading, changes);
  const none: OrderPlan = { target: wanted, reorder: null, folded: new Set(), movers: new Set(), waits: false };
  if (reading.listed === null) return none;
  const present = withCreated(reading.recorded, changes, wanted);
  const recategorized = idsOf(changes.filter(changesCategory));
  const base = placeIds(present, recategorized, wanted);
  const { lagging, waiting } = reading;
  const unreadable = new Set([...waiting].filter((id) => !lagging.has(id)));
  const seen = lagging.size === 0 ? wanted : targetOf({ ...reading, waiting: unreadable }, changes);
  const moved = invertedIds(base, seen);
  const folded = changes.filter(
    (change) => !changesObject(change) && !change.explains && moved.has(idOf(change.object)),
  );
  if ([...moved].some((id) => lagging.has(id)))
    return { ...none, movers: new Set(recategorized), waits: true, folded: new Set(folded) };
  if (sameRelativeOrder(base, wanted)) return { ...none, movers: new Set(recategorized) };
  if (folded.length === 0) {
    const shortest = new Set(findMoves(base, wanted).map(({ id }) => id));
    const movers = idsOf(changes.filter((change) => isMover(change, shortest, moved)));
    const explained = placeIds(base, movers, wanted);
    if (sameRelativeOrder(explained, wanted)) return { ...none, movers: new Set([...recategorized, ...movers]) };
  }
  const movers = new Set(recategorized);
  const entries = folded.flatMap((change) => change.entries).sort(compareEntries);
  const edited = new Set(idsOf(changes.filter(changesObject)));
  const changedAt = lastUnexplained(reading, moved, edited, entries.at(-1)?.time);
  if (changedAt !== null && secondsBetween(changedAt, now) < logLagSeconds)
    return { ...none, movers, waits: true, folded: new Set(folded) };
  const reorder = toReorder(reading, moved, entries, changedAt !== null);
  return { target: wanted, reorder, folded: new Set(folded), movers, waits: false };
}

const idsOf = (changes: readonly Change[]): readonly string[] => changes.map(({ object }) => idOf(object));

/**
 * Whether an edit of an object that was there may have moved it as well. Of two that changed places either may have moved; an
 * entry without a visible effect is as good a reason for that as there is.
 */
const isMover = (change: Change, shortest: ReadonlySet<string>, moved: ReadonlySet<string>): boolean =>
  change.type === 'updated'
    ? shortest.has(idOf(change.object))
    : change.type === 'none' && changesObject(change) && moved.has(idOf(change.object));

const changesCategory = ({ type, before, after }: Change): boolean =>
  type === 'updated' && before?.value['category_id'] !== after?.value['category_id'];

const createdIds = (changes: readonly Change[]) => idsOf(changes.filter(({ type }) => type === 'created'));
const deletedIds = (changes: readonly Change[]) => idsOf(changes.filter(({ type }) => type === 'deleted'));

/** The listed order of what is tracked. Whatever waits, or was not listed, keeps its recorded place. */
function targetOf({ recorded, listed, waiting }: OrderReading, changes: readonly Change[]): Order {
  const deleted = new Set(deletedIds(changes));
  const kept = orderIds(recorded).filter((id) => !deleted.has(id));
  if (listed === null) return withoutIds(recorded, deleted);
  const tracked = new Set([...kept, ...createdIds(changes)].filter((id) => !waiting.has(id)));
  const seen = new Set(orderIds(listed));
  const usable = withoutIds(
    listed,
    [...seen].filter((id) => !tracked.has(id)),
  );
  return placeIds(
    usable,
    kept.filter((id) => !tracked.has(id) || !seen.has(id)),
    recorded,
  );
}

const withCreated = (recorded: Order, changes: readonly Change[], wanted: Order): Order =>
  placeIds(withoutIds(recorded, deletedIds(changes)), createdIds(changes), wanted);

/** The order with these ids where `like` has them, and nothing else moved, not even a category. */
export const placeIds = (order: Order, ids: readonly string[], like: Order): Order =>
  withCategoriesOf(withIds(withoutIds(order, ids), ids, like), order);

/** Ids that stand on another side of some other id than before. */
export function invertedIds(before: Order, after: Order): ReadonlySet<string> {
  const rank = new Map(orderIds(before).map((id, index) => [id, index]));
  const common = orderIds(after).filter((id) => rank.has(id));
  const old = common.map((id) => rank.get(id) ?? 0);
  const inverted = new Set<string>();
  let highest = -1;
  for (const [index, id] of common.entries()) {
    if (highest > (old[index] ?? 0)) inverted.add(id);
    highest = Math.max(highest, old[index] ?? 0);
  }
  let lowest = Number.POSITIVE_INFINITY;
  for (let index = common.length - 1; index >= 0; index -= 1) {
    if (lowest < (old[index] ?? 0)) inverted.add(common[index] ?? '');
    lowest = Math.min(lowest, old[index] ?? 0);
  }
  return inverted;
}

function toReorder(
  reading: OrderReading,
  moved: ReadonlySet<string>,
  entries: readonly AuditEntry[],
  unexplained: boolean,
): Change {
  const actors = new Set(entries.map(({ actorId }) => actorId));
  // One person's entries for many objects are one act; who moved what among several is not known.
  const known = unexplained ? 'partial' : actors.size === 1 ? 'exact' : 'collapsed';
  return {
    object: objectKey(reading.kind.name, 'order'),
    type: 'reordered',
    before: null,
    after: null,
    entries,
    attribution: entries.length === 0 ? 'none' : known,
    observed: reading.readAt,
    transient: false,
    moved: [...moved],
  };
}

/**
 * When something was moved last that no known entry is as new as; null where the entries explain the order. As with
 * objects (`attribute`), it waits until the log has had its time, then it is recorded all the same.
 */
function lastUnexplained(
  { updatedAt, readAt }: OrderReading,
  moved: ReadonlySet<string>,
  edited: ReadonlySet<string>,
  newest: UtcTime | undefined,
): UtcTime | null {
  const others = [...moved].filter((id) => !edited.has(id));
  const times = others.flatMap((id) => updatedAt.get(id) ?? []);
  const latest = others.length === 0 ? readAt : times.reduce(later, '1970-01-01T00:00:00Z');
  if (newest === undefined) return latest;
  return times.length > 0 && secondsBetween(newest, latest) > clockToleranceSeconds ? latest : null;
}

/** `order.json` as the snapshot of the object `<kind>/order`. */
export const toOrderSnapshot = (kind: Kind, order: Order) => {
  const object = objectKey(kind.name, 'order');
  const text = orderText(kind, order);
  return { object, text, value: { order: JSON.parse(text) } };
};
