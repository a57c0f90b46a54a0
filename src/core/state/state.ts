import type { DecisionKind } from '#core/commit/commit-facts.ts';
import type { AuditEntry } from '#core/entry/audit-entry.ts';
import type { ObjectKey } from '#core/object-key.ts';
import type { UtcTime } from '#core/time.ts';
import type { Revert } from '#core/write-back/own-writes.ts';
import type { OpenAlerts } from './alerts.ts';
import type { EarlierDecision, Episode, EpisodeChange } from './episode.ts';
import type { HubMemory, KnownRepository } from './hub-memory.ts';
import type { ChangeRequest } from './request-fold.ts';

/** Version of the snapshot text; another one means a new baseline of every kind (docs/semantics.md, Baseline). */
export const snapshotFormat = 3;

/** An episode that ended, kept until its issue is surely closed: the issue says how. */
export interface EndedEpisode {
  readonly object: ObjectKey;
  readonly how: 'restored' | 'approved' | 'approved-late' | 'reverted';
  /** The commit that ended it: what an issue says when it closes is what this commit says. */
  readonly commit: string;
  /** Server time, or the decision's commit time. */
  readonly at: UtcTime;
  /** First change of the episode: "how long it was live". */
  readonly since: UtcTime;
  readonly issue: number | null;
  /** Who decided it, where someone did. */
  readonly decision?: RecordedDecision;
}

/** A decision as the state remembers it, so that its comment is never carried out or answered twice. */
export interface RecordedDecision {
  readonly object: ObjectKey;
  readonly decision: DecisionKind;
  /** Login without `@`. */
  readonly by: string;
  readonly reason: string;
  /** Id of the comment that it stands in; `0` for none. */
  readonly comment: string;
  readonly commit: string;
  /** When the commit was made. */
  readonly at: UtcTime;
  /** An approval holds until then. */
  readonly until?: UtcTime;
}

/** An approval that holds for a while: what it approved is open again afterwards. */
export interface TimedApproval {
  readonly until: UtcTime;
  readonly commit: string;
  readonly by: string;
  readonly issue: number | null;
  /** The approved state before, which is the approved state again afterwards. */
  readonly approvedState: string | null;
  /** What it approved, and what was approved by a rule since; oldest first. */
  readonly changes: readonly EpisodeChange[];
}

/** A decision that does not count: nothing at GitHub confirms that someone made it. */
export interface UnconfirmedDecision {
  readonly object: ObjectKey;
  readonly commit: string;
  readonly by: string;
  readonly issue: string;
  /** What GitHub said, or that it could not be asked. */
  readonly reason: string;
}

/** A commit that looks like ours and does not count: no run pushed it with its state, and nothing bears it out. */
export interface DoubtedCommit {
  readonly commit: string;
  /** The object that it is about, or what kind of commit it is. */
  readonly what: string;
  readonly reason: string;
}

/**
 * What a run needs to know about everything before it. All of it is a fold over history (`fold.ts`); the state commit
 * only saves reading history, above all in a shallow clone (docs/semantics.md, State).
 */
