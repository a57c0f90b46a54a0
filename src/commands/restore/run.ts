import type { RestoreSettings } from '#config/restore-settings.ts';
import type { PublishRun } from '#ledger/publish.ts';
import type { Progress, Zendesk, ZendeskWriter } from '#ports.ts';

/** Everything that `restore` works with; `connect/restore.ts` puts it together. */
export interface RestoreRun extends PublishRun {
  readonly settings: RestoreSettings;
  /** For the plan; never writes. */
  readonly zendesk: Zendesk;
  /** Null = only the plan is wanted. */
  readonly writer: ZendeskWriter | null;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** `GITHUB_ACTOR`, `GITHUB_ACTOR_ID`, and the `user.name` and `user.email` of the checkout; as found, or empty. */
  readonly asks: { readonly login: string; readonly id: string; readonly name: string; readonly email: string };
}
