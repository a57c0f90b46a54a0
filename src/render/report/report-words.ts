import { clockTime, durationWords, shortDate } from '#render/time-words.ts';
import type { ReportedChange, ReportHours, ReportResult } from './report-result.ts';

/** What every form of the report says, in plain text: each sink escapes it. */

export const titleWords = ({ account }: ReportResult): string => `Zendesk changes of ${account}`;

export const timeWords = (time: string, timezone: string): string =>
  `${shortDate(time, timezone)} ${clockTime(time, timezone).slice(0, 5)}`;

export const rangeWords = ({ from, to, timezone }: ReportResult): string =>
  `${timeWords(from, timezone)} to ${timeWords(to, timezone)} (${timezone})`;

export function hoursWords({ basis, windows }: ReportHours): string {
  const list = windows.join('; ');
  return basis === 'hours'
    ? `Off hours = outside the configured hours: ${list}.`
    : `Off hours = outside office hours, since the configuration has no hours: ${list}.`;
}

/** Label and figure, most important first. */
export function totalsWords({ totals }: ReportResult): ReadonlyArray<readonly [string, string]> {
  const { medianSecondsToDecision: delay } = totals;
  return [
    ['Changes', `${totals.changes}`],
    ['People', `${totals.people}`],
    ['Unapproved', `${totals.unapproved}`],
    ['Off hours', `${totals.offHours}`],
    ['Without audit entry', `${totals.withoutEntry}`],
    ['Decided by a reviewer', `${totals.decided}`],
    ['Median time to decision', delay === null ? 'none' : durationWords(delay)],
    ['Open now', `${totals.open}`],
  ];
}

export const offHoursWords = ({ offHours }: ReportedChange): string =>
  offHours === null ? 'unknown' : offHours ? 'off hours' : 'in hours';

/** `approved by macro-window` · `unapproved: no-rule-matches` */
export function verdictWords({ verdict, reason, rule }: ReportedChange): string {
  if (verdict === 'unapproved') return `unapproved: ${reason}`;
  return rule === null ? `approved: ${reason}` : `approved by ${rule}`;
}

/** What became of an unapproved change; empty for an approved one. */
export function outcomeWords({ verdict, outcome, decision }: ReportedChange): string {
  if (verdict === 'approved' || outcome === null) return '';
  const by = decision === null ? '' : ` by ${decision.by}, issue ${decision.issue}`;
  if (outcome === 'open') return 'still open';
  if (outcome === 'rejected') return `rejected${by}, still open`;
  return outcome === 'undone' ? 'undone in Zendesk' : `${outcome}${by}`;
}
