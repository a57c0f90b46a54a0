import type { ReportFormat, ReportSettings } from '#config/report-settings.ts';
import type { OwnCommitter } from '#core/state/history.ts';
import type { Policy } from '#policy/rule.ts';
import type { Clock, Progress, Repository } from '#ports.ts';
import type { Export } from '#render/document.ts';

export interface HistorySource {
  readonly type: 'history';
  /** Opened so that nothing below `.git` changes. */
  readonly repository: Repository;
}

export interface FileSource {
  readonly type: 'file';
  readonly file: string;
  /** Throws `export-unreadable`. */
  readonly lines: (file: string) => AsyncIterable<string>;
}

/** Everything that `report` works with; `connect/report.ts` puts it together. */
export interface ReportRun {
  readonly account: string;
  readonly committers: readonly OwnCommitter[];
  readonly source: HistorySource | FileSource;
  /** Its windows say what is off hours, its actors who is expected to change something. */
  readonly policy: Pick<Policy, 'rules' | 'hours' | 'timezone'>;
  /** Zendesk user id → GitHub login; null where the configuration names the person without one. */
  readonly logins: ReadonlyMap<string, string | null>;
  /** `https://github.com/acme/zendesk-config`, null where no repository is known. */
  readonly webUrl: string | null;
  /** `https://acme.zendesk.com` */
  readonly adminUrl: string;
  readonly settings: ReportSettings;
  readonly target: Export<ReportFormat>;
  readonly clock: Clock;
  readonly progress: Progress;
}

export type HistoryRun = ReportRun & Pick<HistorySource, 'repository'>;
