import type { LogLine } from '#core/entry/log-file.ts';
import type { Privacy } from '#core/entry/privacy.ts';
import type { UtcTime } from '#core/time.ts';
import type { Starter } from '#ledger/plan-decision.ts';
import type { PublishRun } from '#ledger/publish.ts';
import type { Policy } from '#policy/rule.ts';
import type { Issues, Progress, Zendesk } from '#ports.ts';
import type { Notice } from '#render/notify/notice.ts';

/** The audit log as lines to keep: selected, masked, in order, each id once. */
export interface LogToKeep {
  /** Both ends inclusive. Items that are no entry are warned of. */
  readonly readLines: (from: UtcTime, to: UtcTime) => AsyncIterable<readonly LogLine[]>;
  /** Every entry is kept. */
  readonly isWhole: boolean;
  readonly limits: {
    /** Lines in memory at most: a long log is kept run by run, each from where the one before it stopped. */
    readonly lines: number;
    /** Of a month's file. */
    readonly bytes: number;
  };
}

/** Sends one message; the answer is why it was not sent, or null. */
export type SendNotice = (notice: Notice) => Promise<string | null>;

/** Everything that `track` works with; `connect` puts it together. */
export interface TrackRun extends PublishRun {
  readonly policy: Policy;
  readonly privacy: Privacy;
  /** Unredacted: `track` masks what it reads, under the rules of the moment. */
  readonly zendesk: Zendesk;
  /** The log to keep; null where none is. */
  readonly log: LogToKeep | null;
  /** Null = nobody is notified. */
  readonly notify: SendNotice | null;
  /** GitHub for what is reported after the deadline: it has some time left then. */
  readonly lateIssues: Issues | null;
  readonly progress: Progress;
  /** Stops at the next safe point. */
  readonly signal: AbortSignal;
  /** Local time (milliseconds since 1970) at which to stop. */
  readonly deadline: number;
  /** The same as the person wrote it: `45m`. */
  readonly deadlineText: string;
  /** Masks every secret of the run in a text that leaves it. */
  readonly mask: (text: string) => string;
  readonly dryRun: boolean;
  /** List everything, not only what has entries. */
  readonly sweep: boolean;
  /** Begin with a new baseline, over an existing record as well. */
  readonly newBaseline: boolean;
  /** Kinds whose vanished objects are accepted as deleted. */
  readonly acceptVanished: readonly string[];
  /** Who gave these inputs; null at a terminal. */
  readonly starter: Starter | null;
}
