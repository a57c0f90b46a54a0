import { escapeHtml } from '#render/escape/html.ts';
import { minuteTime } from '#render/time-words.ts';
import type { OpenEpisode, ReportedChange, ReportResult } from './report-result.ts';
import { style } from './report-style.ts';
import {
  hoursWords,
  offHoursWords,
  outcomeWords,
  rangeWords,
  titleWords,
  totalsWords,
  verdictWords,
} from './report-words.ts';

/** One cell: HTML that is already escaped. The first of a row names it. */
type Cells = readonly string[];

/** The whole report as one file that loads nothing: a policy in it forbids even what nobody put there. */
export function renderHtml(result: ReportResult): string {
  const { people, kinds, open, changes, timezone, head } = result;
  return `${[
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${escapeHtml(titleWords(result))}</title>`,
    `<style>\n${style}</style>`,
    '</head>',
    '<body>',
    '<main>',
    `<h1>${escapeHtml(titleWords(result))}</h1>`,
    `<p>${escapeHtml(rangeWords(result))}</p>`,
    '<dl class="totals">',
    ...totalsWords(result).map(
      ([label, figure]) => `<div><dt>${escapeHtml(label)}</dt><dd>${escapeHtml(figure)}</dd></div>`,
    ),
    '</dl>',
    `<p>${escapeHtml(hoursWords(result.hours))}</p>`,
    ...table(
      'Open now',
      ['What', 'Since', 'Who', 'Risk', 'State', 'Commit'],
      open.map((one) => openCells(one, timezone)),
    ),
    ...table(
      'By person',
      ['Person', 'Changes', 'Unapproved', 'Off hours'],
      people.map(({ id, name, login, ...row }) => [
        person(name, [id === null ? null : `Zendesk ${id}`, login === null ? null : `@${login}`]),
        ...[row.changes, row.unapproved, row.offHours].map(figure),
      ]),
    ),
    ...table(
      'By kind',
      ['Kind', 'Changes', 'Created', 'Updated', 'Deleted', 'Reordered', 'Unapproved'],
      kinds.map(({ kind, ...row }) => [
        escapeHtml(kind),
        ...[row.changes, row.created, row.updated, row.deleted, row.reordered, row.unapproved].map(figure),
      ]),
    ),
    ...table(
      'Changes',
      ['What', 'When', 'Who', 'Hours', 'Verdict', 'Commit'],
      changes.map((change) => changeCells(change, timezone)),
    ),
    `<footer><p>From ${head === null ? 'an exported audit log' : `git history up to ${commitHtml(head, null)}`}, by zendrift. Times in ${escapeHtml(timezone)}.</p></footer>`,
    '</main>',
    '</body>',
    '</html>',
  ].join('\n')}\n`;
}

function table(caption: string, head: readonly string[], rows: readonly Cells[]): readonly string[] {
  if (rows.length === 0) return [`<h2>${caption}</h2>`, '<p>None.</p>'];
  return [
    `<h2>${caption}</h2>`,
    // Scrolls by itself on a narrow screen, also for who uses the keyboard.
    `<div class="wide" role="region" aria-label="${caption}" tabindex="0">`,
    `<table><caption>${caption}</caption>`,
    `<thead><tr>${head.map((label) => `<th scope="col">${label}</th>`).join('')}</tr></thead>`,
    '<tbody>',
    ...rows.map(
      ([first = '', ...rest]) =>
        `<tr><th scope="row">${first}</th>${rest.map((cell) => `<td>${cell}</td>`).join('')}</tr>`,
    ),
    '</tbody></table>',
    '</div>',
  ];
}

function openCells({ what, since, people, risk, rejectedBy, commit, url }: OpenEpisode, timezone: string): Cells {
  return [
    text(what),
    time(since, timezone),
    people.length === 0 ? 'unknown' : people.map(text).join('<br>'),
    badge(risk, risk === 'high'),
    escapeHtml(rejectedBy === null ? 'awaiting decision' : `rejected by ${rejectedBy}`),
    commitHtml(commit, url),
  ];
}

function changeCells(change: ReportedChange, timezone: string): Cells {
  const { what, people, verdict, decisionReason: reason, commit, url } = change;
  const outcome = outcomeWords(change);
  return [
    text(what),
    time(change.time, timezone),
    people.length === 0
      ? 'unknown'
      : people.map(({ name, login, ip }) => person(name, [login === null ? null : `@${login}`, ip])).join('<br>'),
    badge(offHoursWords(change), change.offHours === true),
    [
      badge(verdictWords(change), verdict === 'unapproved'),
      ...(outcome === '' ? [] : [escapeHtml(outcome)]),
      ...(reason === null ? [] : [`<q>${text(reason)}</q>`]),
    ].join('<br>'),
    commit === null ? '' : commitHtml(commit, url),
  ];
}

/** Text from elsewhere, kept from turning the line around it. */
const text = (value: string): string => `<bdi>${escapeHtml(value)}</bdi>`;

const person = (name: string, more: readonly (string | null)[]): string => {
  const details = more.flatMap((detail) => detail ?? []).join(', ');
  return `${text(name === '' ? '(no name)' : name)}${details === '' ? '' : ` <small>${text(details)}</small>`}`;
};

const figure = (count: number): string => `<span class="figure">${count}</span>`;

const time = (utc: string, timezone: string): string =>
  `<time datetime="${escapeHtml(utc)}" title="${escapeHtml(utc)}">${escapeHtml(minuteTime(utc, timezone))}</time>`;

const badge = (words: string, isLoud: boolean): string =>
  `<span class="badge${isLoud ? ' loud' : ''}">${escapeHtml(words)}</span>`;

function commitHtml(commit: string, url: string | null): string {
  const short = `<code>${escapeHtml(commit.slice(0, 12))}</code>`;
  return url === null ? short : `<a href="${escapeHtml(url)}">${short}</a>`;
}
