import type { VerifyResult } from '#render/verify/verify-result.ts';

/** How many audit entries of the period history has, and how many of them Zendesk lists. */
export interface Completeness {
  /** Entries that commits name. */
  readonly recorded: number;
  /** Null = Zendesk was not asked. */
  readonly listed: {
    /** Edits of tracked kinds that the log lists. */
    readonly entries: number;
    /** In both. */
    readonly both: number;
    /** Ids that commits name and the log does not list, and the other way round: each needs an explanation. */
    readonly onlyRecorded: readonly string[];
    readonly onlyListed: readonly string[];
    /** Listed and not recorded for a reason: older than the baseline, of objects that are not tracked. */
    readonly beforeBaseline: number;
    readonly notTracked: number;
    /** Listed entries that are no edits. */
    readonly otherActions: number;
  } | null;
}

/** One change of the population. */
export interface EvidenceChange {
  readonly time: string;
  readonly object: string;
  readonly title: string;
  readonly change: string | null;
  /** Who made it: names and Zendesk user ids. */
  readonly maker: string | null;
  readonly maker_id: string | null;
  readonly verdict: string | null;
  readonly reason: string | null;
  readonly risk: string | null;
  /** `rule NAME`, `default`, `@login`, or null = nobody. */
  readonly approved_by: string | null;
  /** `yes` = it is proven; `rule` = approved in advance by the configuration; `not proven`; null = not approved. */
  readonly approver_is_not_maker: 'yes' | 'rule' | 'not proven' | null;
  readonly decision: string | null;
  readonly decided_at: string | null;
  readonly decision_reason: string | null;
  readonly issue: number | null;
  /** Blob id of the configuration that judged it: `policies/<id>.yml`. */
  readonly policy: string;
  readonly commit: string | null;
  readonly audit_ids: string;
  readonly words: string;
}

export interface EvidenceFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What `evidence` found and wrote. */
export interface EvidenceResult {
  readonly version: 1;
  readonly account: string;
  readonly from: string;
  readonly to: string;
  readonly head: string;
  readonly changes: number;
  readonly unapproved: number;
  /** Unapproved changes that nobody has decided and nothing has undone. */
  readonly undecided: number;
  readonly completeness: Completeness;
  /** Configurations that judged changes of the period and are not in the repository any more. */
  readonly policiesMissing: readonly string[];
  readonly verification: Pick<VerifyResult, 'sound' | 'counts'> & {
    readonly faults: number;
    readonly warnings: number;
    /** Whether Zendesk and GitHub were asked. */
    readonly remote: boolean;
    readonly github: boolean;
  };
  readonly signed: boolean;
  readonly files: readonly EvidenceFile[];
}

/** Whether the counts leave a question open. */
export const isComplete = ({ listed }: Completeness): boolean | null =>
  listed === null ? null : listed.onlyListed.length === 0 && listed.onlyRecorded.length === 0;
