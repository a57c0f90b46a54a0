import type { Range, WantedRange } from '#core/range.ts';
import type { UtcTime } from '#core/time.ts';
import type { Ownership } from '#ledger/own-commits.ts';
import type { AuditPage, Progress, Repository } from '#ports.ts';
import type { ReportResult } from '#render/report/report-result.ts';
import type { VerifyResult } from '#render/verify/verify-result.ts';

/** Everything that `evidence` works with; `connect/evidence.ts` puts it together. */
export interface EvidenceRun extends Ownership {
  /** Opened so that nothing below `.git` changes. */
  readonly repository: Repository;
  /** The period as it was asked for; without an end it ends now. */
  readonly wanted: WantedRange;
  readonly now: UtcTime;
  /** Zone of the days that the range was given in. */
  readonly timezone: string;
  /** The changes of the range, as `report` knows them. Throws `nothing-recorded`. */
  readonly readReport: (range: Range) => Promise<ReportResult>;
  /** The whole history, checked as `verify` does it, with whatever credentials there are. */
  readonly verify: () => Promise<VerifyResult>;
  /** The entries that Zendesk lists of the range; null without credentials, and its answer without an audit log. */
  readonly listEntries: ((range: Range) => Promise<AuditPage | null>) | null;
  /** A signature of the manifest; null without a key. */
  readonly sign: ((text: string) => Promise<string>) | null;
  /** SHA-256 in hexadecimal digits. */
  readonly digest: (bytes: Uint8Array) => string;
  readonly output: string;
  readonly write: (bytes: Uint8Array) => Promise<void>;
  readonly dryRun: boolean;
  readonly progress: Progress;
}
