import type { RecordedDecision, State } from '#core/state/state.ts';
import { react } from '#decisions/carry-out-all.ts';
import type { Answered } from '#decisions/pending.ts';
import type { TriageRun } from '#decisions/triage-run.ts';
import { digestObjects } from '#issues/match-issues.ts';
import type { LoadedLedger } from '#ledger/load-ledger.ts';
import { hasLabel } from '#render/issue/labels.ts';

/**
 * A run may be cut off between its answer and what shows the decision: its reaction and the issue, closed or labelled. Gives
 * the number of such commands, so that the issues are brought up to date, and makes good the reaction.
 */
export async function finishAnswered(
  run: TriageRun,
  { ledger: { state } }: LoadedLedger,
  answered: readonly Answered[],
): Promise<number> {
  const unshown = answered.filter((one) =>
    state.decisions.some((decision) => decision.comment === one.comment.id && !isShown(state, decision, one)),
  );
  for (const one of unshown) await react(run, one, '+1');
  return unshown.length;
}

/** Whether an open issue shows what one of its commands decided. */
function isShown(state: State, { object, decision, comment }: RecordedDecision, { issue }: Answered): boolean {
  if (object.startsWith('request/')) return decision !== 'rejected';
  const episode = state.episodes.get(object);
  const members = [...state.episodes.values()].filter((one) => one.issue === issue.number);
  if (episode !== undefined) {
    // The label of a digest says that everything in it is rejected.
    const isLabelled = hasLabel(issue.labels, 'rejected') || members.some(({ rejected }) => rejected === null);
    return episode.rejected?.comment !== comment || isLabelled;
  }
  if (state.ended.get(object)?.decision?.comment !== comment) return true;
  const listed = digestObjects(issue.body, state.account);
  // A digest stays open for its other rows.
  return members.length > 0 && !listed.has(object);
}
