import type { Config } from '#config/config.ts';
import type { Privacy } from '#drift/privacy.ts';
import type { Redaction } from '#drift/redact.ts';
import type { Policy } from '#policy/rule.ts';
import type { Clock, Issues, Progress, Repository, Zendesk } from '#ports.ts';

/** Everything that `track` works with; `connect.ts` puts it together. */
export interface TrackRun {
  readonly config: Config;
  readonly policy: Policy;
  readonly privacy: Privacy;
  readonly repository: Repository;
  /** Unredacted: `track` masks what it reads, under the rules of the moment. */
  readonly zendesk: Zendesk;
  readonly redaction: Redaction;
  /** Null without a GitHub token or repository: then issues are only printed. */
  readonly issues: Issues | null;
  /** The same for what is told after the deadline: it has some time left then. */
  readonly lateIssues: Issues | null;
  readonly clock: Clock;
  readonly progress: Progress;
  /** 0 inclusive to 1 exclusive, for jitter. */
  readonly random: () => number;
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
  /** Kinds whose vanished objects are accepted as deleted. */
  readonly acceptVanished: readonly string[];
}
