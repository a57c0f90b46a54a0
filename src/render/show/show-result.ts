import type { FactEntry } from '#core/commit/commit-facts.ts';

/** One object's history, for people and for `--json`. Times are UTC. */
export interface ShowResult {
  readonly version: 1;
  readonly account: string;
  readonly object: string;
  /** As it is, or was last. Empty for an order and for what was never seen. */
  readonly title: string;
  readonly path: string | null;
  /** Whether it is recorded as being there. */
  readonly present: boolean;
  readonly timezone: string;
  /** Newest first. */
  readonly events: readonly ShownEvent[];
}

export interface ShownEvent {
  /** `backfilled` = from before the baseline, see `backfill`. */
  readonly type: 'change' | 'moved' | 'backfilled' | 'decision' | 'baseline' | 'repair';
  readonly commit: string;
  /** Audit time of the newest entry; else when it was seen, or when it was decided. */
  readonly time: string;
  /** `Deactivate`, `approved`, `baseline` */
  readonly what: string;
  /** Texts from Zendesk stand in them: each sink escapes them. */
  readonly lines: readonly string[];
  readonly before: string | null;
  readonly after: string | null;
  readonly change: ShownChange | null;
  readonly decision: ShownDecision | null;
}

export interface ShownChange {
  readonly type: string;
  readonly observed: string;
  readonly entries: readonly ShownEntry[];
  readonly attribution: string;
  readonly verdict: string;
  readonly reason: string;
  readonly rule: string | null;
  readonly policy: string;
  readonly risk: string | null;
  /** The commit that a late entry belongs to. */
  readonly explains: string | null;
}

/** Id and action are null for a revision without an audit entry. */
export type ShownEntry = Omit<FactEntry, 'id' | 'action'> & {
  readonly id: string | null;
  readonly action: string | null;
};

export interface ShownDecision {
  /** GitHub login. */
  readonly by: string;
  readonly issue: string;
  readonly reason: string | null;
  readonly fourEyes: string;
  /** Audit ids joined by commas, or a blob id. */
  readonly change: string;
}
