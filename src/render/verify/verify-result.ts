import type { Finding } from './finding.ts';

/** What `verify` found, for people and for `--json`. */
export interface VerifyResult {
  readonly version: 1;
  readonly account: string;
  readonly sound: boolean;
  /** Commit of the branch and of the state ref that were checked; hand either to `--expect` later. */
  readonly head: string | null;
  readonly state: string | null;
  readonly counts: VerifyCounts;
  /** Why verdicts could not be made again → how many. */
  readonly notRechecked: Readonly<Record<string, number>>;
  readonly faults: readonly Finding[];
  readonly warnings: readonly Finding[];
  /** Null without `--remote`. */
  readonly remote: RemoteResult | null;
  /** Null without `--github`. */
  readonly github: GitHubResult | null;
}

/** What was decided: `restore` without a comment, `revert` by one. */
export type WitnessedKind =
  | 'approval'
  | 'rejection'
  | 'revert'
  | 'restore'
  | 'change-request'
  | 'accepted-deletion'
  | 'accepted-alert';

/** What stands for decisions, whether or not it bears them out: how many name a comment, are signed, … */
export interface WitnessCounts {
  readonly comment: number;
  readonly signature: number;
  readonly run: number;
  readonly none: number;
}

export interface GitHubResult {
  readonly decisions: number;
  /** Kinds of which history has a decision. */
  readonly witnesses: { readonly [Kind in WitnessedKind]?: WitnessCounts };
}

export interface VerifyCounts {
  /** All commits of the branch, and those that count for this account. */
  readonly commits: number;
  readonly own: number;
  /** Commits from before the baseline, which are history for people alone. */
  readonly backfilled: number;
  readonly changes: number;
  readonly decisions: number;
  /** Recorded changes of the configuration. */
  readonly configurations: number;
  readonly entries: number;
  /** Objects recorded now, and versions of files that were read. */
  readonly objects: number;
  readonly versions: number;
  readonly verdicts: number;
}

export interface RemoteResult {
  readonly part: number;
  readonly seed: number;
  readonly objects: number;
  readonly entries: number;
  /** Differences that the next run will record: newer than the watermark, or waiting. */
  readonly lagging: readonly string[];
  /** Entries of objects that are not tracked. */
  readonly untracked: number;
}