export interface State {
  readonly account: string;
  /** Tracked kind → server time before its baseline was listed. Entries older than that belong to the baseline. */
  readonly baselines: ReadonlyMap<string, UtcTime>;
  readonly snapshotFormat: number;
  /** Fingerprint of the redaction rules; empty where nothing is redacted. */
  readonly redaction: string;
  /** Personal macros and views are tracked: the last baseline took them in, and nobody has taken that back since. */
  readonly personal: boolean;
  /** Every entry before it is in history. */
  readonly watermark: UtcTime;
  /** Audit ids already dealt with → their time; kept for the audit window and an hour. */
  readonly seen: ReadonlyMap<string, UtcTime>;
  /** Entries that wait: their object could not be read, or the log lags behind the object. */
  readonly pending: readonly AuditEntry[];
  /** Kinds whose order must be looked at again although no new entry may come. */
  readonly pendingOrders: readonly string[];
  /** Tree id of `snapshots/<account>`. */
  readonly tree: string | null;
  /** Files of the audit log as recorded, path → blob id; empty where none is kept. */
  readonly log: ReadonlyMap<string, string>;
  /** Every entry before it was read for the kept log; null where its last line says so, and without one. */
  readonly logRead: UtcTime | null;
  /** What matched `alerts` and nobody has accepted. */
  readonly alerts: OpenAlerts;
  /** Data branch that the record belongs to; null where no commit says so. */
  readonly branch: string | null;
  /** Commit of the branch up to which history is folded. */
  readonly folded: string | null;
  /** Configuration in force, as a blob id; null = there was no file, or no commit says. */
  readonly config: string | null;
  /** GitHub login in lower case → user id, as it was when the configuration first named the login. */
  readonly accounts: ReadonlyMap<string, string>;
  /** Decisions in history that GitHub does not bear out, or could not be asked about: they do not count. */
  readonly unconfirmed: readonly UnconfirmedDecision[];
  /** Other commits that history has and that do not count. */
  readonly doubted: readonly DoubtedCommit[];
  /** Commits of an object that a late entry may still explain, oldest first; kept for the audit window and an hour. */
  readonly recent: ReadonlyMap<ObjectKey, readonly EpisodeChange[]>;
  readonly episodes: ReadonlyMap<ObjectKey, Episode>;
  readonly ended: ReadonlyMap<ObjectKey, EndedEpisode>;
  /** Objects whose approved state holds until a certain time. */
  readonly timed: ReadonlyMap<ObjectKey, TimedApproval>;
  /** What was written back, oldest first, so that its own entries are known when the log shows them. */
  readonly reverts: readonly Revert[];
  /** Oldest first; kept for the audit window and an hour. */
  readonly decisions: readonly RecordedDecision[];
  /** The last decisions on each object, oldest first: kept, so that the next issue of the object can name them. */
  readonly decided: ReadonlyMap<ObjectKey, readonly EarlierDecision[]>;
  /** Issue number → approved change request; kept until it cannot cover an entry any more. */
  readonly requests: ReadonlyMap<string, ChangeRequest>;
  /** Kind → missing objects that were accepted as deleted. */
  readonly accepted: ReadonlyMap<string, AcceptedVanished>;
  /** Actors and IPs seen before (for "never seen for this person"): actor id → IPs as stored. */
  readonly known: ReadonlyMap<string, readonly string[]>;
  readonly lastSweep: UtcTime | null;
  /** When kinds that the log does not cover were listed last; null = never, or not known. */
  readonly looked: UtcTime | null;
  /** Kinds that the configuration names and the account does not offer, as it said last. */
  readonly absent: readonly string[];
  /** Up to when weeks were summed up for the webhook; null = nothing remembers. */
  readonly digested: UtcTime | null;
  /** Server time of the last finished run that was written down. */
  readonly lastRun: UtcTime | null;
  /** Typical seconds between runs, for the warning about gaps. */
  readonly interval: number | null;
  /** Issue number → fingerprint of what we wrote into it last. */
  readonly written: ReadonlyMap<string, string>;
  /** Our own login at GitHub, once known. */
  readonly login: string | null;
  /** What earlier runs saw at GitHub; null = everything has to be listed. */
  readonly hub: HubMemory | null;
  /** Whether the repository may hold this, as GitHub said last; null = it was never asked. */
  readonly repository: KnownRepository | null;
}

export const emptyState = (account: string): State => ({
  account,
  baselines: new Map(),
  snapshotFormat,
  redaction: '',
  personal: false,
  watermark: '1970-01-01T00:00:00Z',
  seen: new Map(),
  pending: [],
  pendingOrders: [],
  tree: null,
  log: new Map(),
  logRead: null,
  alerts: new Map(),
  branch: null,
  folded: null,
  config: null,
  accounts: new Map(),
  unconfirmed: [],
  doubted: [],
  recent: new Map(),
  episodes: new Map(),
  ended: new Map(),
  timed: new Map(),
  reverts: [],
  decisions: [],
  decided: new Map(),
  requests: new Map(),
  accepted: new Map(),
  known: new Map(),
  lastSweep: null,
  looked: null,
  absent: [],
  digested: null,
  lastRun: null,
  interval: null,
  written: new Map(),
  login: null,
  hub: null,
  repository: null,
});

/** Objects of a kind held back that a person accepted as deleted (docs/semantics.md, Kinds held back). */
export interface AcceptedVanished {
  readonly ids: readonly string[];
  readonly at: UtcTime;
}
