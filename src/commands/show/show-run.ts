import type { OwnCommitter } from '#core/state/history.ts';
import type { Progress, Repository } from '#ports.ts';

/** Everything that `show` works with; `connect/show.ts` puts it together. */
export interface ShowRun {
  readonly account: string;
  readonly committers: readonly OwnCommitter[];
  /** Opened so that nothing below `.git` changes. */
  readonly repository: Repository;
  /** For people; stored times are UTC. */
  readonly timezone: string;
  /** Zendesk user id → GitHub login. */
  readonly logins: ReadonlyMap<string, string>;
  readonly progress: Progress;
  /** What the person typed. */
  readonly object: string | null;
}
