import type { DecisionFacts } from '#core/commit/commit-facts.ts';
import type { Revert } from '#core/write-back/own-writes.ts';
import type { Draft } from './state-draft.ts';

/** What a decision says about writes of our own: `reverting` announces one, `reverted` says that it was seen to be done. */
export function recordRevert(draft: Draft, commit: string, decision: DecisionFacts): void {
  const { object, before, after, comment, writer, time, newId = null, run = null } = decision;
  if (decision.decision === 'reverting' && writer !== undefined && time !== undefined) {
    // A run that finishes what another one was cut off from announces it again: it stays one write.
    const isSame = (one: Revert) =>
      one.object === object && one.comment === comment && one.after === after && one.until === null;
    if (comment !== '0' && draft.reverts.some(isSame)) {
      draft.reverts = draft.reverts.map((one) => (isSame(one) ? { ...one, run, announced: time } : one));
      return;
    }
    const revert: Revert = {
      object,
      commit,
      comment,
      writer,
      from: time,
      until: null,
      before,
      after,
      newId: null,
      announced: time,
      run,
    };
    draft.reverts = [...draft.reverts, revert];
  } else if (decision.decision === 'reverted' && time !== undefined) {
    const open = draft.reverts.findLast((one) => one.object === object && one.after === after && one.until === null);
    draft.reverts = draft.reverts.map((one) => (one === open ? { ...one, until: time, newId } : one));
  }
}
