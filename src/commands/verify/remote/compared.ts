import type { CheckedState } from '#commands/verify/check-state.ts';
import type { RecordedConfig } from '#commands/verify/verify-run.ts';
import type { Walk } from '#commands/verify/walk.ts';
import { later } from '#core/time.ts';
import type { Finding } from '#render/verify/finding.ts';

/** What is known of history when Zendesk is asked. */
export interface RecordedHistory {
  readonly walk: Walk;
  readonly state: CheckedState;
  readonly configs: ReadonlyMap<string, RecordedConfig | null>;
  /** Texts of the recorded orders by blob. */
  readonly orders: ReadonlyMap<string, string>;
}

/** What one part of the comparison gives. */
export interface Compared {
  readonly findings: readonly Finding[];
  /** Differences that a run has simply not come to yet, in words. */
  readonly lagging: readonly string[];
}

/** What no run can be blamed for yet. */
export interface Fresh {
  /** Whatever is older was there to be seen by a run that read everything. */
  readonly since: string;
  /** Object ids with an entry since then that is not in history, or one that waits in the state. */
  readonly ids: ReadonlySet<string>;
  /** False where masks of the recorded snapshots cannot be made again: another key, or other detectors. */
  readonly comparable: boolean;
}

/** An idle run moves the state's watermark on, while history keeps that of its last commit. */
export const watermarkOf = ({ state: { state, rebuilt } }: RecordedHistory): string =>
  later(rebuilt.watermark, state?.watermark ?? rebuilt.watermark);
