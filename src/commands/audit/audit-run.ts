import type { ExportSettings } from '#config/export-settings.ts';
import type { Privacy } from '#core/entry/privacy.ts';
import type { Redaction } from '#core/snapshot/redact.ts';
import type { Progress, Zendesk } from '#ports.ts';
import type { AuditFormat } from '#render/audit/audit-entries-text.ts';
import type { Export } from '#render/document.ts';

/** Everything that `audit` works with; `connect/audit.ts` puts it together. */
export interface AuditRun {
  readonly account: string;
  /** Unredacted: `audit` masks what it reads. */
  readonly zendesk: Zendesk;
  readonly redaction: Redaction;
  readonly privacy: Privacy;
  readonly range: Pick<ExportSettings, 'from' | 'to'>;
  readonly target: Export<AuditFormat>;
  readonly progress: Progress;
}
