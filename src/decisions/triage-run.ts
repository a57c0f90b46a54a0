import type { TriageCommands } from '#config/triage-settings.ts';
import type { IssueRun } from '#issues/issue-run.ts';
import type { Hub } from '#issues/read-hub.ts';
import type { IssueWriter } from '#issues/write-issue.ts';
import type { PublishRun } from '#ledger/publish.ts';
import type { ConfigSource, Issues, Progress, ZendeskWriter } from '#ports.ts';
import type { Runner } from '#write-back/carry-out.ts';

/** What `triage` is connected to. It needs no connection to Zendesk, but for a revert. */
export interface TriageStart extends PublishRun, Omit<IssueRun, 'issues'> {
  readonly issues: Issues;
  /** Where the rules of this run come from. */
  readonly configSource: ConfigSource;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  readonly dryRun: boolean;
  /** `decide` = all but reverts, `revert` = reverts alone: each job of a workflow leaves the other's alone. */
  readonly commands: TriageCommands;
  readonly writeBack: WriteBack;
  /** The comment that started this run, where one did: it is looked at first. */
  readonly event: { readonly issue: number; readonly comment: string } | null;
}

/** Everything that carrying out commands works with, once it is known what changed at GitHub. */
export interface TriageRun extends TriageStart {
  readonly hub: Hub;
  readonly writer: IssueWriter;
}

export type WriteBack =
  /** `track`, and a job that decides: reverts are left to the one holder of the credential that writes. */
  | { readonly type: 'elsewhere' }
  /** `triage` without that credential: it says what to do by hand. */
  | { readonly type: 'by-hand' }
  | { readonly type: 'ready'; readonly writer: ZendeskWriter; readonly runner: Runner };
