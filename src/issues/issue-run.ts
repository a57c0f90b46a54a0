import type { Config } from '#config/config.ts';
import type { ConfigSource, Issues, Progress, Repository, Zendesk } from '#ports.ts';

/** What showing drift at GitHub needs of a run, whichever command does it. */
export interface IssueRun {
  readonly config: Config;
  readonly configSource: ConfigSource;
  readonly repository: Repository;
  /** Null without a GitHub token or repository: then issues are only printed. */
  readonly issues: Issues | null;
  /** Only its address, for links. */
  readonly zendesk: Pick<Zendesk, 'url'>;
  readonly progress: Progress;
}
