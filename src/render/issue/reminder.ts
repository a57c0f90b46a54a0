import { secondsBetween, type UtcTime } from '#core/time.ts';
import { durationWords } from '#render/time-words.ts';
import type { IssueView } from './issue-view.ts';

/** It names no object: a command below it is bound to what was shown above. */
const mark = '<!-- zendrift:1 reminder -->';

export const isReminder = (body: string): boolean => body.startsWith(mark);

/** Brings undecided drift up again, and mentions those who are assigned. */
export function renderReminder(views: readonly IssueView[], now: UtcTime): string {
  const first = views.map(({ episode }) => episode.changes[0]?.observed ?? now).sort()[0] ?? now;
  const people = [...new Set(views.flatMap(({ assignees }) => assignees))].filter((login) => !login.endsWith('[bot]'));
  const mentions = people.length === 0 ? '' : `${people.map((login) => `@${login}`).join(' ')} `;
  const what = views.length === 1 ? 'this change' : `${views.length} of these changes`;
  return [
    mark,
    `${mentions}**Still undecided**: nobody has decided about ${what} for ${durationWords(secondsBetween(first, now))}. Approve, reject or revert it with the commands above.`,
  ].join('\n');
}
