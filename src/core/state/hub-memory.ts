import type { UtcTime } from '#core/time.ts';

/**
 * What earlier runs saw and did at GitHub, so that a run asks only for what changed since. None of it decides anything, and
 * losing it costs requests alone: then everything is listed again.
 */
export interface HubMemory {
  /** `owner/name` of the repository that this is about. */
  readonly repository: string;
  /** GitHub's clock: what changed before is dealt with, or marked below as still to be looked at. */
  readonly until: UtcTime;
  /** When all issues were listed last. */
  readonly listed: UtcTime;
  /** Whether GitHub was asked for our login; it does not say it to every token. */
  readonly asked: boolean;
  /** Number → issue. The open ones that are ours or count as such, and closed ones that an open episode still names. */
  readonly issues: ReadonlyMap<number, KnownIssue>;
  /** Id → comment that has the form of a command. Kept while a listing may show it again, or while it waits. */
  readonly commands: ReadonlyMap<string, KnownCommand>;
}

/** `other` = by someone else, with our label of the account: it is counted, and otherwise left alone. */
export type IssueRole = 'drift' | 'request' | 'alert' | 'dashboard' | 'other';

export interface KnownIssue {
  readonly role: IssueRole;
  readonly open: boolean;
  /** Has the label of the account, by which open issues are counted. */
  readonly labelled: boolean;
  /** Fingerprint of the issue as it was when it was dealt with; empty = it has to be looked at. */
  readonly seen: string;
  /** Fingerprint of what it was rendered from; empty = not known. */
  readonly shows: string;
  /** Which alert it is. */
  readonly alert: string | null;
  /** When we wrote its title or body last, by GitHub's clock. */
  readonly wrote: UtcTime | null;
  /** When a text that someone had edited was put back: a command up to then was written below another text. */
  readonly restored: UtcTime | null;
  /** When undecided drift in it was brought up again last. */
  readonly reminded: UtcTime | null;
  /** What keeps it from being brought up to date, in words for people. It waits until something about it changes. */
  readonly trouble: string | null;
  readonly request: KnownRequest | null;
}

/** What a change request depends on beside its own text. */
export interface KnownRequest {
  /** By someone who may not even label issues and whom nothing maps to a Zendesk user; null = not asked yet. */
  readonly stranger: boolean | null;
  /** It was read back, or closed to a reason: strangers' requests may wait unread. */
  readonly read: boolean;
  /** End of its window: then it is closed. */
  readonly due: UtcTime | null;
  /** The pull request that it names, and the change of it that was read. */
  readonly pull: number | null;
  readonly pullAt: UtcTime | null;
  /** Tree of the recorded snapshots, where another one may give it another meaning. */
  readonly tree: string | null;
}

export interface KnownCommand {
  readonly issue: number;
  /** When it was written or edited last. */
  readonly at: UtcTime;
  /** `answer` = nobody has answered it; `revert` = it waits for the one command that may write to Zendesk. */
  readonly waits: 'answer' | 'revert' | null;
}

/** What GitHub said about the repository when a run asked last. */
export interface KnownRepository {
  readonly visibility: 'public' | 'private' | 'internal';
  readonly hasIssues: boolean;
  readonly at: UtcTime;
}
