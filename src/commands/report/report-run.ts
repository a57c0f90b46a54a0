import type { ExportSettings } from '#config/export-settings.ts';
import type { OwnCommitter } from '#core/state/history.ts';
import type { Policy } from '#policy/rule.ts';
import type { Clock, Progress, Repository } from '#ports.ts';
import type { Export } from '#render/document.ts';

export const reportFormats = ['html', 'markdown', 'json'] as const;
export type ReportFormat = (typeof reportFormats)[number];

/** Everything that `report` works with; `connect/report.ts` puts it together. */
export interface ReportRun {
  readonly account: string;
  readonly committers: readonly OwnCommitter[];
  /** Opened so that nothing below `.git` changes. */
  readonly repository: Repository;
  /** Its windows say what is off hours; its time zone is the one for people. */
  readonly policy: Pick<Policy, 'rules' | 'hours' | 'timezone'>;
  /** Zendesk user id → GitHub login. */
  readonly logins: ReadonlyMap<string, string>;
  /** `https://github.com/acme/zendesk-config`, null where no repository is known. */
  readonly webUrl: string | null;
  readonly range: Pick<ExportSettings, 'from' | 'to'>;
  readonly target: Export<ReportFormat>;
  readonly clock: Clock;
  readonly progress: Progress;
}
