/** What happened in a time range, for people and for `--json`. Times are UTC; texts are hostile: each sink escapes them. */
export interface ReportResult {
  readonly version: 1;
  readonly account: string;
  /** Both ends inclusive; a change counts by its newest audit entry, else by when it was seen. */
  readonly from: string;
  readonly to: string;
  readonly timezone: string;
  /** Commit that history was read up to. */
  readonly head: string;
  readonly hours: ReportHours;
  readonly totals: ReportTotals;
  /** Most changes first. */
  readonly people: readonly PersonRow[];
  readonly kinds: readonly KindRow[];
  /** Open now, whenever it began; oldest first. */
  readonly open: readonly OpenEpisode[];
  /** Newest first. */
  readonly changes: readonly ReportedChange[];
}

/** What "off hours" means: outside the `hours` of the configuration; without them, outside office hours. */
export interface ReportHours {
  readonly basis: 'hours' | 'office-hours';
  readonly windows: readonly string[];
}

export interface ReportTotals {
  readonly changes: number;
  readonly people: number;
  readonly unapproved: number;
  /** Without audit entry: nobody is known. */
  readonly withoutEntry: number;
  readonly offHours: number;
  /** Unapproved changes that a reviewer decided about: approved, rejected or reverted. */
  readonly decided: number;
  /** From the change's newest entry to the first decision about it; null where nothing was decided. */
  readonly medianSecondsToDecision: number | null;
  /** Objects that differ from what is approved, now. */
  readonly open: number;
}

export interface PersonRow {
  /** Zendesk user id; null = changes without audit entry. */
  readonly id: string | null;
  readonly name: string;
  /** GitHub login. */
  readonly login: string | null;
  /** A change of several people counts for each of them. */
  readonly changes: number;
  readonly unapproved: number;
  readonly offHours: number;
}

export interface KindRow {
  readonly kind: string;
  readonly changes: number;
  readonly created: number;
  readonly updated: number;
  readonly deleted: number;
  readonly reordered: number;
  readonly unapproved: number;
}

export interface OpenEpisode {
  readonly object: string;
  /** Subject of its newest commit. */
  readonly what: string;
  readonly since: string;
  readonly commit: string;
  readonly url: string | null;
  readonly people: readonly string[];
  readonly risk: string;
  /** GitHub login of who rejected it. */
  readonly rejectedBy: string | null;
}

/** How an unapproved change ended, if it did. `undone` = back at the approved state without a decision. */
export type ChangeOutcome = 'open' | 'rejected' | 'approved' | 'reverted' | 'undone';

export interface ReportDecision {
  /** GitHub login. */
  readonly by: string;
  readonly issue: string;
  readonly at: string;
  readonly reason: string | null;
}

export interface ReportedChange {
  readonly commit: string;
  readonly url: string | null;
  readonly time: string;
  readonly object: string;
  readonly kind: string;
  /** Subject of the commit: verb, object and title. */
  readonly what: string;
  readonly change: string;
  readonly people: readonly {
    readonly id: string;
    readonly name: string;
    readonly login: string | null;
    readonly ip: string | null;
  }[];
  readonly auditIds: readonly string[];
  readonly attribution: string;
  /** Null without audit entry: when it was seen is not when it was done. */
  readonly offHours: boolean | null;
  readonly verdict: 'approved' | 'unapproved';
  readonly reason: string;
  readonly rule: string | null;
  readonly risk: string | null;
  /** Null for an approved change. */
  readonly outcome: ChangeOutcome | null;
  readonly decision: ReportDecision | null;
}
