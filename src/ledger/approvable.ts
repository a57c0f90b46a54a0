import { riskOf } from '#core/risk/risk.ts';
import { type Episode, rejectionsOf } from '#core/state/episode.ts';
import type { Approvable } from '#policy/approval.ts';
import { actorsOf } from '#policy/decision.ts';
import type { OwnerAccounts } from '#policy/people.ts';

/** An open episode as far as it matters what its approval needs. */
export const toApprovable = (
  episode: Pick<Episode, 'changes' | 'approvals' | 'rejected'>,
  owners: OwnerAccounts | null,
): Approvable => ({
  isHighRisk: riskOf(episode.changes.flatMap(({ riskCodes }) => riskCodes)).level === 'high',
  actors: actorsOf(episode.changes),
  approvals: episode.approvals ?? [],
  rejections: rejectionsOf(episode),
  owners,
});
