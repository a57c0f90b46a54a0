import type { Addresses } from '#core/entry/author.ts';
import type { IpPrivacy, Privacy } from '#core/entry/privacy.ts';
import type { Redaction } from '#core/snapshot/redact.ts';
import type { OwnCommitter } from '#core/state/history.ts';
import type { NamedPeople } from '#policy/people.ts';
import type { Policy } from '#policy/rule.ts';
import type { ConfigSource, Issues, Progress, Repository, Zendesk } from '#ports.ts';

/** Everything that `verify` works with; `connect` puts it together. */
export interface VerifyRun {
  readonly account: string;
  /** Default, configured and former committers. */
  readonly committers: readonly OwnCommitter[];
  /** Opened so that nothing below `.git` changes. */
  readonly repository: Repository;
  /** Where the rules of this run come from, and where in the configuration branch those of earlier runs may stand. */
  readonly configSource: ConfigSource;
  readonly configPaths: readonly string[];
  /** By the configuration of now. */
  readonly addresses: Addresses;
  readonly people: NamedPeople;
  /** How the text of an earlier configuration is read; null where it cannot be read any more. */
  readonly parseRecordedConfig: (text: string, blob: string) => RecordedConfig | null;
  readonly progress: Progress;
  /** Commit of branch or state ref that must be part of history, at least 7 digits. */
  readonly expect: string | null;
  /** Null = structure alone, without Zendesk. */
  readonly remote: RemoteCheck | null;
  /** Null = decisions are not compared with GitHub. */
  readonly github: Issues | null;
  /** Logins beside our own whose issues are ours (`issues.authors`). */
  readonly issueAuthors: readonly string[];
}

/** What a configuration in history decided about its commits. */
export interface RecordedConfig {
  readonly policy: Policy;
  readonly ip: IpPrivacy;
  readonly addresses: Addresses;
  readonly people: NamedPeople;
}

export interface RemoteCheck {
  readonly zendesk: Zendesk;
  /** Above 0, at most 1. */
  readonly part: number;
  /** Chooses the part: the same seed over the same history chooses the same. */
  readonly seed: number;
  readonly privacy: Privacy;
  readonly includePersonal: boolean;
  /** By the configuration and the key of now; history says under which rules its snapshots were written. */
  readonly redaction: Redaction;
}
