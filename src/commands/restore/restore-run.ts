import type { RestoreSettings } from '#config/restore-settings.ts';
import type { PublishRun } from '#ledger/publish.ts';
import type { ConfigSource, Progress, Zendesk, ZendeskWriter } from '#ports.ts';
import type { Runner } from '#write-back/carry-out.ts';

/** Everything that `restore` works with; `connect/restore.ts` puts it together. */
export interface RestoreRun extends PublishRun {
  readonly settings: RestoreSettings;
  /** Where the rules of this run come from. */
  readonly configSource: ConfigSource;
  /** For the plan; never writes. */
  readonly zendesk: Zendesk;
  /** Null = only the plan is wanted. */
  readonly writer: ZendeskWriter | null;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** The workflow run that stands for what is restored; null at a terminal. */
  readonly runner: Runner | null;
  /** `GITHUB_ACTOR`, `GITHUB_ACTOR_ID`, and the `user.name` and `user.email` of the checkout; as found, or empty. */
  readonly asks: { readonly login: string; readonly id: string; readonly name: string; readonly email: string };
}
