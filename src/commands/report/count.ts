import { compareText } from '#core/entry/audit-entry.ts';
import { toLocalDay } from '#policy/moment.ts';
import type {
  ActivityRow,
  DayRow,
  KindRow,
  ObjectRow,
  PersonRow,
  ReportedChange,
  ReportTotals,
} from '#render/report/report-result.ts';

/** Every list here counts each change once, so that all of them add up to the same total. */

const nobody = 'Unknown (no audit entry)';

type Changes = readonly ReportedChange[];

function groupBy(changes: Changes, keyOf: (change: ReportedChange) => string): readonly (readonly [string, Changes])[] {
  const groups = new Map<string, ReportedChange[]>();
  for (const change of changes) {
    const key = keyOf(change);
    const known = groups.get(key);
    if (known) known.push(change);
    else groups.set(key, [change]);
  }
  return [...groups];
}

const countOf = (changes: Changes, holds: (change: ReportedChange) => boolean): number =>
  changes.reduce((sum, change) => sum + Number(holds(change)), 0);

const counts = (changes: Changes) => ({
  changes: changes.length,
  unapproved: countOf(changes, ({ verdict }) => verdict === 'unapproved'),
  offHours: countOf(changes, ({ offHours }) => offHours === true),
});

/** Whoever made it: one person, or several together. A log without ids tells people apart by name. */
const personKey = ({ actor_id, actor_name }: ReportedChange): string =>
  JSON.stringify([actor_id, actor_id ?? actor_name]);

/** A person goes by the newest name. */
const personOf = (changes: Changes): Pick<PersonRow, 'id' | 'name'> => {
  const newest = changes.reduce<ReportedChange | undefined>(
    (last, change) => (last === undefined || change.time > last.time ? change : last),
    undefined,
  );
  return { id: newest?.actor_id ?? null, name: newest?.actor_name ?? nobody };
};

const byChanges = (a: { readonly changes: number }, b: { readonly changes: number }): number => b.changes - a.changes;

export const countPeople = (changes: Changes): readonly PersonRow[] =>
  groupBy(changes, personKey)
    .map(([, own]) => {
      const [first] = own;
      const ids = new Set(first?.people.map(({ id }) => id));
      return { ...personOf(own), login: ids.size === 1 ? (first?.people[0]?.login ?? null) : null, ...counts(own) };
    })
    .sort((a, b) => byChanges(a, b) || compareText(a.id ?? '', b.id ?? '') || compareText(a.name, b.name));

export const countDays = (changes: Changes, timezone: string): readonly DayRow[] =>
  groupBy(changes, ({ time }) => toLocalDay(time, timezone))
    .map(([day, own]) => ({ day, ...counts(own) }))
    .sort((a, b) => compareText(a.day, b.day));

export const countActivity = (changes: Changes, timezone: string): readonly ActivityRow[] =>
  groupBy(changes, (change) => `${toLocalDay(change.time, timezone)} ${personKey(change)}`)
    .map(([key, own]) => ({ day: key.slice(0, 10), ...personOf(own), ...counts(own) }))
    .sort((a, b) => compareText(a.day, b.day) || byChanges(a, b) || compareText(a.id ?? '', b.id ?? ''));

export const countObjects = (changes: Changes): readonly ObjectRow[] =>
  groupBy(changes, ({ object, title }) => (object.includes('/') ? object : `${object} ${title}`))
    .map(([, own]) => {
      const newest = own.reduce((last, change) => (change.time > last.time ? change : last));
      return {
        ...{ object: newest.object, title: newest.title },
        ...counts(own),
        people: new Set(own.flatMap(({ people }) => people.map(({ id }) => id))).size,
        last: newest.time,
      };
    })
    .sort((a, b) => byChanges(a, b) || compareText(a.object, b.object));

const types = ['created', 'updated', 'deleted', 'reordered'] as const;

export const countKinds = (changes: Changes): readonly KindRow[] =>
  groupBy(changes, ({ kind }) => kind)
    .map(([kind, own]) => {
      const [created = 0, updated = 0, deleted = 0, reordered = 0] = types.map((type) =>
        countOf(own, ({ change }) => change === type),
      );
      const other = own.length - created - updated - deleted - reordered;
      const { unapproved } = counts(own);
      return { kind, changes: own.length, created, updated, deleted, reordered, other, unapproved };
    })
    .sort((a, b) => byChanges(a, b) || compareText(a.kind, b.kind));

export function countTotals(changes: Changes, open: number): ReportTotals {
  const delays = changes.flatMap(({ secondsToDecision }) => secondsToDecision ?? []).sort((a, b) => a - b);
  const withoutEntry = countOf(changes, ({ people }) => people.length === 0);
  const fourEyes = countOf(changes, (change) => change.fourEyes === true);
  const decisions = countOf(changes, (change) => change.fourEyes !== null);
  return {
    ...counts(changes),
    people: new Set(changes.flatMap(({ people }) => people.map(({ id }) => id))).size,
    approved: countOf(changes, ({ verdict }) => verdict === 'approved'),
    withoutEntry,
    unattributedShare: share(withoutEntry, changes.length),
    deleted: countOf(changes, ({ change }) => change === 'deleted'),
    decided: delays.length,
    medianSecondsToDecision: median(delays),
    longestSecondsToDecision: delays.at(-1) ?? null,
    fourEyes,
    fourEyesShare: share(fourEyes, decisions),
    open,
  };
}

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** `sorted` ascending. */
function median(sorted: readonly number[]): number | null {
  if (sorted.length === 0) return null;
  const [low = 0, high = low] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return (low + high) / 2;
}
