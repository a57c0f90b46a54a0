import { parseAlertKey, parseWatchKey } from '#core/commit/alert-mark.ts';
import { parseDigestMarker, parseMarker } from '#core/commit/marker.ts';
import type { IssueRole, KnownIssue } from '#core/state/hub-memory.ts';
import type { State } from '#core/state/state.ts';
import type { ListedIssue } from '#ports.ts';
import { alertLabel } from '#render/issue/alert.ts';
import { dashboardLabel, dashboardTitle, isAnyDashboard, isDashboard } from '#render/issue/dashboard.ts';
import { accountLabel, hasLabel } from '#render/issue/labels.ts';
import type { HubNotes } from './hub-notes.ts';
import { concerns } from './match-issues.ts';
import { driftLabel, type Ours, requestLabel } from './subject.ts';

/** What is known of a number before its issue is looked at. */
interface Before {
  readonly known: KnownIssue | null;
  /** The state says that drift was filed under this number. */
  readonly isFiled: boolean;
}

/** What an issue is to this account; null = nothing. What is known wins over its text and labels, which people can edit. */
export function roleOf(issue: ListedIssue, ours: Ours, { known, isFiled }: Before): IssueRole | null {
  const own = ours.authors.has(issue.author) ? ownRole(issue, ours.account, known, isFiled) : null;
  if (own !== null) return own;
  if (hasLabel(issue.labels, requestLabel) && concerns(issue, ours.account)) return 'request';
  return isLabelled(issue, ours.account) ? 'other' : null;
}

interface Recorded {
  readonly filed: ReadonlyMap<number, unknown>;
  readonly notes: Pick<HubNotes, 'known'>;
  readonly state: Pick<State, 'alerts'>;
}

/** Whether what a closed issue is about is still open in the record. */
export function isStillOpen({ filed, notes, state }: Recorded, number: number, role: IssueRole): boolean {
  if (role === 'drift') return filed.has(number);
  const watched = parseWatchKey(notes.known(number)?.alert ?? '');
  return role === 'alert' && watched !== null && state.alerts.has(watched);
}

/** Whether what is said in such an issue may be a command, or has to be answered as one. */
export const takesCommands = (role: IssueRole | undefined): boolean => role !== undefined && role !== 'other';

export const isLabelled = ({ labels }: Pick<ListedIssue, 'labels'>, account: string): boolean =>
  hasLabel(labels, accountLabel(account));

function ownRole(issue: ListedIssue, account: string, known: KnownIssue | null, isFiled: boolean): IssueRole | null {
  if (isFiled) return 'drift';
  if (known !== null && known.role !== 'other' && known.role !== 'request') return known.role;
  return markedRole(issue, account) ?? (concerns(issue, account) ? labelledRole(issue, account) : null);
}

function markedRole({ body }: ListedIssue, account: string): IssueRole | null {
  if (parseAlertKey(body, account) !== null) return 'alert';
  if (isDashboard(body, account)) return 'dashboard';
  const marker = parseMarker(body) ?? parseDigestMarker(body);
  return marker?.account === account ? 'drift' : null;
}

/** By its label, unless it says that it is about another account. */
function labelledRole({ body, labels, title }: ListedIssue, account: string): IssueRole | null {
  if (parseMarker(body) !== null || parseDigestMarker(body) !== null || isAnyDashboard(body)) return null;
  if (hasLabel(labels, driftLabel)) return 'drift';
  if (hasLabel(labels, alertLabel)) return 'alert';
  const isNamed = title === dashboardTitle(account) || hasLabel(labels, accountLabel(account));
  return hasLabel(labels, dashboardLabel) && isNamed ? 'dashboard' : null;
}
