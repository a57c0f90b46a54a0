import type { OwnCommitter } from '#core/state/history.ts';
import type { Clock, Progress, Repository } from '#ports.ts';

/** Everything that `diff` works with; `connect/diff.ts` puts it together. */
export interface DiffRun {
  readonly account: string;
  readonly committers: readonly OwnCommitter[];
  /** Opened so that nothing below `.git` changes. */
  readonly repository: Repository;
  /** Of times without an offset, and of the times that people read. */
  readonly timezone: string;
  readonly clock: Clock;
  readonly progress: Progress;
  /** What the person typed. */
  readonly from: string | null;
  readonly to: string | null;
}
