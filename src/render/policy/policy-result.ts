import type { ConfigProblem } from '#config/parse.ts';
import type { ObjectKey } from '#core/object-key.ts';
import type { UtcTime } from '#core/time.ts';
import type { Words } from '#core/words.ts';
import type { PolicyDecision, Rule, Window } from '#policy/rule.ts';
import type { Declined, Suggestion } from '#policy/suggest.ts';
import type { Warning } from '#warning.ts';

/** The result of `policy check`. */
export interface PolicyCheckResult {
  readonly version: 1;
  readonly ok: boolean;
  /** In the order of the file. */
  readonly problems: readonly ConfigProblem[];
  readonly warnings: readonly Warning[];
}

/** What a configuration does, in words. */
export interface DescribedPolicy {
  readonly rules: readonly { readonly name: string; readonly words: Words }[];
  readonly otherwise: string;
}

/** A recorded change that would get another verdict. */
export interface DifferentVerdict {
  readonly commit: string;
  readonly object: ObjectKey;
  readonly was: PolicyDecision;
  readonly would: PolicyDecision;
  /** The rule, or change request, that would decide; null = `policy.default`. */
  readonly rule: string | null;
}

/** The result of `policy replay`. */
export interface PolicyReplayResult {
  readonly version: 1;
  readonly from: UtcTime;
  readonly to: UtcTime;
  /** How many were judged again. */
  readonly changes: number;
  /** In the order of history. */
  readonly different: readonly DifferentVerdict[];
  /** Why some could not be judged again, and how many. */
  readonly notReplayed: readonly { readonly reason: string; readonly changes: number }[];
}

/** What people are shown of a different verdict beside its result. */
export interface ShownDifference extends DifferentVerdict {
  readonly title: string | null;
  readonly people: readonly string[];
  readonly time: UtcTime;
  readonly review: 'approved' | 'rejected' | 'reverted' | null;
}

/** The result of `policy suggest`. */
export interface PolicySuggestResult {
  readonly version: 1;
  readonly from: UtcTime;
  readonly to: UtcTime;
  /** As the configuration writes them, with what speaks for each. */
  readonly rules: readonly (WrittenRule & { readonly evidence: Omit<Suggestion, 'rule'> })[];
  readonly declined: readonly Declined[];
}

/** A rule with its hours as a person writes them: `18:00`. */
export type WrittenRule = Omit<Rule, 'window'> & {
  readonly window?: Omit<Window, 'from' | 'to'> & { readonly from: string; readonly to: string };
};
