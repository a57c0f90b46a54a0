import { type Marker, parseReplyMark, parseShown } from '#drift/marker.ts';
import { readAuthors } from '#issues/authors.ts';
import { type Claim, commandLabels, type Ours, type Target, toClaim } from '#issues/target.ts';
import { isBelieved } from '#issues/work.ts';
import type { ListedComment, ListedIssue } from '#ports.ts';
import { parseCommand, type Spoken } from './parse-command.ts';
import type { TriageRun } from './run.ts';

/** A command that nobody has answered yet. */
export interface Found {
  readonly issue: ListedIssue;
  readonly claim: Claim;
  readonly comment: ListedComment;
  readonly spoken: Spoken;
  /** Our own comments above it that nobody edited, oldest first. */
  readonly above: readonly ListedComment[];
}

/** The same, once it is known what it is about. */
export interface Pending extends Found {
  readonly target: Target;
}

/** The unanswered commands of one issue, oldest first. */
export function findPending(issue: ListedIssue, comments: readonly ListedComment[], ours: Ours): readonly Found[] {
  const claim = toClaim(issue, comments, ours);
  if (claim === null) return [];
  const own = comments.filter(({ author }) => ours.authors.has(author));
  const answered = new Set(own.map(({ body }) => parseReplyMark(body)));
  return comments.flatMap((comment, index) => {
    const spoken = answered.has(comment.id) ? null : parseCommand(comment.body);
    if (spoken === null) return [];
    const above = comments.slice(0, index).filter((one) => isBelieved(one, ours.authors));
    return [{ issue, claim, comment, spoken, above }];
  });
}

/** A comment that has our answer. */
export interface Answered {
  readonly issue: ListedIssue;
  readonly comment: ListedComment;
}

function findAnswered(issue: ListedIssue, comments: readonly ListedComment[], { authors }: Ours): readonly Answered[] {
  const own = comments.filter(({ author }) => authors.has(author));
  const answered = new Set(own.map(({ body }) => parseReplyMark(body)));
  return comments.flatMap((comment) => (answered.has(comment.id) ? [{ issue, comment }] : []));
}

/** What our comments above a command claim to show. */
export const shownAbove = ({ above }: Pick<Found, 'above'>, account: string): readonly Marker[] =>
  above.flatMap(({ body }) => {
    const marker = parseShown(body);
    return marker?.account === account ? [marker] : [];
  });

export interface Commands {
  readonly pending: readonly Found[];
  readonly answered: readonly Answered[];
}

/** Lists the issues and reads the comments of those that have any. Found by listing: the search lags behind. */
export async function listCommands(run: Pick<TriageRun, 'config' | 'issues' | 'event'>): Promise<Commands> {
  const { issues, config, event } = run;
  const listed = new Map<number, ListedIssue>();
  for (const label of commandLabels) {
    for (const issue of await issues.listOpen(label)) listed.set(issue.number, issue);
  }
  // A command that came a moment after another one closed its issue is answered, too.
  const named = event === null || listed.has(event.issue) || event.issue <= 0 ? null : await issues.read(event.issue);
  if (named?.labels.some((label) => commandLabels.some((one) => one === label))) listed.set(named.number, named);
  const discussed = [...listed.values()].filter(({ commentCount }) => commentCount > 0);
  if (discussed.length === 0) return { pending: [], answered: [] };
  const ours = { account: config.account, authors: await readAuthors(run) };
  const pending: Found[] = [];
  const answered: Answered[] = [];
  for (const issue of discussed.sort((a, b) => a.number - b.number)) {
    if (toClaim(issue, [], ours) === null) continue;
    const comments = await issues.listComments(issue.number);
    pending.push(...findPending(issue, comments, ours));
    answered.push(...findAnswered(issue, comments, ours));
  }
  return { pending, answered };
}
