import { printDecidedMark, printReplyMark } from '#core/commit/marker.ts';
import type { EndedEpisode, RecordedDecision } from '#core/state/state.ts';
import { secondsBetween } from '#core/time.ts';
import { codeSpan } from '#render/escape/code-span.ts';
import { link } from '#render/escape/link.ts';
import { plainMarkdown } from '#render/escape/plain-markdown.ts';
import { type Reverted, renderClosed } from '#render/issue/issue-comment.ts';
import { fullTime } from '#render/time-words.ts';

/** The one answer to a comment: its marker, then what there is to say. */
export const renderReply = (comment: string, lines: readonly string[]): string =>
  [printReplyMark(comment), ...lines].join('\n');

/** How an episode ended, who decided it and why, and the commit that says so. */
export function renderEnded(
  { object, how, commit, since, at, decision }: EndedEpisode,
  webUrl: string,
  timezone: string,
  did: Reverted = 'written',
): string {
  const liveFor = Math.max(0, secondsBetween(since, at));
  if (decision === undefined || how === 'restored' || how === 'approved-late') {
    return `${renderClosed({ how, liveFor })} ${recordedIn(commit, webUrl)}`;
  }
  const until = decision.until === undefined ? {} : { until: fullTime(decision.until, timezone) };
  const said = renderClosed({ how, liveFor, by: decision.by, reason: decision.reason, did, ...until });
  return `${said} The decision was about ${codeSpan(object)}. ${recordedIn(decision.commit, webUrl)}`;
}

/** What was decided by one comment, where the issue stays open. */
export function renderDecided(decisions: readonly RecordedDecision[], webUrl: string): readonly string[] {
  const last = decisions.at(-1);
  if (last === undefined) return [];
  const { decision, by, reason } = last;
  const what = decisions.length === 1 ? codeSpan(last.object) : `${decisions.length} objects`;
  const isRequest = last.object.startsWith('request/');
  const why = reason === '' ? '' : ` (${codeSpan(reason, 300)})`;
  const done = {
    approving: 'Approval recorded',
    approved: 'Approved',
    rejected: 'Rejected',
    reverted: 'Reverted',
    reverting: 'Being reverted',
  }[decision];
  const stays =
    decision !== 'rejected'
      ? ''
      : isRequest
        ? takenBack
        : ' This issue stays open until someone undoes or approves the change.';
  const said = `**${done}** by ${plainMarkdown(by)}${why}: ${what}.${stays} ${recordedIn(last.commit, webUrl)}`;
  return decisions.length === 1 ? [said] : [said, printDecidedMark(decisions.length)];
}

const takenBack = ' It no longer approves anything, and this issue is closed.';

/** Objects that are to be taken as deleted from now on. */
export const renderAccepted = (decision: RecordedDecision, plural: string, webUrl: string): readonly string[] => [
  `**Accepted** by ${plainMarkdown(decision.by)}: the next run treats the missing ${plural} as deleted, if they are still missing then. ${recordedIn(decision.commit, webUrl)}`,
];

/** An alert that needs no more attention. */
export const renderAcceptedAlert = ({ by, commit }: RecordedDecision, webUrl: string): readonly string[] => [
  `**Accepted** by ${plainMarkdown(by)}: this alert is closed. ${recordedIn(commit, webUrl)}`,
];

const recordedIn = (commit: string, webUrl: string): string => `Recorded in ${linkTo(commit, webUrl)}.`;

const linkTo = (commit: string, webUrl: string): string =>
  link(`commit ${commit.slice(0, 7)}`, `${webUrl}/commit/${commit}`);

const mostCommits = 20;

/** Why a digest is closed, with the commits that say how what was in it ended. */
export function renderDigestDone(ends: readonly EndedEpisode[], webUrl: string): string {
  const commits = [...new Set(ends.map(({ commit }) => commit))];
  const shown = commits.slice(0, mostCommits).map((commit) => linkTo(commit, webUrl));
  const rest = commits.length - shown.length;
  const list = `${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
  return `**Done**: every change in this digest is decided or undone. Recorded in ${list}.`;
}
