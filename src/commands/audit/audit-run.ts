import type { AuditFormat, AuditSettings } from '#config/audit-settings.ts';
import type { Privacy } from '#core/entry/privacy.ts';
import type { Redaction } from '#core/snapshot/redact.ts';
import type { AuditLogReader } from '#ports/audit-log.ts';
import type { Clock, Progress } from '#ports.ts';
import type { ExportFiles } from './export-files.ts';

/** Where an export goes. `nowhere` = the result alone carries it. */
export type Destination =
  | { readonly type: 'stdout' }
  /** `kept` false = a dry run, which writes nothing. */
  | { readonly type: 'file'; readonly file: string; readonly kept: boolean }
  | { readonly type: 'nowhere' };

/** Everything that `audit` works with; `connect/audit.ts` puts it together. */
export interface AuditRun {
  readonly account: string;
  readonly log: AuditLogReader;
  readonly redaction: Redaction;
  readonly privacy: Privacy;
  readonly settings: AuditSettings;
  readonly format: AuditFormat;
  readonly destination: Destination;
  /** Takes the document piece by piece; a file stands in its place only when all of it is there. */
  readonly deliver: (parts: AsyncIterable<string>) => Promise<void>;
  readonly files: ExportFiles;
  /** SHA-256 of a text, as hex. */
  readonly digest: (text: string) => string;
  readonly dryRun: boolean;
  readonly clock: Clock;
  readonly progress: Progress;
}
