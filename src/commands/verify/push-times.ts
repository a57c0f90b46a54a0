import type { UtcTime } from '#core/time.ts';
import type { DecisionClaim } from '#ledger/confirm-decisions.ts';
import type { StateChain } from './check-tips.ts';
import type { Walk } from './walk.ts';

/** When a decision was pushed, at the latest; null where no state says so. */
export type ToPushTime = (claim: Pick<DecisionClaim, 'commit' | 'decision'>) => UtcTime | null;

/**
 * Whoever forges a commit picks its time, but not that of the state that came with a push. A finished revert was decided when
 * it was announced.
 */
export function toPushTimes({ steps }: Walk, { pushes }: StateChain): ToPushTime {
  const places = new Map<string, number>();
  const announced = new Map<string, number>();
  for (const [place, { commit, facts }] of steps.entries()) {
    places.set(commit, place);
    if (facts.type === 'decision' && facts.decision === 'reverting') announced.set(writeOf(facts), place);
  }
  return ({ commit, decision }) => {
    const place = (decision.decision === 'reverted' ? announced.get(writeOf(decision)) : null) ?? places.get(commit);
    return place === undefined ? null : (pushes.find((push) => push.place >= place)?.at ?? null);
  };
}

const writeOf = ({ object, comment }: DecisionClaim['decision']): string => `${object} ${comment}`;
