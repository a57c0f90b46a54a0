import type { TriageCommands } from '#config/triage-settings.ts';
import type { IssueRun } from '#issues/issue-run.ts';
import type { PublishRun } from '#ledger/publish.ts';
import type { Issues, Progress, ZendeskWriter } from '#ports.ts';
import type { Runner } from '../write-back/carry-out.ts';

/** Everything that carrying out commands works with. It needs no connection to Zendesk, but for a revert. */
export interface TriageRun extends PublishRun, Omit<IssueRun, 'issues'> {
  readonly issues: Issues;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  readonly dryRun: boolean;
  /** `decide` = all but reverts, `revert` = reverts alone: each job of a workflow leaves the other's alone. */
  readonly commands: TriageCommands;
  readonly writeBack: WriteBack;
  /** The comment that started this run, where one did: it is looked at first. */
  readonly event: { readonly issue: number; readonly comment: string } | null;
}

export type WriteBack =
  /** `track`, and a job that decides: reverts are left to the one holder of the credential that writes. */
  | { readonly type: 'elsewhere' }
  /** `triage` without that credential: it says what to do by hand. */
  | { readonly type: 'by-hand' }
  | { readonly type: 'ready'; readonly writer: ZendeskWriter; readonly runner: Runner };
