import type { Person } from './author.ts';
import type { Attribution, ChangeType } from './change.ts';
import type { ObjectKey } from './object-key.ts';
import type { RequestTerms } from './request.ts';
import type { VerdictReason } from './verdict.ts';
import type { RiskLevel } from './words.ts';

/** What one commit says about itself, typed: the trailers of CONTRACT section 4 and nothing else. */
export type CommitFacts = ChangeFacts | BaselineFacts | DecisionFacts | RepairFacts;

interface AnyFacts {
  readonly account: string;
  /** On the last commit of a push: every entry before this time is in history. */
  readonly watermark?: string;
}

/** An audit entry as its six `Audit-*` lines keep it. */
export interface FactEntry {
  readonly id: string;
  readonly action: string;
  readonly time: string;
  readonly actorName: string;
  readonly actorId: string;
  /** Null = `none`; may be truncated or hashed (privacy). */
  readonly ip: string | null;
  /** In a commit of an order: the object that the entry is about. */
  readonly object?: ObjectKey;
}

export interface ChangeFacts extends AnyFacts {
  readonly type: 'change';
  readonly object: ObjectKey;
  /** `none` with `explains` = a late entry; `none` without = no net effect. */
  readonly change: ChangeType;
  readonly observed: string;
  readonly explains?: string;
  /** Oldest first; empty only with attribution `none`. */
  readonly entries: readonly FactEntry[];
  readonly attribution: Attribution;
  readonly verdict: {
    readonly decision: 'approved' | 'unapproved';
    readonly reason: VerdictReason;
    readonly rule?: string;
    /** Blob id, or `none` where no configuration judged. */
    readonly policy: string;
  };
  readonly risk?: { readonly level: RiskLevel; readonly codes: readonly string[] };
  /** The actors other than the commit's author, each once. */
  readonly coAuthors: readonly Person[];
}

export interface BaselineFacts extends AnyFacts {
  readonly type: 'baseline';
  /** Server time before the first listing request. */
  readonly time: string;
  readonly kinds: readonly string[];
  /** Of the redaction rules under which the snapshots were written. */
  readonly redaction?: string;
  /** Personal macros and views are in it. */
  readonly personal?: true;
  /** Snapshot format. */
  readonly format?: number;
}

export type DecisionKind = 'approved' | 'rejected' | 'reverting' | 'reverted';

export interface DecisionFacts extends AnyFacts {
  readonly type: 'decision';
  readonly object: ObjectKey;
  readonly decision: DecisionKind;
  /** GitHub login without `@`. */
  readonly by: string;
  readonly byId: string;
  readonly issue: string;
  readonly comment: string;
  /** Audit ids joined by `,` (oldest first) or a blob id, as in the issue marker. */
  readonly change: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly fourEyes: 'yes' | 'not-provable';
  readonly reason?: string;
  /**
   * For `reverting` and `reverted`: `before` is the state that is undone and `after` the one that is brought back, for a
   * deleted object under its old id, null where it should not be there. `writer` = Zendesk user id of the writing credentials;
   * `newId` = what a deleted object was created again as; `time` = server time before the first write, or of the read that
   * verified it. Of a change request `time` alone: when its comment was made.
   */
  readonly writer?: string;
  /** On `reverting`: the run that announces the write, see `Runner`. */
  readonly run?: string;
  readonly newId?: string;
  readonly time?: string;
  /** For the approval of a change request (`request/<issue>`): what it allows. */
  readonly request?: RequestTerms;
}

export interface RepairFacts extends AnyFacts {
  readonly type: 'repair';
  /** How many recorded files were put back. */
  readonly files: number;
}
