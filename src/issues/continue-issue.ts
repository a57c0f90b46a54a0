import type { ObjectKey } from '#core/object-key.ts';
import type { ListedIssue } from '#ports.ts';
import type { IssueView } from '#render/issue/issue-view.ts';
import { openDigest, openIssue } from './open-issues.ts';
import { continuedIn, patchIssue, sayIn, settle, toIssueResult, type Work } from './work.ts';

/** GitHub's own limit: "Commenting is disabled on issues with more than 2500 comments". */
const mostComments = 2500;

/** Whether an issue takes no more comments: nobody can decide in it any more. */
export const isFull = ({ hub }: Work, { number, commentCount }: ListedIssue): boolean =>
  hub.full.has(number) || commentCount >= mostComments;

/** Another issue carries the episode on; this one names it and is closed. */
export async function continueIssue(work: Work, issue: ListedIssue, view: IssueView, key: string): Promise<'done'> {
  return pass(work, issue, await openIssue(work, view, key), view.episode.object);
}

export async function continueDigest(
  work: Work,
  issue: ListedIssue,
  members: readonly IssueView[],
  key: string,
): Promise<'done'> {
  return pass(work, issue, await openDigest(work, members, key), null);
}

async function pass(
  work: Work,
  issue: ListedIssue,
  next: ListedIssue | null,
  object: ObjectKey | null,
): Promise<'done'> {
  if (next === null) return 'done';
  await sayIn(work.writer, next, `This continues #${issue.number}, which takes no more comments.`);
  const body = withLastLine(issue.body, continuedLine(next.number));
  const written = await patchIssue(work, issue, { body, state: 'closed', stateReason: 'not_planned' });
  if (written === 'done') work.closed.push(toIssueResult(issue, object));
  settle(work, issue, continuedIn(next.number), work.writer.problems.get(issue.number) ?? null);
  return 'done';
}

export const continuedLine = (next: number): string =>
  `Continued in #${next}, because this issue takes no more comments.`;

/** Room in a body is limited, and the line must be in it. */
export const withLastLine = (body: string, line: string): string =>
  `${body.slice(0, 65_000 - line.length).trimEnd()}\n\n${line}`;
