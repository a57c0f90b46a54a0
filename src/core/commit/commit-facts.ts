import type { Attribution, ChangeType } from '#core/change.ts';
import type { Person } from '#core/entry/author.ts';
import type { ObjectKey } from '#core/object-key.ts';
import type { UtcTime } from '#core/time.ts';

import type { VerdictReason } from '#core/verdict.ts';
import type { RiskLevel } from '#core/words.ts';

/** What one commit says about itself, typed: the trailers of docs/format.md, Commits, and nothing else. */
export type CommitFacts =
  | ChangeFacts
  | BaselineFacts
  | DecisionFacts
  | ExpiryFacts
  | RepairFacts
  | ConfigurationFacts
  | MoveFacts
  | NamesFacts
  | LogFacts
  | BackfilledFacts
  | BackfillFacts;

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
  /** Names of settings outside the snapshot that changed; left out for none. */
  readonly otherFields?: readonly string[];
  /** Oldest first; empty only with attribution `none`. With `payload`, one without an id and an action. */
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
  /** Data branch that the record belongs to. */
  readonly branch?: string;
  /** The configuration in force, as a blob id; `none` = there was no file. */
  readonly config?: string;
  readonly accounts: readonly GitHubAccount[];
}

/** A login that the configuration names, and the id of the GitHub user that had it when it was first seen. */
export interface GitHubAccount {
  readonly login: string;
  readonly id: string;
}

/** The configuration changed, or logins in it were resolved to accounts. No file changes. */
export interface ConfigurationFacts extends AnyFacts {
  readonly type: 'configuration';
  /** Blob ids, null = there was no file. */
  readonly before: string | null;
  readonly after: string | null;
  /** Commit that brought it, null where that is not known. */
  readonly commit: string | null;
  /** Accounts that were resolved now. */
  readonly accounts: readonly GitHubAccount[];
}

/** The record continues on another branch. No file changes. */
export interface MoveFacts extends AnyFacts {
  readonly type: 'move';
  readonly from: string;
  readonly to: string;
}

/** `approving` = an approval that is not enough yet: the change needs others as well. */
export type DecisionKind = 'approving' | 'approved' | 'rejected' | 'reverting' | 'reverted';

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
  /** The configuration that allowed it, as a blob id. */
  readonly config: string;
  readonly reason?: string;
  /** An approval holds until then. */
  readonly until?: string;
  /**
   * For `reverting` and `reverted`: `before` is the state that is undone and `after` the one that is brought back, for a
   * deleted object under its old id, null where it should not be there. `writer` = Zendesk user id of the writing credentials;
   * `newId` = what a deleted object was created again as; `time` = server time before the first write, or of the read that
   * verified it. Of a change request `time` alone: when its comment was made.
   */
  readonly writer?: string;
  /** The run that announces or has done a write, see `Runner`; of a decision without a comment, what stands for it. */
  readonly run?: string;
  readonly newId?: string;
  readonly time?: string;
  /** For the approval of a change request (`request/<issue>`): what it allows. */
  readonly request?: RequestTerms;
}

/** An approval with an end date has ended: the change that it approved is open again. No file changes. */
export interface ExpiryFacts extends AnyFacts {
  readonly type: 'expiry';
  readonly object: ObjectKey;
  /** Commit of the approval. */
  readonly approval: string;
  /** Server time at which a run saw that it was over. */
  readonly time: string;
}

export interface RepairFacts extends AnyFacts {
  readonly type: 'repair';
  /** How many recorded files were put back. */
  readonly files: number;
}

/** The files for people brought up to date (see `isToolFile`): by the tool itself, as the last commit of a push. */
export interface NamesFacts extends AnyFacts {
  readonly type: 'names';
}

/** Entries of the audit log added to its monthly files (see `isLogFile`): by the tool itself, in a push of their own. */
export interface LogFacts extends AnyFacts {
  readonly type: 'log';
  /** Alerts that entries among them have opened. */
  readonly alerts: readonly LogAlert[];
}

/** Entries of the log that matched one entry of `alerts` in the configuration: one, or many of one run together. */
export interface LogAlert {
  /** Name of the alert. */
  readonly rule: string;
  /** Oldest first, at most 50: the log has the others. */
  readonly entries: readonly { readonly id: string; readonly time: string }[];
  /** How many there are. */
  readonly count: number;
}

/** What an approved change request allows; all of it stands in the decision commit, so that verdicts can be made again. */
export interface RequestTerms {
  /** Zendesk user ids. */
  readonly actors: readonly string[];
  /** `kind/id`, `kind/order`, or `kind/new` once for each object that may be created. */
  readonly objects: readonly ObjectKey[];
  /** `from` inclusive, `to` exclusive. */
  readonly from: UtcTime;
  readonly to: UtcTime;
  /** Object → blob id that it must have afterwards; an object without one may become anything. */
  readonly expected: ReadonlyMap<ObjectKey, string>;
  /** Each object once, or any number of times inside the window. */
  readonly uses: 'once' | 'many';
}

/**
 * An edit from before the baseline, as the log and the revisions of the account still show it: history for people. It has no
 * watermark, and never counts for a state, an approval, an episode or the watermark (docs/semantics.md, Backfilled history).
 */
export interface BackfilledFacts extends AnyFacts {
  readonly type: 'backfilled';
  readonly object: ObjectKey;
  /** `none` = the state after it is not known, or the same as before. */
  readonly change: 'created' | 'updated' | 'none';
  /** When the account had this state: the time of its revision, else of its entry. */
  readonly observed: UtcTime;
  /** Id of the revision that holds the state; left out where none does. */
  readonly revision?: string;
  readonly edit: PastEdit;
  readonly attribution: 'exact' | 'revision' | 'unobserved';
}

/** Who made an edit: as its entry says, or without one as its revision does. */
export interface PastEdit {
  /** Null where the log has no entry. */
  readonly id: string | null;
  readonly action: string | null;
  readonly time: UtcTime;
  /** Null = the revision names nobody. */
  readonly actor: { readonly id: string; readonly name: string } | null;
  /** Null = `none`, or without an entry `unknown`. */
  readonly ip: string | null;
}

/** What a backfill says of itself: where it starts from, what it ends with, and the merge that joins it to the record. */
export interface BackfillFacts extends AnyFacts {
  readonly type: 'backfill';
  readonly step: 'start' | 'end' | 'joined';
  /** Commit of the baseline that it leads up to. */
  readonly baseline: string;
  /** Null = from the first edit that the account remembers. */
  readonly from: UtcTime | null;
  /** Time of the baseline. */
  readonly until: UtcTime;
  /** Whether edits of kinds without revisions are in it. */
  readonly entries: boolean;
  /** Backfilled commits so far. */
  readonly commits: number;
}
