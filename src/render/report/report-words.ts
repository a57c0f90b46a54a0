import { durationWords, minuteTime } from '#render/time-words.ts';
import type { FirstSeen, ReportedChange, ReportHours, ReportResult, UnexpectedReason } from './report-result.ts';

/** What every form of the report says, in plain text: each sink escapes it. */

export const titleWords = ({ account }: ReportResult): string => `Zendesk changes of ${account}`;

export const rangeWords = ({ from, to, timezone, around }: ReportResult): string =>
  `${minuteTime(from, timezone)} to ${minuteTime(to, timezone)} (${timezone})${around === null ? '' : ', nearest to its end first'}`;

/** `Only: actor 1001, 1002; risk high`, null where everything is in it. */
export function filterWords({ filters, input }: ReportResult): string | null {
  const parts = Object.entries(filters).flatMap(([name, values]: readonly [string, readonly string[]]) =>
    values.length === 0 ? [] : [`${name} ${values.join(', ')}`],
  );
  const source = input === null ? [] : [`From the file ${input}, which holds neither verdicts nor decisions.`];
  const all = [...source, ...(parts.length === 0 ? [] : [`Only: ${parts.join('; ')}.`])];
  return all.length === 0 ? null : all.join(' ');
}

export function hoursWords({ basis, windows }: ReportHours): string {
  const list = windows.join('; ');
  return basis === 'hours'
    ? `Off hours = outside the configured hours: ${list}.`
    : `Off hours = outside office hours, since the configuration has no hours: ${list}.`;
}

const percent = (share: number | null): string => (share === null ? 'none' : `${Math.round(share * 100)} %`);
const delayWords = (seconds: number | null): string => (seconds === null ? 'none' : durationWords(seconds));

/** Label and figure, most important first. */
export function totalsWords({ totals, input }: ReportResult): ReadonlyArray<readonly [string, string]> {
  const judged: ReadonlyArray<readonly [string, string]> = [
    ['Approved', `${totals.approved}`],
    ['Unapproved', `${totals.unapproved}`],
    ['Decided by a reviewer', `${totals.decided}`],
    ['Median time to decision', delayWords(totals.medianSecondsToDecision)],
    ['Longest time to decision', delayWords(totals.longestSecondsToDecision)],
    ['Decided by someone else (four eyes)', percent(totals.fourEyesShare)],
    ['Open now', `${totals.open}`],
  ];
  return [
    ['Changes', `${totals.changes}`],
    ['People', `${totals.people}`],
    ['Off hours', `${totals.offHours}`],
    ['Deletions', `${totals.deleted}`],
    ['Without audit entry', `${totals.withoutEntry} (${percent(totals.unattributedShare)})`],
    ...(input === null ? judged : []),
  ];
}

export const offHoursWords = ({ offHours }: ReportedChange): string =>
  offHours === null ? 'unknown' : offHours ? 'off hours' : 'in hours';

/** `approved by macro-window` · `unapproved: no-rule-matches` · empty where nothing judged it. */
export function verdictWords({ verdict, reason, rule }: Pick<ReportedChange, 'verdict' | 'reason' | 'rule'>): string {
  if (verdict === null) return '';
  if (verdict === 'none') return 'before the baseline';
  if (verdict === 'unapproved') return `unapproved: ${reason}`;
  return rule === null ? `approved: ${reason}` : `approved by ${rule}`;
}

/** What became of an unapproved change; empty for an approved one. */
export function outcomeWords({ verdict, outcome, decision, decided_by: by, issue }: ReportedChange): string {
  if (verdict !== 'unapproved' || outcome === null) return '';
  const who = decision === null || by === null ? '' : ` by ${by}${issue === null ? '' : `, issue ${issue}`}`;
  if (outcome === 'open') return 'still open';
  if (outcome === 'rejected') return `rejected${who}, still open`;
  return outcome === 'undone' ? 'undone in Zendesk' : `${outcome}${who}`;
}

const reasons: Readonly<Record<UnexpectedReason, string>> = {
  'rule-denies': 'a rule denies it',
  rejected: 'a reviewer rejected or reverted it',
  'not-listed': 'not named in the configuration',
};

export const unexpectedWords = (list: readonly UnexpectedReason[]): string =>
  list.map((reason) => reasons[reason]).join(', ');

export const firstSeenWords = ({ type, ip }: FirstSeen): string =>
  type === 'person' ? `new person${ip === null ? '' : `, from ${ip}`}` : `new address ${ip}`;
