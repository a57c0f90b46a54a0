import type { Ledger } from '#ledger/publish.ts';
import { parseUsedMark, renderUsed } from '#render/issue/read-back-text.ts';
import type { Hub } from './read-hub.ts';
import { commentOn, type IssueWriter, onIssue } from './write-issue.ts';

/**
 * Closing the issue of an approved request takes nothing back, so each use is reported there as well, once: whoever closed it
 * hears that it still approves. It costs two requests for each request that has approved anything, so it is only for runs
 * that recorded something; what one of them could not say, the next one does.
 */
export async function reportClosedUses(
  { hub, writer }: { readonly hub: Hub; readonly writer: IssueWriter },
  { state }: Ledger,
): Promise<void> {
  const used = [...state.requests.values()].filter((request) => request.used.length > 0);
  for (const request of used) {
    const number = Number(request.issue);
    await onIssue(writer, number, async () => {
      const issue = await hub.readIssue(number);
      // What is said in an open one is part of its projection.
      if (issue === null || issue.state === 'open' || issue.locked) return;
      const comments = issue.commentCount === 0 ? [] : await hub.issues.listComments(number);
      const posted = new Set(
        comments.flatMap(({ author, body }) => (hub.ours.authors.has(author) ? [parseUsedMark(body)] : [])),
      );
      for (const use of request.used) {
        if (!posted.has(use.commit)) await commentOn(writer, number, renderUsed(use, hub.issues.webUrl, 'closed'));
      }
    });
  }
}
