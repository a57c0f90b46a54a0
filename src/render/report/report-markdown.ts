import { codeCell, codeSpan } from '#render/escape/code-span.ts';
import { link } from '#render/escape/link.ts';
import { plainMarkdown } from '#render/escape/plain-markdown.ts';
import type { ReportedChange, ReportResult } from './report-result.ts';
import {
  hoursWords,
  offHoursWords,
  outcomeWords,
  rangeWords,
  timeWords,
  titleWords,
  totalsWords,
  verdictWords,
} from './report-words.ts';

/** A step summary holds 1 MiB, and nobody reads a longer table; the other formats have every change. */
const mostRows = 500;

/** For the job summary: text from Zendesk stands in code, where GitHub acts on nothing. */
export function renderMarkdown(result: ReportResult): string {
  const { people, kinds, open, changes, timezone } = result;
  const rest = changes.length - mostRows;
  return [
    `## ${plainMarkdown(titleWords(result))}`,
    '',
    plainMarkdown(rangeWords(result)),
    '',
    ...table(['total', 'figure'], totalsWords(result)),
    `${plainMarkdown(hoursWords(result.hours))}`,
    '',
    '### Open now',
    '',
    ...table(
      ['what', 'since', 'who', 'risk', 'commit'],
      open
        .slice(0, mostRows)
        .map(({ what, since, people: who, risk, commit, url }) => [
          codeCell(what),
          timeWords(since, timezone),
          who.length === 0 ? 'unknown' : who.map((name) => codeCell(name)).join(', '),
          risk,
          commitCell(commit, url),
        ]),
    ),
    '### By person',
    '',
    ...table(
      ['person', 'changes', 'unapproved', 'off hours'],
      people.slice(0, mostRows).map((row) => {
        const name = row.id === null ? row.name : `${codeCell(row.name)} ${codeSpan(row.id)}`;
        return [name, `${row.changes}`, `${row.unapproved}`, `${row.offHours}`];
      }),
    ),
    '### By kind',
    '',
    ...table(
      ['kind', 'changes', 'created', 'updated', 'deleted', 'reordered', 'unapproved'],
      kinds.map(({ kind, ...row }) => [
        kind,
        ...[row.changes, row.created, row.updated, row.deleted, row.reordered, row.unapproved].map(String),
      ]),
    ),
    '### Changes, newest first',
    '',
    ...table(
      ['when', 'who', 'what', 'hours', 'verdict', 'commit'],
      changes.slice(0, mostRows).map((change) => changeCells(change, timezone)),
    ),
    ...(rest > 0 ? [`… and ${rest} more changes: the HTML and JSON forms have all of them.`, ''] : []),
  ].join('\n');
}

function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): readonly string[] {
  if (rows.length === 0) return ['None.', ''];
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line), ''];
}

function changeCells(change: ReportedChange, timezone: string): readonly string[] {
  const names = new Map(change.people.map(({ id, name }) => [id, codeCell(name, 80)]));
  const outcome = outcomeWords(change);
  return [
    timeWords(change.time, timezone),
    names.size === 0 ? 'unknown' : [...names.values()].join(', '),
    codeCell(change.what),
    offHoursWords(change),
    [verdictWords(change), ...(outcome === '' ? [] : [outcome])].map((words) => codeCell(words)).join(' '),
    commitCell(change.commit, change.url),
  ];
}

const commitCell = (commit: string, url: string | null): string =>
  url === null ? codeSpan(commit.slice(0, 12)) : link(commit.slice(0, 12), url);
