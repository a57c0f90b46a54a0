import { type Marker, parseReplyMark, parseShown } from '#drift/marker.ts';
import type { ListedComment, ListedIssue } from '#ports.ts';
import { readAuthors } from './authors.ts';
import { parseCommand, type Spoken } from './parse-command.ts';
import type { TriageRun } from './run.ts';
import { commandLabels, type Ours, type Target, toTarget } from './target.ts';

/** A command that nobody has answered yet. */
export interface Pending {
  readonly issue: ListedIssue;
  readonly target: Target;
  readonly comment: ListedComment;
  readonly spoken: Spoken;
  /** Our own comments above it, oldest first. */
  readonly above: readonly ListedComment[];
}

/** The unanswered commands of one issue, oldest first. */
export function findPending(issue: ListedIssue, comments: readonly ListedComment[], ours: Ours): readonly Pending[] {
  const target = toTarget(issue, comments, ours);
  if (target === null) return [];
  const own = comments.filter(({ author }) => ours.authors.has(author));
  const answered = new Set(own.map(({ body }) => parseReplyMark(body)));
  return comments.flatMap((comment, index) => {
    const spoken = answered.has(comment.id) ? null : parseCommand(comment.body);
    if (spoken === null) return [];
    const above = comments.slice(0, index).filter(({ author }) => ours.authors.has(author));
    return [{ issue, target, comment, spoken, above }];
  });
}

/** What our comments above a command claim to show. */
export const shownAbove = ({ above }: Pick<Pending, 'above'>, account: string): readonly Marker[] =>
  above.flatMap(({ body }) => {
    const marker = parseShown(body);
    return marker?.account === account ? [marker] : [];
  });

/** Lists the issues and reads the comments of those that have any. Found by listing: the search lags behind. */
export async function listPending(run: Pick<TriageRun, 'config' | 'issues'>): Promise<readonly Pending[]> {
  const { issues, config } = run;
  const listed = new Map<number, ListedIssue>();
  for (const label of commandLabels) {
    for (const issue of await issues.listOpen(label)) listed.set(issue.number, issue);
  }
  const discussed = [...listed.values()].filter(({ commentCount }) => commentCount > 0);
  if (discussed.length === 0) return [];
  const ours = { account: config.account, authors: await readAuthors(run) };
  const pending: Pending[] = [];
  for (const issue of discussed.sort((a, b) => a.number - b.number)) {
    if (toTarget(issue, [], ours) === null) continue;
    pending.push(...findPending(issue, await issues.listComments(issue.number), ours));
  }
  return pending;
}
