import type { BackfillSettings } from '#config/backfill-settings.ts';
import type { Privacy } from '#core/entry/privacy.ts';
import type { PublishRun } from '#ledger/publish.ts';
import type { AuditLogReader } from '#ports/audit-log.ts';
import type { Progress, Zendesk } from '#ports.ts';

/** Everything that `backfill` works with. */
export interface BackfillRun extends PublishRun {
  /** The account as it may be kept: everything is masked that the configuration says. */
  readonly zendesk: Zendesk;
  /** The log, whole and not masked. */
  readonly log: Pick<AuditLogReader, 'readEntries'>;
  readonly privacy: Privacy;
  readonly settings: BackfillSettings;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Local time, milliseconds since 1970. */
  readonly deadline: number;
  readonly deadlineText: string;
  readonly dryRun: boolean;
}
