/** The closed list of reasons (docs/format.md, Verdict reasons). */
export const verdictReasons = [
  'rule-matches',
  'rule-denies',
  'rule-covers-some',
  'default',
  'no-rule-matches',
  'no-audit-entry',
  'no-visible-change',
  'change-request',
  'revert',
] as const;
export type VerdictReason = (typeof verdictReasons)[number];

/** One clause of one rule that did not hold, with what was there and what the rule wants; for people. */
export interface FailedClause {
  readonly rule: string;
  readonly clause: 'actors' | 'kinds' | 'objects' | 'actions' | 'titles' | 'ips' | 'window' | 'uses' | 'content';
  /** What the change had: `1001`, `trigger`, `Sun 23:41 Europe/Berlin`. */
  readonly found: string;
  /** What the rule asks for: `998877`, `tue, thu 18:00–20:00 Europe/Berlin`. */
  readonly wanted: string;
}

export interface Verdict {
  readonly decision: 'approved' | 'unapproved';
  readonly reason: VerdictReason;
  /** Name of the rule that decided, or `#123` of a change request. */
  readonly rule?: string;
  /** Blob id of the configuration that judged. */
  readonly policy: string;
  /** Why each rule did not hold, for the entry that decided; empty where a rule decided. */
  readonly failed: readonly FailedClause[];
}
