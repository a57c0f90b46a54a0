import { parseDigestMarker, parseMarker } from '#drift/marker.ts';
import type { ObjectKey } from '#drift/object-key.ts';
import type { ListedComment, ListedIssue } from '#ports.ts';
import { alertLabel, parseAlertKey } from '#report/alert.ts';
import { digestObjects } from '../track/issues/match-issues.ts';

export const requestLabel = 'change-request';

/** The labels under which issues are listed whose comments may be commands. */
export const commandLabels = ['config-drift', alertLabel, requestLabel] as const;

/** What an issue is about, as far as commands go. */
export type Target =
  | { readonly type: 'object'; readonly object: ObjectKey }
  /** `objects` = those that the body and our own comments name. */
  | { readonly type: 'digest'; readonly objects: ReadonlySet<ObjectKey> }
  | { readonly type: 'alert'; readonly key: string }
  /** Written by whoever asks for a change: its text is a wish, never a marker. */
  | { readonly type: 'request' };

export interface Ours {
  readonly account: string;
  /** Logins whose markers count. */
  readonly authors: ReadonlySet<string>;
}

/** Null for an issue that is none of ours: whatever is typed there, nothing happens. */
export function toTarget(issue: ListedIssue, comments: readonly ListedComment[], ours: Ours): Target | null {
  if (issue.state !== 'open') return null;
  const marked = ours.authors.has(issue.author) ? readMarked(issue, comments, ours) : null;
  if (marked !== null) return marked;
  const isRequest = issue.labels.includes(requestLabel) && concerns(issue, ours.account);
  return isRequest ? { type: 'request' } : null;
}

function readMarked(issue: ListedIssue, comments: readonly ListedComment[], ours: Ours): Target | null {
  const alert = parseAlertKey(issue.body, ours.account);
  if (alert !== null) return { type: 'alert', key: alert };
  const marker = parseMarker(issue.body);
  if (marker !== null) return marker.account === ours.account ? { type: 'object', object: marker.object } : null;
  if (parseDigestMarker(issue.body)?.account !== ours.account) return null;
  const more = comments.filter(({ author, body }) => ours.authors.has(author) && parseDigestMarker(body) !== null);
  const texts = [issue, ...more].map(({ body }) => body);
  return { type: 'digest', objects: new Set(texts.flatMap((text) => [...digestObjects(text, ours.account)])) };
}

/** Several accounts may share a repository: a label says which one is meant, none means any. */
function concerns({ labels }: ListedIssue, account: string): boolean {
  const named = labels.filter((label) => label.startsWith('account:'));
  return named.length === 0 || named.includes(`account:${account}`);
}
