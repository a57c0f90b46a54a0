import type { ObjectKey } from '#core/object-key.ts';
import type { IssueResult } from '#render/issue/issue-result.ts';
import type { Warning } from '#warning.ts';

/** What one `triage` run did. It is also what `--json` prints: part of the contract of version 1. */
export interface TriageResult {
  readonly version: 1;
  readonly account: string;
  readonly dryRun: boolean;
  /** In the order in which they were carried out; in a dry run, what would become of them. */
  readonly commands: readonly TriagedCommand[];
  readonly issues: {
    readonly opened: readonly IssueResult[];
    readonly updated: readonly IssueResult[];
    readonly closed: readonly IssueResult[];
  };
  readonly openEpisodes: number;
  readonly headSha: string | null;
  readonly stateSha: string | null;
  readonly warnings: readonly Warning[];
}

export interface TriagedCommand {
  readonly issue: number;
  readonly comment: string;
  readonly by: string;
  /** Without its slash. */
  readonly command: string;
  readonly outcome: 'decided' | 'refused' | 'helped' | 'left';
  readonly decision?: string;
  readonly objects?: readonly ObjectKey[];
  /** Why it was refused or left. */
  readonly why?: string;
}
