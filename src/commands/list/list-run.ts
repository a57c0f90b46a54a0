import type { OwnCommitter } from '#core/state/history.ts';
import type { Clock, Progress, Repository } from '#ports.ts';

/** Everything that `list` works with; `connect/list.ts` puts it together. */
export interface ListRun {
  readonly account: string;
  readonly committers: readonly OwnCommitter[];
  /** Opened so that nothing below `.git` changes. */
  readonly repository: Repository;
  /** For people; stored times are UTC. */
  readonly timezone: string;
  readonly clock: Clock;
  readonly progress: Progress;
  /** What the person typed. */
  readonly kind: string | null;
}
