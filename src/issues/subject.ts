import { parseAlertKey } from '#core/commit/alert-mark.ts';
import { parseDigestMarker, parseMarker } from '#core/commit/marker.ts';
import type { ObjectKey } from '#core/object-key.ts';
import type { ListedComment, ListedIssue } from '#ports.ts';
import { alertLabel } from '#render/issue/alert.ts';
import { dashboardLabel, isDashboard } from '#render/issue/dashboard.ts';
import { hasLabel } from '#render/issue/labels.ts';
import { concerns, digestObjects } from './match-issues.ts';

export const requestLabel = 'change-request';
export const driftLabel = 'config-drift';

/** The labels under which issues are listed whose comments may be commands. */
export const commandLabels = [driftLabel, alertLabel, requestLabel, dashboardLabel] as const;

/** What an issue is about, as far as commands go. */
export type IssueSubject =
  | { readonly type: 'object'; readonly object: ObjectKey }
  /** `objects` = those that the body and our own comments name. */
  | { readonly type: 'digest'; readonly objects: ReadonlySet<ObjectKey> }
  | { readonly type: 'alert'; readonly key: string }
  /** The list of what is open: nothing is decided there, and whoever tries is shown where. */
  | { readonly type: 'dashboard' }
  /** Written by whoever asks for a change: its text is a request, never a marker. */
  | { readonly type: 'request' };

/** What an issue seems to be about before the state is asked (`bindSubject`): people can edit its text. */
export type Claim =
  | IssueSubject
  /** By us, and nothing of what we wrote about it is left. */
  | { readonly type: 'unmarked' };

export interface Ours {
  readonly account: string;
  /** Logins whose markers count. */
  readonly authors: ReadonlySet<string>;
  /** Which alert was filed under a number, where that is remembered: people can edit its text. */
  readonly alertOf?: (number: number) => string | null;
}

/**
 * Null for an issue that is none of ours: whatever is typed there, nothing happens. `own` = our own comments in it, as we
 * wrote them.
 */
export function toClaim(issue: ListedIssue, own: readonly ListedComment[], ours: Ours): Claim | null {
  const isOwn = ours.authors.has(issue.author);
  const marked = isOwn ? readMarked(issue, own, ours) : null;
  if (marked !== null) return marked;
  if (!concerns(issue, ours.account)) return null;
  if (hasLabel(issue.labels, requestLabel)) return { type: 'request' };
  return isOwn && hasLabel(issue.labels, driftLabel) ? { type: 'unmarked' } : null;
}

function readMarked(issue: ListedIssue, own: readonly ListedComment[], ours: Ours): IssueSubject | null {
  const alert = ours.alertOf?.(issue.number) ?? parseAlertKey(issue.body, ours.account);
  if (alert !== null) return { type: 'alert', key: alert };
  if (isDashboard(issue.body, ours.account)) return { type: 'dashboard' };
  const marker = parseMarker(issue.body);
  if (marker !== null) return marker.account === ours.account ? { type: 'object', object: marker.object } : null;
  if (parseDigestMarker(issue.body)?.account !== ours.account) return null;
  const more = own.filter((comment) => parseDigestMarker(comment.body) !== null);
  const texts = [issue, ...more].map(({ body }) => body);
  return { type: 'digest', objects: new Set(texts.flatMap((text) => [...digestObjects(text, ours.account)])) };
}
