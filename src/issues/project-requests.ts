import { parseTermsMark } from '#drift/marker.ts';
import { type ChangeRequest, isUsedUp, requestKey } from '#drift/request.ts';
import type { Position } from '#ledger/publish.ts';
import type { Issues, ListedComment, ListedIssue, Progress } from '#ports.ts';
import { closedWords, parseUsedMark, renderUsed } from '#report/request.ts';
import { readAuthors } from './authors.ts';
import type { IssueRun } from './issue-run.ts';
import { readBack } from './read-back.ts';
import { readRequest } from './read-request.ts';
import { requestLabel, toClaim } from './target.ts';
import { isBelieved } from './work.ts';

type RequestRun = IssueRun & { readonly progress: Progress };

/**
 * Brings the issues of change requests to what is recorded: a request is read back, gets a comment for each commit that used
 * it, and is closed once it is used up, rejected or over. A projection as the drift issues are one.
 */
export async function projectRequests(run: RequestRun, issues: Issues, position: Position): Promise<void> {
  const listed = await issues.listOpen(requestLabel);
  if (listed.length === 0) return;
  const authors = await readAuthors({ ...run, issues });
  for (const issue of listed) {
    // It waits as it is: without the comments that it is read back and told by, nothing about it may change.
    if (issue.locked) run.progress.warn(`Change request #${issue.number} is locked: it waits until it is unlocked`);
    if (issue.locked || toClaim(issue, [], { account: run.config.account, authors })?.type !== 'request') continue;
    const comments = issue.commentCount === 0 ? [] : await issues.listComments(issue.number);
    const ours = comments.filter(({ author }) => authors.has(author));
    const shown = comments.filter((comment) => isBelieved(comment, authors));
    await projectRequest(run, issues, position, issue, { ours, shown });
  }
}

async function projectRequest(
  run: IssueRun,
  issues: Issues,
  position: Position,
  issue: ListedIssue,
  { ours, shown }: { readonly ours: readonly ListedComment[]; readonly shown: readonly ListedComment[] },
): Promise<void> {
  const { state } = position;
  const number = String(issue.number);
  const approved = state.requests.get(number);
  if (approved !== undefined) return showUses(issues, issue, ours, approved, state.watermark);
  const decided = state.decisions.findLast(({ object }) => object === requestKey(number));
  if (decided?.decision === 'rejected') return close(issues, issue, 'rejected', 'not_planned');
  const request = await readRequest({ ...run, issues }, position, issue.body);
  if (request.type === 'usable' && request.terms.to <= state.watermark) {
    return close(issues, issue, 'expired-unused', 'not_planned');
  }
  const terms = shown.map(({ body }) => parseTermsMark(body, state.account)).findLast((one) => one !== null);
  if (terms === request.hash) return;
  await issues.comment(issue.number, (await readBack({ ...run, issues }, position, issue.body)).join('\n'));
}

async function showUses(
  issues: Issues,
  issue: ListedIssue,
  ours: readonly ListedComment[],
  request: ChangeRequest,
  watermark: string,
): Promise<void> {
  const told = new Set(ours.map(({ body }) => parseUsedMark(body)));
  for (const use of request.used) {
    if (!told.has(use.commit)) await issues.comment(issue.number, renderUsed(use, issues.webUrl));
  }
  if (isUsedUp(request)) return close(issues, issue, 'used-up', 'completed');
  // Entries of the window may still come while the log is behind it.
  if (watermark < request.to) return;
  const used = request.used.length > 0;
  return close(issues, issue, used ? 'expired' : 'expired-unused', used ? 'completed' : 'not_planned');
}

async function close(
  issues: Issues,
  issue: ListedIssue,
  why: Parameters<typeof closedWords>[0],
  stateReason: 'completed' | 'not_planned',
): Promise<void> {
  // The answer to a rejection has said it.
  if (why !== 'rejected') await issues.comment(issue.number, closedWords(why));
  await issues.update(issue.number, { state: 'closed', stateReason });
}
