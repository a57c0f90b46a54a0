import { codeCell, codeSpan } from '#render/escape/code-span.ts';
import { link } from '#render/escape/link.ts';
import { plainMarkdown } from '#render/escape/plain-markdown.ts';
import { fitLines } from '#render/fit-lines.ts';
import { minuteTime } from '#render/time-words.ts';
import { linesCell } from '#render/words-markdown.ts';
import { renderCharts } from './report-charts.ts';
import type { ReportedChange, ReportResult } from './report-result.ts';
import {
  filterWords,
  firstSeenWords,
  hoursWords,
  offHoursWords,
  outcomeWords,
  rangeWords,
  titleWords,
  totalsWords,
  unexpectedWords,
  verdictWords,
} from './report-words.ts';

/** An issue holds 65,536 characters, and bytes count where GitHub limits a job summary; nobody reads a longer table. */
const mostUnits = 60_000;
const mostChanges = 500;
const mostRows = 20;

/** For the job summary or an issue: text from Zendesk stands in code, where GitHub acts on nothing. */
export function renderMarkdown(result: ReportResult): string {
  const { people, kinds, open, objects, deletions, unexpected, firstSeen, changes, timezone } = result;
  const only = filterWords(result);
  const head = [
    `## ${plainMarkdown(titleWords(result))}`,
    '',
    plainMarkdown(rangeWords(result)),
    '',
    ...(only === null ? [] : [codeSpan(only), '']),
    ...table(['total', 'figure'], totalsWords(result)),
    plainMarkdown(hoursWords(result.hours)),
    '',
    ...renderCharts(result),
    ...section('Open now', ['what', 'since', 'who', 'risk', 'commit'], open, (one) => [
      codeCell(one.what),
      minuteTime(one.since, timezone),
      one.people.length === 0 ? 'unknown' : one.people.map((name) => codeCell(name, 80)).join(', '),
      one.risk,
      commitCell(one.commit, one.url),
    ]),
    ...section('By person', ['person', 'changes', 'unapproved', 'off hours'], people, (row) => [
      row.id === null ? codeCell(row.name, 80) : `${codeCell(row.name, 80)} ${codeCell(row.id, 80)}`,
      `${row.changes}`,
      `${row.unapproved}`,
      `${row.offHours}`,
    ]),
    ...section(
      'By kind',
      ['kind', 'changes', 'created', 'updated', 'deleted', 'reordered', 'other', 'unapproved'],
      kinds,
      ({ kind, ...row }) => [
        plainMarkdown(kind),
        ...[row.changes, row.created, row.updated, row.deleted, row.reordered, row.other, row.unapproved].map(String),
      ],
    ),
    ...optional('Most changed', ['object', 'title', 'changes', 'unapproved'], objects.slice(0, 10), (row) => [
      codeCell(row.object),
      codeCell(row.title),
      `${row.changes}`,
      `${row.unapproved}`,
    ]),
    ...optional('Deleted', ['when', 'who', 'object', 'title'], deletions, (row) => [
      minuteTime(row.time, timezone),
      row.actor_name === null ? 'unknown' : codeCell(row.actor_name, 80),
      codeCell(row.object),
      codeCell(row.title),
    ]),
    ...optional('Should not change configuration', ['person', 'changes', 'why'], unexpected, (row) => [
      `${codeCell(row.name, 80)} ${codeCell(row.id, 80)}`,
      `${row.changes}`,
      unexpectedWords(row.reasons),
    ]),
    ...optional('Seen for the first time', ['when', 'person', 'what'], firstSeen, (row) => [
      minuteTime(row.time, timezone),
      `${codeCell(row.name, 80)} ${codeCell(row.id, 80)}`,
      codeCell(firstSeenWords(row)),
    ]),
  ];
  return [...head, ...changesTable(changes, timezone, mostUnits - length(head))].join('\n');
}

const length = (lines: readonly string[]): number => lines.reduce((sum, line) => sum + line.length + 1, 0);

function changesTable(changes: readonly ReportedChange[], timezone: string, room: number): readonly string[] {
  const rows = changes.slice(0, mostChanges).map((change) => line(changeCells(change, timezone)));
  const shown = fitLines(rows, room - 300);
  const rest = changes.length - shown.length;
  return [
    '### Changes',
    '',
    ...(shown.length === 0
      ? []
      : [...header(['when', 'who', 'what', 'changed', 'hours', 'verdict', 'commit']), ...shown, '']),
    ...(changes.length === 0 ? ['None.', ''] : []),
    ...(rest > 0 ? [`… and ${rest} more changes: the HTML, CSV and JSON forms have all of them.`, ''] : []),
  ];
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const header = (head: readonly string[]): readonly string[] => [line(head), `|${head.map(() => '---').join('|')}|`];

function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): readonly string[] {
  return rows.length === 0 ? ['None.', ''] : [...header(head), ...rows.map(line), ''];
}

function section<Row>(
  heading: string,
  head: readonly string[],
  rows: readonly Row[],
  toCells: (row: Row) => readonly string[],
): readonly string[] {
  const rest = rows.length - mostRows;
  return [
    `### ${heading}`,
    '',
    ...table(head, rows.slice(0, mostRows).map(toCells)),
    ...(rest > 0 ? [`… and ${rest} more.`, ''] : []),
  ];
}

const optional: typeof section = (heading, head, rows, toCells) =>
  rows.length === 0 ? [] : section(heading, head, rows, toCells);

function changeCells(change: ReportedChange, timezone: string): readonly string[] {
  const names = new Map(change.people.map(({ id, name }) => [id, codeCell(name, 80)]));
  const said = [verdictWords(change), outcomeWords(change)].filter((words) => words !== '');
  return [
    minuteTime(change.time, timezone),
    names.size === 0 ? 'unknown' : [...names.values()].join(', '),
    codeCell(change.what),
    change.lines.length === 0 ? '' : linesCell(change.lines),
    offHoursWords(change),
    said.map((words) => codeCell(words)).join(' '),
    change.commit === null ? '' : commitCell(change.commit, change.url),
  ];
}

const commitCell = (commit: string, url: string | null): string =>
  url === null ? codeSpan(commit.slice(0, 12)) : link(commit.slice(0, 12), url);
