import { everyMask } from '#core/snapshot/redact.ts';
import { minuteTime } from '#render/time-words.ts';
import { clip, toVisible } from '#text.ts';
import type { DriftNotice, Notice, WeekNotice } from './notice.ts';

/** One line of a message, with its link. */
export interface NoticeLine {
  readonly text: string;
  readonly url: string | null;
  /** What the link is called. */
  readonly linkText: string;
}

/** Names and titles are text of the account: on one line, with every mask as a plain word. */
export const plain = (text: string, limit = 300): string =>
  clip(toVisible(clip(text.replace(everyMask, '[redacted]'), limit * 4)).trim(), limit);

/** The words of a message: its headline, and a line for each thing in it. */
export function toLines(
  notice: Notice,
  timezone: string,
): { readonly headline: string; readonly lines: readonly NoticeLine[] } {
  const account = plain(notice.account);
  if (notice.type === 'digest')
    return { headline: `[${account}] Zendesk changes of the week`, lines: weekLines(notice.week, timezone) };
  const { length } = notice.changes;
  const what = length === 1 ? 'Unapproved high-risk change' : `${length} unapproved high-risk changes`;
  return { headline: `[${account}] ${what}`, lines: notice.changes.map((change) => driftLine(change, timezone)) };
}

const driftLine = ({ title, reasons, time, url, issue }: DriftNotice, timezone: string): NoticeLine => ({
  text: `${plain(title)} (${minuteTime(time, timezone)} ${timezone}; ${reasons.join(', ') || 'high risk'})`,
  url,
  linkText: issue === null ? 'Open the commit' : `Open issue #${issue}`,
});

function weekLines(week: WeekNotice, timezone: string): readonly NoticeLine[] {
  const { from, to, changes, approved, unapproved, offHours, open, actors, url } = week;
  const people = actors.map((one) => `${plain(one.name, 80)} ${one.changes}`).join(', ');
  const texts = [
    `${minuteTime(from, timezone)} to ${minuteTime(to, timezone)} ${timezone}: ${count(changes, 'change')}, ${approved} approved, ${unapproved} unapproved${offHours === null ? '' : `, ${offHours} off hours`}`,
    ...(people === '' ? [] : [`By: ${people}`]),
    `Open now: ${count(open.all, 'change')}, ${open.high} with high risk`,
  ];
  return texts.map((text, index) => ({
    text,
    url: index === texts.length - 1 ? url : null,
    linkText: 'Open the list',
  }));
}

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;
