import type { DescribedLine } from '#core/words.ts';

/** What happened in a time range, for people and for `--json`. Times are UTC; texts are hostile: each sink escapes them. */
export interface ReportResult {
  readonly version: 1;
  readonly account: string;
  /** The file of `--input`, null = git history. */
  readonly input: string | null;
  /** Both ends inclusive; a change counts by its newest audit entry, else by when it was seen. */
  readonly from: string;
  readonly to: string;
  /** Zone of the reader: days are its days. */
  readonly timezone: string;
  /** With `--around`: the time; `changes` has the nearest first. */
  readonly around: string | null;
  readonly filters: AppliedFilters;
  /** Commit that history was read up to; null for a file. */
  readonly head: string | null;
  readonly hours: ReportHours;
  readonly totals: ReportTotals;
  /** Most changes first; each change counts once. */
  readonly people: readonly PersonRow[];
  readonly kinds: readonly KindRow[];
  /** Days with changes, oldest first; each change counts once. */
  readonly days: readonly DayRow[];
  /** Who changed how much on which day, oldest first; each change counts once. */
  readonly activity: readonly ActivityRow[];
  /** Most changed first; each change counts once. */
  readonly objects: readonly ObjectRow[];
  /** Newest first. */
  readonly deletions: readonly Deletion[];
  /** Who made a change that they should not have made, and how that is known. */
  readonly unexpected: readonly UnexpectedPerson[];
  /** Seen for the first time in the range, oldest first. */
  readonly firstSeen: readonly FirstSeen[];
  /** Open now, whenever it began; oldest first. */
  readonly open: readonly OpenEpisode[];
  /** Newest first, or nearest first. */
  readonly changes: readonly ReportedChange[];
}

/** Lists that are empty leave everything in. */
export interface AppliedFilters {
  readonly actor: readonly string[];
  readonly kind: readonly string[];
  readonly verdict: readonly string[];
  readonly risk: readonly string[];
  readonly object: readonly string[];
}

/** What "off hours" means: outside the `hours` of the configuration; without them, outside office hours. */
export interface ReportHours {
  readonly basis: 'hours' | 'office-hours';
  readonly windows: readonly string[];
}

/** Shares are fractions from 0 to 1, null where there is nothing to divide. */
export interface ReportTotals {
  readonly changes: number;
  /** People who are named, each once. */
  readonly people: number;
  readonly approved: number;
  readonly unapproved: number;
  /** Without audit entry: nobody is known. */
  readonly withoutEntry: number;
  readonly unattributedShare: number | null;
  readonly offHours: number;
  readonly deleted: number;
  /** Unapproved changes that a reviewer decided about: approved, rejected or reverted. */
  readonly decided: number;
  /** From the change's newest entry to the first decision about it; null where nothing was decided. */
  readonly medianSecondsToDecision: number | null;
  readonly longestSecondsToDecision: number | null;
  /** Decisions of which it is proven that another person made the change. */
  readonly fourEyes: number;
  readonly fourEyesShare: number | null;
  /** Objects that differ from what is approved, now. */
  readonly open: number;
}

interface Counts {
  readonly changes: number;
  readonly unapproved: number;
  readonly offHours: number;
}

/** One person, or several whose shares in one change nobody knows: such a change counts for them together, once. */
export interface PersonRow extends Counts {
  /** Zendesk user ids, joined by `; `; null = changes without audit entry. */
  readonly id: string | null;
  /** Names, joined alike. */
  readonly name: string;
  /** GitHub login; null for several people. */
  readonly login: string | null;
}

export interface KindRow {
  readonly kind: string;
  readonly changes: number;
  readonly created: number;
  readonly updated: number;
  readonly deleted: number;
  readonly reordered: number;
  /** Without a visible effect; of a log file, whatever is no edit. */
  readonly other: number;
  readonly unapproved: number;
}

export interface DayRow extends Counts {
  /** `2026-11-22` in the zone of the reader. */
  readonly day: string;
}

export interface ActivityRow extends DayRow {
  readonly id: string | null;
  readonly name: string;
}

export interface ObjectRow extends Counts {
  readonly object: string;
  readonly title: string;
  readonly people: number;
  readonly last: string;
}

export type Deletion = Pick<
  ReportedChange,
  'time' | 'object' | 'title' | 'actor_name' | 'actor_id' | 'verdict' | 'decision' | 'commit'
>;

/**
 * `rule-denies` = a rule of the policy forbids it; `rejected` = a reviewer rejected or reverted it; `not-listed` = the
 * configuration names people, in `identities` or as actors of rules that approve, and this person is not among them.
 */
export type UnexpectedReason = 'rule-denies' | 'rejected' | 'not-listed';

export interface UnexpectedPerson {
  readonly id: string;
  readonly name: string;
  /** Changes that it holds for; one of several people counts for each of them. */
  readonly changes: number;
  readonly reasons: readonly UnexpectedReason[];
}

export interface FirstSeen {
  /** `person` = no earlier entry names them; `address` = their first entry from there. */
  readonly type: 'person' | 'address';
  readonly id: string;
  readonly name: string;
  readonly ip: string | null;
  readonly time: string;
  readonly commit: string | null;
}

export interface OpenEpisode {
  readonly object: string;
  readonly title: string;
  /** Subject of its newest commit. */
  readonly what: string;
  readonly since: string;
  readonly commit: string;
  readonly url: string | null;
  readonly issue: number | null;
  readonly people: readonly string[];
  readonly risk: string;
  /** GitHub login of who rejected it. */
  readonly rejectedBy: string | null;
}

/** `open` and `rejected` are still open; `undone` = back at the approved state without a decision. */
export type ReportedOutcome = 'open' | 'rejected' | 'approved' | 'reverted' | 'undone';

/** The columns of the CSV, in its order. Several people, ids or addresses are joined by `; `. */
export interface ReportedColumns {
  readonly time: string;
  readonly object: string;
  readonly kind: string;
  /** As it was after the change; empty for an order. */
  readonly title: string;
  readonly change: string;
  readonly actor_name: string | null;
  readonly actor_id: string | null;
  readonly ip: string | null;
  /** `none` = from before the baseline. Null where nothing judged it: an entry of a log file. */
  readonly verdict: 'approved' | 'unapproved' | 'none' | null;
  readonly reason: string | null;
  readonly rule: string | null;
  readonly risk: string | null;
  /** Of a reviewer: `approved`, `rejected` or `reverted`. */
  readonly decision: string | null;
  /** GitHub login. */
  readonly decided_by: string | null;
  readonly decided_at: string | null;
  readonly commit: string | null;
  readonly issue: number | null;
  /** What changed, in words, on one line. */
  readonly words: string;
}

export interface ReportedChange extends ReportedColumns {
  /** Subject of the commit: verb, object and title. */
  readonly what: string;
  readonly url: string | null;
  /** Where an admin opens the object in Zendesk. */
  readonly adminUrl: string | null;
  /** What changed, with the lines of long texts before and after. */
  readonly lines: readonly DescribedLine[];
  readonly people: readonly {
    readonly id: string;
    readonly name: string;
    readonly login: string | null;
    readonly ip: string | null;
  }[];
  readonly auditIds: readonly string[];
  readonly attribution: string;
  readonly riskCodes: readonly string[];
  /** Null without audit entry: when it was seen is not when it was done. */
  readonly offHours: boolean | null;
  /** Null for an approved change. */
  readonly outcome: ReportedOutcome | null;
  readonly decisionReason: string | null;
  /** From its newest entry to the first decision about it. */
  readonly secondsToDecision: number | null;
  readonly fourEyes: boolean | null;
}
