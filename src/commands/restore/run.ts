import type { RestoreSettings } from '#config/restore-settings.ts';
import type { Person } from '#drift/author.ts';
import type { Progress, Zendesk, ZendeskWriter } from '#ports.ts';
import type { PublishRun } from '../track/publish.ts';

/** Everything that `restore` works with; `connect/restore.ts` puts it together. */
export interface RestoreRun extends PublishRun {
  readonly settings: RestoreSettings;
  /** For the plan; never writes. */
  readonly zendesk: Zendesk;
  /** Null = only the plan is wanted. */
  readonly writer: ZendeskWriter | null;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Who asks, as decision commits name them: a GitHub login and its id (`0` = not known). */
  readonly who: { readonly login: string; readonly id: string; readonly author: Person };
}
