import type { Warning } from '#warning.ts';

/** What `backfill` did. Times are UTC. */
export interface BackfillResult {
  readonly version: 1;
  readonly account: string;
  readonly dryRun: boolean;
  /** `nothing` = the account remembers no edit; `present` = an earlier run has joined it. */
  readonly outcome: 'joined' | 'planned' | 'nothing' | 'present';
  /** Commit of the baseline that it leads up to. */
  readonly baseline: string;
  /** Null = from the first edit that the account remembers. */
  readonly from: string | null;
  readonly until: string;
  /** Tip of the backfilled history; null in a dry run and where there is none. */
  readonly tip: string | null;
  /** The merge that joins it to the record. */
  readonly merge: string | null;
  /** All backfilled commits, those of the tool included. */
  readonly commits: number;
  /** Commits of edits whose state a revision shows. */
  readonly revisions: number;
  /** Of those, the ones with an audit entry. */
  readonly matched: number;
  /** Commits of an audit entry alone. */
  readonly entries: number;
  /** Revisions and items of the log that could not be read. */
  readonly unreadable: number;
  /** Objects whose revisions are not all there, with why. */
  readonly incomplete: readonly { readonly object: string; readonly reason: string }[];
  readonly warnings: readonly Warning[];
}
