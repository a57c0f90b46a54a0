import type { Risk, RiskLevel } from '#core/words.ts';
import type { RiskInput } from './risk-input.ts';
import { riskRules } from './risk-rules.ts';

const severity: Readonly<Record<RiskLevel, number>> = { high: 2, medium: 1, low: 0 };

/** How risky a change is, and why: every rule of the list that holds, the most severe first. */
export function assessRisk(change: RiskInput): Risk {
  if (isNoOp(change)) return toRisk([]);
  const input = { ...change, ...assessedStates(change) };
  return toRisk(riskRules.filter((rule) => rule.holds(input)));
}

/** A save without an edit: whoever it was, and whenever, nothing happened. */
const isNoOp = ({ type, transient, otherFields, unseen }: RiskInput): boolean =>
  type === 'none' && transient !== true && otherFields !== true && unseen !== true;

/** The states that the rules compare. Where nothing was recorded before, the object was not there: all that it does is new. */
export function assessedStates({ type, before, after }: RiskInput): Pick<RiskInput, 'before' | 'after'> {
  switch (type) {
    // The states of an order are no rules: nothing is read out of them as if they were.
    case 'reordered':
      return { before: null, after: null };
    // Left as it was, so it does what it did: a change without effect comes with one state, or with two that are equal.
    case 'none':
      return { before: after ?? before, after: after ?? before };
    default:
      return { before, after };
  }
}

function toRisk(rules: typeof riskRules): Risk {
  const reasons = rules
    .map(({ code, level, words }) => ({ code, level, words }))
    .sort((a, b) => severity[b.level] - severity[a.level]);
  return { level: reasons[0]?.level ?? 'low', reasons };
}

/** The risk that these codes stand for, as far as the list still has them: how a commit's `Risk` trailer gets its words back. */
export const riskOf = (codes: readonly string[]): Risk => toRisk(riskRules.filter(({ code }) => codes.includes(code)));
