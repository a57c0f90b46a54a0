import { minuteTime } from '#render/time-words.ts';
import { clip, toVisible } from '#text.ts';
import type { ReportedChange, ReportResult } from './report-result.ts';
import { filterWords, firstSeenWords, totalsWords, unexpectedWords } from './report-words.ts';

/** Rows of each list: the document has all of them. */
const mostRows = 10;
const longestLine = 200;

/** For a terminal, beside a document that goes into a file: the figures, then what to look at. */
export function renderText(result: ReportResult): readonly string[] {
  const { people, days, objects, deletions, unexpected, firstSeen, around, changes, timezone } = result;
  const only = filterWords(result);
  return [
    ...(only === null ? [] : [only]),
    ...totalsWords(result).map(([label, figure]) => `${label}: ${figure}`),
    ...(around === null ? [] : list('Nearest changes', changes, (change) => changeWords(change, timezone))),
    ...list(
      'By person',
      people,
      ({ name, changes: count, unapproved, offHours }) => `${name}: ${count}${countWords(unapproved, offHours)}`,
    ),
    ...list(
      `By day (${timezone})`,
      [...days].reverse(),
      ({ day, changes: count, unapproved, offHours }) => `${day}: ${count}${countWords(unapproved, offHours)}`,
    ),
    ...list('Most changed', objects, ({ object, title, changes: count }) => `${object} "${title}": ${count}`),
    ...list(
      'Deleted',
      deletions,
      ({ time, object, title, actor_name: name }) =>
        `${minuteTime(time, timezone)}  ${object} "${title}" by ${name ?? 'unknown'}`,
    ),
    ...list(
      'Should not change configuration',
      unexpected,
      ({ name, id, changes: count, reasons }) => `${name} (${id}): ${count}, ${unexpectedWords(reasons)}`,
    ),
    ...list(
      'Seen for the first time',
      firstSeen,
      (seen) => `${minuteTime(seen.time, timezone)}  ${seen.name} (${seen.id}): ${firstSeenWords(seen)}`,
    ),
  ].map((line) => clip(toVisible(line), longestLine));
}

const countWords = (unapproved: number, offHours: number): string => {
  const parts = [
    ...(unapproved === 0 ? [] : [`${unapproved} unapproved`]),
    ...(offHours === 0 ? [] : [`${offHours} off hours`]),
  ];
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
};

const changeWords = ({ time, actor_name: name, what, words }: ReportedChange, timezone: string): string =>
  `${minuteTime(time, timezone)}  ${name ?? 'unknown'}: ${what}${words === '' || words === what ? '' : `: ${words}`}`;

function list<Row>(heading: string, rows: readonly Row[], toLine: (row: Row) => string): readonly string[] {
  if (rows.length === 0) return [];
  const rest = rows.length - mostRows;
  return [
    '',
    `${heading}:`,
    ...rows.slice(0, mostRows).map((row) => `  ${toLine(row)}`),
    ...(rest > 0 ? [`  and ${rest} more`] : []),
  ];
}
