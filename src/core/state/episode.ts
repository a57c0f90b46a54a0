import type { Attribution, ChangeType } from '#core/change.ts';
import type { AuditEntry } from '#core/entry/audit-entry.ts';
import type { ObjectKey } from '#core/object-key.ts';
import type { UtcTime } from '#core/time.ts';
import type { Verdict, VerdictReason } from '#core/verdict.ts';
import type { RiskLevel } from '#core/words.ts';

/** One commit of an episode, as the state keeps it: enough to write the issue without reading history. */
export interface EpisodeChange {
  readonly commit: string;
  readonly type: ChangeType;
  /** Blob ids, null = the object was not there. */
  readonly before: string | null;
  readonly after: string | null;
  readonly entries: readonly AuditEntry[];
  readonly attribution: Attribution;
  readonly observed: string;
  /** It left the snapshot as it was and has to be decided all the same: see `isTransient`. */
  readonly transient: boolean;
  readonly verdict: Verdict;
  readonly risk: RiskLevel;
  /** Codes of the rules of risk that held, most severe first. */
  readonly riskCodes: readonly string[];
  /** For an order: the ids whose place relative to others changed, so that a late entry of one finds its commit. */
  readonly moved: readonly string[];
  /** Names of settings outside the snapshot that changed; left out for none. */
  readonly otherFields?: readonly string[];
  /** Rebuilt from its commit, which holds neither what the log said nor which clauses failed. */
  readonly fromHistory?: true;
}

/**
 * Whether a change left the snapshot as it was and only a decision ends it: something came and went, or a setting changed
 * that no snapshot holds, or nobody can know whether one did. Decided by what the commit says, so that history gives the same.
 */
export function isTransient(
  type: ChangeType,
  explains: string | undefined,
  entries: number,
  reason: VerdictReason,
): boolean {
  if (type !== 'none' || explains !== undefined) return false;
  return entries > 1 || (reason !== 'no-visible-change' && reason !== 'revert');
}

/** Names of the settings outside the snapshot that any of these changed. */
export const listOtherFieldsOf = (changes: readonly Pick<EpisodeChange, 'otherFields'>[]): readonly string[] =>
  [...new Set(changes.flatMap(({ otherFields = [] }) => otherFields))].sort();

/** Someone who has decided about an episode without ending it. */
export interface Reviewer {
  /** Login without `@`. */
  readonly by: string;
  /** GitHub user id. */
  readonly byId: string;
}

/** A reviewer's `reject`, which keeps the episode open and labelled. */
export interface Rejection extends Reviewer {
  readonly reason: string;
  readonly comment: string;
  /** Other people who rejected it before; left out for none. */
  readonly others?: readonly Reviewer[];
}

/** An approval of the newest state that is not enough: others have to approve it as well. */
export interface PartApproval extends Reviewer {
  readonly comment: string;
  readonly commit: string;
  /** It holds until then; left out for good. */
  readonly until?: UtcTime;
}

/** The approval with an end date that an episode was ended by before, and is open again after. */
export interface ExpiredApproval {
  readonly by: string;
  readonly until: UtcTime;
  /** Issue in which it was approved. */
  readonly issue: number | null;
  /** When it was seen that it is over: server time. */
  readonly at: UtcTime;
}

/** A decision on an earlier episode of the object. */
export interface EarlierDecision {
  readonly decision: 'approved' | 'rejected' | 'reverted';
  /** Login without `@`. */
  readonly by: string;
  /** When the commit was made. */
  readonly at: UtcTime;
  readonly issue: number | null;
  /** Whoever reads it can look there. */
  readonly commit: string;
}

/** An object's open drift: from its first unapproved change until undone or decided (docs/semantics.md, Episodes). */
export interface Episode {
  readonly object: ObjectKey;
  /** Blob id of the last approved state, null where the approved state is "not there". */
  readonly approvedState: string | null;
  /** Oldest first, at least one. */
  readonly changes: readonly EpisodeChange[];
  readonly rejected: Rejection | null;
  /** Oldest first; left out for none. A further change starts the count anew. */
  readonly approvals?: readonly PartApproval[];
  readonly expired?: ExpiredApproval;
  /** Issue number once known; the listing of GitHub is what counts. */
  readonly issue: number | null;
  /** Decisions on earlier episodes of the object, oldest first; left out for none. */
  readonly earlier?: readonly EarlierDecision[];
}

/** When the first of several approvals ends; undefined where none does. */
export const earliestUntil = (approvals: readonly { readonly until?: UtcTime }[]): UtcTime | undefined =>
  approvals.flatMap(({ until }) => until ?? []).sort()[0];

/** Everybody whose rejection stands. */
export const rejectionsOf = ({ rejected }: Pick<Episode, 'rejected'>): readonly Reviewer[] =>
  rejected === null ? [] : [...(rejected.others ?? []), { by: rejected.by, byId: rejected.byId }];

/** Whether the object is in its approved state again, and only a decision ends it: what came and went, a high risk undone. */
export const isAtApprovedState = ({ approvedState, changes }: Pick<Episode, 'approvedState' | 'changes'>): boolean =>
  changes.at(-1)?.after === approvedState;
