import type { RiskLevel } from '#core/words.ts';

/** One open change that someone should look at now. */
export interface DriftNotice {
  /** The same for every message about it: `trigger/123@5f1c9ab0`. */
  readonly id: string;
  readonly object: string;
  /** As the issue's title says it. */
  readonly title: string;
  readonly risk: RiskLevel;
  /** Codes: `webhook-added`. */
  readonly reasons: readonly string[];
  readonly actors: readonly string[];
  readonly time: string;
  readonly issue: number | null;
  /** Of the issue, else of the commit; null without GitHub. */
  readonly url: string | null;
}

/** What a week was like. */
export interface WeekNotice {
  /** First and last second, UTC. */
  readonly from: string;
  readonly to: string;
  readonly changes: number;
  readonly approved: number;
  readonly unapproved: number;
  /** Null = no hours are configured. */
  readonly offHours: number | null;
  /** Open now. */
  readonly open: { readonly all: number; readonly high: number };
  /** The most active people, most changes first. */
  readonly actors: readonly { readonly name: string; readonly changes: number }[];
  /** Where the open changes are listed. */
  readonly url: string | null;
}

/** What is sent to a webhook. It holds no value of an object and no diff: who wants those has the issue. */
export type Notice =
  | { readonly type: 'drift'; readonly account: string; readonly changes: readonly DriftNotice[] }
  | { readonly type: 'digest'; readonly account: string; readonly week: WeekNotice };
