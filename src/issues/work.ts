import type { ObjectKey } from '#drift/object-key.ts';
import type { State } from '#drift/state.ts';
import type { Issues, ListedComment, ListedIssue } from '#ports.ts';
import type { IssueResult } from '#report/run-result.ts';
import type { IssueRun } from './issue-run.ts';

/** One projection under way: what it works with, and what it has done. */
export interface Work {
  readonly run: IssueRun;
  readonly issues: Issues;
  readonly state: State;
  readonly authors: ReadonlySet<string>;
  readonly opened: IssueResult[];
  readonly updated: IssueResult[];
  readonly closed: IssueResult[];
  readonly warnings: string[];
  readonly numbers: Map<ObjectKey, number>;
}

export const toResult = ({ number, url }: ListedIssue, object: ObjectKey | null): IssueResult => ({
  number,
  url,
  object,
});

/** Ours as we wrote it: we never edit a comment, so an edited one says what somebody else wants it to say. */
export const isBelieved = ({ author, createdAt, updatedAt }: ListedComment, authors: ReadonlySet<string>): boolean =>
  authors.has(author) && createdAt === updatedAt;

/** Says something in an issue. One that is locked takes no comment: that is told, and nothing else waits for it. */
export async function sayIn({ issues, warnings }: Work, { number, locked }: ListedIssue, body: string): Promise<void> {
  const said = locked ? null : await issues.comment(number, body);
  const warning = lockedWarning(number);
  if (said === null && !warnings.includes(warning)) warnings.push(warning);
}

export const lockedWarning = (number: number): string =>
  `Issue #${number} is locked, so nothing could be said there; what it shows is up to date`;
