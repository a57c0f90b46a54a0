import type { Around, ReportFilters } from '#config/report-settings.ts';
import { compareText } from '#core/entry/audit-entry.ts';
import type { Range } from '#core/range.ts';
import { addSeconds, type UtcTime } from '#core/time.ts';

/** What a filter or a range looks at. */
export interface Selectable {
  readonly time: UtcTime;
  /** Of its audit entries, else when it was seen. */
  readonly times: readonly UtcTime[];
  readonly object: string;
  readonly kind: string;
  /** Empty = nobody is known. */
  readonly actorIds: readonly string[];
  readonly verdict: string | null;
  readonly risk: string | null;
}

export const toAroundRange = ({ time, seconds }: Around): Range => ({ from: addSeconds(time, -seconds), to: time });

export function isWanted(
  { object, kind, actorIds, verdict, risk }: Omit<Selectable, 'time' | 'times'>,
  { actors, kinds, verdicts, risks, objects }: ReportFilters,
): boolean {
  const has = (wanted: readonly string[], values: readonly (string | null)[]): boolean =>
    wanted.length === 0 || values.some((value) => value !== null && wanted.includes(value));
  return (
    has(actors, actorIds.length === 0 ? ['unknown'] : actorIds) &&
    has(kinds, [kind]) &&
    has(verdicts, [verdict]) &&
    has(risks, [risk]) &&
    has(objects, [object])
  );
}

/**
 * The changes of a range, newest first. `around` = those with an entry in it, the nearest to its end first. Of two changes of
 * one second the later in history is the newer; `changes` are in that order.
 */
export function selectChanges<Item extends Selectable>(
  changes: readonly Item[],
  range: Range,
  filters: ReportFilters,
  isAround: boolean,
): readonly Item[] {
  const isIn = (time: UtcTime): boolean => time >= range.from && time <= range.to;
  const newestIn = ({ time, times }: Item): UtcTime | null =>
    isAround ? (times.filter(isIn).sort(compareText).at(-1) ?? null) : isIn(time) ? time : null;
  return [...changes]
    .reverse()
    .flatMap((change) => {
      const time = isWanted(change, filters) ? newestIn(change) : null;
      return time === null ? [] : [{ change, time }];
    })
    .sort((a, b) => compareText(b.time, a.time))
    .map(({ change }) => change);
}
