import type { Ledger } from '#ledger/publish.ts';
import type { ListedComment, ListedIssue, Repository } from '#ports.ts';
import { writtenMark } from './as-written.ts';
import type { Hub } from './read-hub.ts';

interface Written {
  readonly issue: ListedIssue;
  readonly comment: Pick<ListedComment, 'createdAt'>;
  /** When anybody edited the text of the issue last; null = never, or GitHub does not say. */
  readonly issueEdited: string | null;
}

/**
 * Whether the author of a command was shown what we wrote: the issue still is that, nobody has edited and put it back since,
 * and no run of ours has put it back after the command was written. Null where nothing remembers what we wrote.
 */
export function wasAsWritten(
  { notes }: Pick<Hub, 'notes'>,
  { issue, comment, issueEdited }: Written,
  blobId: (text: string) => string,
): boolean | null {
  const mark = notes.markOf(issue.number);
  const { wrote = null, restored = null } = notes.known(issue.number) ?? {};
  if (restored !== null && comment.createdAt <= restored) return false;
  const isTouched = issueEdited !== null && wrote !== null && issueEdited > wrote;
  if (isTouched && comment.createdAt <= issueEdited) return false;
  return mark === null ? null : mark === writtenMark(issue, blobId);
}

/** Whether another run has pushed since this one read the state: what it wrote is no edit of anybody. */
export async function isOvertaken(
  repository: Pick<Repository, 'fetchTip'>,
  { tip }: Pick<Ledger, 'tip'>,
): Promise<boolean> {
  return (await repository.fetchTip()).state !== tip.state;
}
