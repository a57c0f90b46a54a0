import type { Position } from '#ledger/publish.ts';
import type { Issues } from '#ports.ts';
import { parseUsedMark, renderUsed } from '#report/request.ts';
import { readAuthors } from './authors.ts';
import type { IssueRun } from './issue-run.ts';

/**
 * Closing the issue of an approved request takes nothing back, so each use is told there as well, once: whoever closed it
 * hears that it still approves. It costs two requests for each request that has approved anything, so it is only for runs
 * that recorded something; what one of them could not say, the next one does.
 */
export async function tellClosedUses(run: IssueRun, issues: Issues, { state }: Position): Promise<void> {
  const used = [...state.requests.values()].filter((request) => request.used.length > 0);
  if (used.length === 0) return;
  const authors = await readAuthors({ ...run, issues });
  for (const request of used) {
    const issue = await issues.read(Number(request.issue));
    // What is said in an open one is part of its projection.
    if (issue === null || issue.state === 'open' || issue.locked) continue;
    const comments = issue.commentCount === 0 ? [] : await issues.listComments(issue.number);
    const told = new Set(comments.flatMap(({ author, body }) => (authors.has(author) ? [parseUsedMark(body)] : [])));
    for (const use of request.used) {
      if (!told.has(use.commit)) await issues.comment(issue.number, renderUsed(use, issues.webUrl, 'closed'));
    }
  }
}
