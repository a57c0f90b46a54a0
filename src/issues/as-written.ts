import type { ListedIssue } from '#ports.ts';
import { isOurLabel } from './plan-issues.ts';

type Text = Pick<ListedIssue, 'title' | 'body' | 'labels'>;

/** Fingerprint of what we wrote into an issue: title, body and our own labels. Other people's labels are theirs. */
export const writtenMark = (issue: Text, blobId: (text: string) => string): string =>
  blobId(JSON.stringify([...textOf(issue), labelsOf(issue.labels.filter(isOurLabel))]));

/** Fingerprint of an issue with all that may matter about it. A comment does not change it: comments are listed for themselves. */
export const seenMark = (
  issue: Text & Pick<ListedIssue, 'state' | 'locked'>,
  blobId: (text: string) => string,
): string => blobId(JSON.stringify([issue.state, issue.locked, ...textOf(issue), labelsOf(issue.labels)])).slice(0, 16);

// GitHub trims, and its web form sends CRLF.
const textOf = ({ title, body }: Text): readonly string[] => [title.trim(), body.replaceAll('\r\n', '\n').trimEnd()];

const labelsOf = (labels: readonly string[]): readonly string[] => labels.map((label) => label.toLowerCase()).sort();
