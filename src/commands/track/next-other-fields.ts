import type { Change } from '#core/change.ts';
import { logLagSeconds } from '#core/entry/attribution.ts';
import { type ObjectKey, objectKey } from '#core/object-key.ts';
import type { OtherFields, RecordedOthers } from '#core/snapshot/other-fields.ts';
import type { ObservedObject } from '#core/snapshot/snapshot.ts';
import { pathOf } from '#core/state/history.ts';
import { secondsBetween, type UtcTime } from '#core/time.ts';
import type { Collected } from './collect.ts';
import type { ListedKind } from './list-kind.ts';

/**
 * What is recorded after some changes. A setting that differs although no entry speaks of it is never drift by itself: a
 * sweep takes it in, so that the API may add fields. Null where there still is no record: only a sweep makes one.
 */
export function nextOtherFields(
  account: string,
  recorded: RecordedOthers | null,
  changes: readonly Change[],
  collected: Swept & Pick<Collected, 'sweep'>,
  files: ReadonlyMap<string, string>,
): RecordedOthers | null {
  if (recorded === null && !collected.sweep) return null;
  const next = new Map(recorded ?? []);
  for (const [object, now] of collected.sweep ? listQuiet(collected, recorded === null) : []) next.set(object, now);
  for (const { object, others } of changes) if (others) next.set(object, others.now);
  return new Map([...next].filter(([object]) => files.has(pathOf(account, object) ?? '')));
}

type Swept = Pick<Collected, 'observed' | 'heldBack' | 'changes' | 'waiting' | 'windowEnd'>;

/** Objects that a sweep listed and no entry speaks of. A young difference may be an edit whose entry is still on its way. */
function listQuiet(
  { observed, heldBack, changes, waiting, windowEnd }: Swept,
  first: boolean,
): readonly (readonly [ObjectKey, OtherFields])[] {
  const held = new Set([...changes, ...waiting].map(({ object }) => object));
  const isBelieved = [...observed.listed.values()].filter(
    ({ kind, unusable }) => unusable === null && !heldBack.some((one) => one.kind === kind),
  );
  return isBelieved.flatMap(({ kind, objects }) =>
    [...objects].flatMap(([id, item]) => {
      const object = objectKey(kind.name, id);
      const isMentioned = held.has(object) || (observed.readings.get(id)?.entries.length ?? 0) > 0;
      const others = item.type === 'readable' ? item.others : undefined;
      const isTaken = first || (!isMentioned && isOld(item, windowEnd));
      return others !== undefined && isTaken ? [[object, others] as const] : [];
    }),
  );
}

const isOld = (item: ObservedObject, now: UtcTime): boolean =>
  item.type === 'readable' && (item.updatedAt === null || secondsBetween(item.updatedAt, now) >= logLagSeconds);

/** The same of a baseline: all of the kinds that it lists, and what is recorded of the others. */
export const baselineOtherFields = (
  account: string,
  recorded: RecordedOthers | null,
  listed: readonly ListedKind[],
  files: ReadonlyMap<string, string>,
): RecordedOthers => {
  const next = new Map(recorded ?? []);
  for (const { kind, objects } of listed) {
    for (const [id, item] of objects) {
      if (item.type === 'readable' && item.others) next.set(objectKey(kind.name, id), item.others);
    }
  }
  return new Map([...next].filter(([object]) => files.has(pathOf(account, object) ?? '')));
};
