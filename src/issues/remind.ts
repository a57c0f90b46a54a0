import type { Episode } from '#core/state/episode.ts';
import { later, secondsBetween, type UtcTime } from '#core/time.ts';
import type { Ledger } from '#ledger/publish.ts';
import type { ListedComment } from '#ports.ts';
import { isReminder, renderReminder } from '#render/issue/reminder.ts';
import { warning } from '#warning.ts';
import type { IssueRun } from './issue-run.ts';
import { groupByIssue } from './plan-attention.ts';
import type { Hub } from './read-hub.ts';
import { readIssueViews } from './read-views.ts';
import { isReplaced } from './work.ts';
import { commentOn, type IssueWriter, onIssue } from './write-issue.ts';

/** One run reminds of so many issues; the others are next. */
const mostReminders = 20;

interface Due {
  readonly number: number;
  readonly episodes: readonly Episode[];
  /** When it was shown to people last: by the newest change, or by a reminder. */
  readonly last: UtcTime;
}

interface Reminding {
  readonly run: IssueRun;
  readonly hub: Hub;
  readonly writer: IssueWriter;
  readonly now: UtcTime;
}

/**
 * Brings undecided drift up again, at most once per interval and issue. The comments of an issue say when it was reminded of
 * last, so that a lost state repeats nothing. A reminder shows no change: no command is bound to it.
 */
export async function remindUndecided(reminding: Reminding, ledger: Ledger): Promise<void> {
  const { run, hub, writer, now } = reminding;
  const seconds = run.config.issues.remind / 1000;
  if (seconds === 0) return;
  warnOfRareRuns(writer, seconds, ledger.state.interval);
  const due = listDue(reminding, ledger).filter(({ last }) => secondsBetween(last, now) >= seconds);
  for (const one of due.slice(0, mostReminders)) {
    await onIssue(writer, one.number, async () => {
      const issue = await hub.readIssue(one.number);
      if (issue === null || issue.state !== 'open' || issue.locked) return;
      const reminded = findReminded(await hub.issues.listComments(one.number), hub);
      if (reminded === null || secondsBetween(reminded, now) >= seconds) {
        const views = await readIssueViews(run, ledger, one.episodes);
        if ((await commentOn(writer, one.number, renderReminder(views, now))) !== 'done') return;
      }
      hub.notes.note(one.number, {
        reminded: reminded !== null && secondsBetween(reminded, now) < seconds ? reminded : now,
      });
    });
  }
}

function listDue({ hub }: Reminding, { state }: Ledger): readonly Due[] {
  const due = [...groupByIssue(state.episodes.values())].flatMap(([number, members]): readonly Due[] => {
    const known = hub.notes.known(number);
    // A rejection is a decision: what is missing is that someone fixes the object.
    const episodes = members.filter(({ rejected }) => rejected === null);
    if (known === null || !known.open || known.role !== 'drift' || isReplaced(known)) return [];
    if (episodes.length === 0) return [];
    return [{ number, episodes, last: [...episodes.map(sinceOf), known.reminded ?? ''].reduce(later) }];
  });
  return due.sort((a, b) => (a.last < b.last ? -1 : 1));
}

const sinceOf = ({ changes, expired }: Episode): UtcTime => later(changes.at(-1)?.observed ?? '', expired?.at ?? '');

const findReminded = (comments: readonly ListedComment[], { ours }: Hub): UtcTime | null =>
  comments.findLast(({ author, body }) => ours.authors.has(author) && isReminder(body))?.createdAt ?? null;

/** Seconds: reminders this far apart or more come on time with any usual schedule. */
const usualReminder = 7 * 24 * 3600;

function warnOfRareRuns(writer: IssueWriter, remind: number, interval: number | null): void {
  if (interval === null || remind >= usualReminder || interval <= remind) return;
  const hours = (seconds: number): string => `${Math.round(seconds / 360) / 10} h`;
  const message = `"issues.remind" is ${hours(remind)}, but runs are usually ${hours(interval)} apart, so reminders come with every run at most`;
  writer.warnings.push(warning('reminder-early', message));
}
