import type { Attribution, ChangeType } from '#core/change.ts';
import type { ObjectKey } from '#core/object-key.ts';
import type { VerdictReason } from '#core/verdict.ts';
import type { RiskLevel } from '#core/words.ts';
import type { IssueResult } from '#render/issue/issue-result.ts';
import type { TriagedCommand } from '#render/triage/triage-result.ts';
import type { Warning } from '#warning.ts';

/** What one `track` run did. It is also what `--json` prints: names and shapes are part of the contract of version 1. */
export interface RunResult {
  readonly version: 1;
  readonly account: string;
  readonly dryRun: boolean;
  /** Plural of the kind → objects, only on a run that made a baseline. */
  readonly baseline: Readonly<Record<string, number>> | null;
  /** In the order of history. In a dry run the commits that would be made. */
  readonly commits: readonly CommitResult[];
  /** On the branch, whatever they are about: changes, a baseline, a repair, decisions. */
  readonly pushedCommits: number;
  /** Commands of reviewers that this run carried out or answered before anything else, in that order. */
  readonly commands: readonly TriagedCommand[];
  readonly issues: {
    readonly opened: readonly IssueResult[];
    readonly updated: readonly IssueResult[];
    readonly closed: readonly IssueResult[];
  };
  /** Titles of issues that would be open, where no GitHub is connected or the run is dry. */
  readonly notFiled: readonly { readonly object: ObjectKey; readonly title: string }[];
  /** Open drift whose issue is filed, and was not looked at in this run. */
  readonly stayOpen: readonly { readonly object: ObjectKey; readonly title: string; readonly number: number }[];
  readonly openEpisodes: number;
  /** Changes that wait for the log or for a readable object. */
  readonly pending: readonly ObjectNote[];
  readonly unreadable: readonly ObjectNote[];
  /** Log and account against each other: changed without an entry, and an entry without a visible change. */
  readonly withoutEntry: readonly ObjectKey[];
  readonly withoutEffect: readonly ObjectKey[];
  /** Audit entries of objects that are not tracked. */
  readonly notTracked: number;
  /** Audit entries of actions other than create, update and destroy, such as `exported`: no edits, so no change is theirs. */
  readonly otherActions: number;
  /** Kinds of which nothing was committed, because too much of them is missing or their listing is no listing. */
  readonly heldBack: readonly { readonly kind: string; readonly reason: string }[];
  /** Commits of branch and state ref after the run; null where there is none. */
  readonly headSha: string | null;
  readonly stateSha: string | null;
  /** Every entry before it is in history. */
  readonly watermark: string | null;
  /** Server time of the end of the run minus the watermark. */
  readonly gapSeconds: number | null;
  readonly requests: { readonly zendesk: number; readonly github: number };
  readonly warnings: readonly Warning[];
}

export interface CommitResult {
  /** Null in a dry run. */
  readonly id: string | null;
  readonly subject: string;
  readonly object: ObjectKey;
  readonly title: string;
  readonly type: ChangeType;
  /** Each person once, newest last; empty where no audit entry is known. */
  readonly actors: readonly { readonly id: string; readonly name: string }[];
  readonly ips: readonly string[];
  readonly auditIds: readonly string[];
  /** Of the newest entry; without one the time at which the state was read. */
  readonly time: string;
  readonly attribution: Attribution;
  readonly verdict: 'approved' | 'unapproved';
  readonly reason: VerdictReason;
  readonly rule?: string;
  readonly risk: RiskLevel;
  /** Where GitHub shows the commit. */
  readonly url?: string;
  /** Only in a dry run: the whole message and the paths that would change. */
  readonly plan?: {
    readonly message: string;
    readonly files: readonly { readonly path: string; readonly deleted: boolean }[];
  };
}

export interface ObjectNote {
  readonly object: string;
  readonly reason: string;
}

export const unapprovedCommits = ({ commits }: RunResult): readonly CommitResult[] =>
  commits.filter(({ verdict }) => verdict === 'unapproved');
