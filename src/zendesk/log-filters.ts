import { wholeSeconds } from '#core/snapshot/snapshot.ts';
import type { AuditWindow, Query } from '#ports.ts';
import type { Pages } from './pages.ts';
import { digits, field, textField } from './parse.ts';

/** Reads the log under a query; `hasEnough` may end it early. */
export type ReadLog = (query: Query, hasEnough?: (page: readonly unknown[]) => boolean) => Promise<Pages>;

export interface LogFilters {
  /** Takes note of items that were read without the filter of types. */
  saw(items: readonly unknown[]): void;
  /** Asks once whether the filter of types leaves out what was seen. One request; nothing depends on its answer. */
  check(): Promise<void>;
  /** The narrowest query for a period that is known to leave nothing out; null where no filter is. */
  prove(): Promise<((window: AuditWindow) => Query) | null>;
}

/** What a filter is tested with: an item that the log is known to hold. */
export interface Row {
  readonly id: string;
  readonly time: string;
  readonly type: string;
}

type Trust = 'unknown' | 'proved' | 'refuted';

const sampleSize = 20;

/** A filter that the account ignores gives everything back: it saves nothing, so no more is read to find that out. */
const mostTestPages = 3;

/**
 * What several values of `filter[source_type][]` select, and whether the ends of `filter[created_at][]` are whole, is
 * documented nowhere, and an entry that a filter leaves out is an edit without an author. So a filter counts only once it
 * has, in this run, given back what was read without it. For types that is asked twice, with the types that were seen at the
 * end and at the start of the list: an account that heeds only some of the values fails one of the two.
 */
export function openLogFilters(read: ReadLog, warn: (text: string) => void, sources: readonly string[]): LogFilters {
  let anyRows: readonly Row[] = [];
  let ownRows: readonly Row[] = [];
  const trust: { types: Trust; period: Trust } = { types: 'unknown', period: 'unknown' };

  const test = (name: string, rows: readonly Row[], toQuery: (window: AuditWindow) => Query): Promise<Trust> =>
    proveFilter(read, warn, { name, rows, toQuery });
  const testTypes = (rows: readonly Row[], place: 'last' | 'first') =>
    test('source_type', rows, (window) => [...forPeriod(window), ...forTypes(arrange(sources, rows, place))]);

  return {
    saw: (items) => {
      const rows = items.flatMap((item) => toRow(item) ?? []);
      const own = rows.filter(({ type }) => sources.includes(type)).slice(0, sampleSize);
      if (rows.length > 0) anyRows = rows.slice(0, sampleSize);
      if (own.length > 0) ownRows = own;
    },
    check: async () => {
      if (trust.types !== 'unknown' || ownRows.length === 0) return;
      if ((await testTypes(ownRows, 'last')) === 'refuted') trust.types = 'refuted';
    },
    prove: async () => {
      if (trust.period === 'unknown' && anyRows.length > 0) trust.period = await test('created_at', anyRows, forPeriod);
      if (trust.period !== 'proved') return null;
      if (trust.types === 'unknown' && ownRows.length > 0) {
        const last = await testTypes(ownRows, 'last');
        trust.types = last === 'proved' ? await testTypes(ownRows, 'first') : last;
      }
      return trust.types === 'proved' ? (window) => [...forPeriod(window), ...forTypes(sources)] : forPeriod;
    },
  };
}

interface FilterTest {
  readonly name: string;
  /** What must come back. */
  readonly rows: readonly Row[];
  readonly toQuery: (window: AuditWindow) => Query;
}

/** Whether a filter gives back what was read without it. */
export async function proveFilter(
  read: ReadLog,
  warn: (text: string) => void,
  { name, rows, toQuery }: FilterTest,
): Promise<'proved' | 'refuted'> {
  const missing = new Set(rows.map(({ id }) => id));
  let pages = 0;
  const answer = await read(toQuery(spanOf(rows)), (page) => {
    for (const item of page) missing.delete(digits(field(item, 'id')) ?? '');
    pages += 1;
    return missing.size === 0 || pages >= mostTestPages;
  });
  // Refused, or no answer just now: then it is not used, and nobody needs to hear of it.
  if (answer.type !== 'listed') return 'refuted';
  for (const item of answer.items) missing.delete(digits(field(item, 'id')) ?? '');
  if (missing.size === 0) return 'proved';
  if (answer.whole) warn(lackingWords(name, missing.size, rows.length));
  return 'refuted';
}

const lackingWords = (name: string, missing: number, asked: number): string =>
  `Zendesk leaves out audit entries when asked with filter[${name}] (${missing} of ${asked} are missing). Nothing is lost: the log is read without that filter, with more requests.`;

export function toRow(item: unknown): Row | null {
  const id = digits(field(item, 'id'));
  const time = entryTimeOf(item);
  return id === null || time === null ? null : { id, time, type: textField(item, 'source_type') ?? '' };
}

/** When an item says that it was written; null where it does not. */
export const entryTimeOf = (item: unknown): string | null => wholeSeconds(textField(item, 'created_at') ?? '');

function spanOf(rows: readonly Row[]): AuditWindow {
  const times = rows.map(({ time }) => time).sort();
  return { from: times[0] ?? '', to: times.at(-1) ?? '' };
}

function arrange(sources: readonly string[], rows: readonly Row[], place: 'last' | 'first'): readonly string[] {
  const isSeen = (source: string) => rows.some(({ type }) => type === source);
  const [seen, unseen] = [sources.filter(isSeen), sources.filter((source) => !isSeen(source))];
  return place === 'last' ? [...unseen, ...seen] : [...seen, ...unseen];
}

const forTypes = (sources: readonly string[]): Query =>
  sources.map((source) => ['filter[source_type][]', source] as const);

/** Whether the bounds are inclusive is not documented: a second more is asked for on both sides. */
export const forPeriod = ({ from, to }: AuditWindow): Query => [
  ['filter[created_at][]', shift(from, -1)],
  ['filter[created_at][]', shift(to, 1)],
  ['sort', 'created_at'],
];

export const shift = (time: string, seconds: number): string =>
  `${new Date(Date.parse(time) + seconds * 1_000).toISOString().slice(0, 19)}Z`;
