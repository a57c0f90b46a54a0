import { parseMarker } from '#core/commit/marker.ts';
import type { ObjectKey } from '#core/object-key.ts';
import { isFormer } from '#issues/match-issues.ts';
import { findBodyChange } from '#issues/shows-change.ts';
import type { LoadedLedger } from '#ledger/load-ledger.ts';
import { toDecided } from './answered.ts';
import { toDecisionItems } from './decision-items.ts';
import type { Handled } from './handled.ts';
import { type Granted, judgeDriftCommand, type Situation } from './judge-command.ts';
import { type Pending, shownAbove } from './pending.ts';
import { pushJudged } from './push-judged.ts';
import { refuse } from './refuse-command.ts';
import { revertObject } from './revert-object.ts';
import { toRecorded } from './to-recorded.ts';
import type { TriageRun } from './triage-run.ts';

/** A command on the issue of one object. It is judged again on each newer state that a push meets. */
export async function decideObject(
  run: TriageRun,
  loaded: LoadedLedger,
  pending: Pending,
  object: ObjectKey,
  situation: Situation,
): Promise<Handled> {
  const above = shownAbove(pending, run.config.account);
  const judge = async ({ ledger }: LoadedLedger) => {
    const { state } = ledger;
    const isOver = isFormer(state, object, pending.issue.number);
    const episode = isOver ? null : (state.episodes.get(object) ?? null);
    const shown = episode && findBodyChange(pending.issue.body, episode);
    const body = shown === null ? null : parseMarker(pending.issue.body);
    const recorded = await toRecorded(ledger, situation, episode === null ? [] : [episode]);
    return judgeDriftCommand(situation, object, episode, above, body, recorded);
  };
  const first = await judge(loaded);
  if (situation.word === 'revert') return revertObject(run, loaded, pending, first);
  if (first.type === 'refused') return refuse(run, loaded, pending, first.refusal);
  const decisionOf = (granted: Granted) =>
    situation.word === 'reject' ? 'rejected' : granted.nth < granted.needed ? 'approving' : 'approved';
  if (run.dryRun) {
    return { type: 'decided', decision: decisionOf(first.granted), objects: [object], lines: [], loaded };
  }
  const { comment, issue } = pending;
  const pushed = await pushJudged(run, loaded, comment.id, judge, (now, judged) => {
    const { granted } = judged;
    const asked = { comment, issue: issue.number, reason: judged.words.reason, webUrl: run.issues.webUrl, granted };
    return toDecisionItems(run, now.ledger, decisionOf(granted), asked, [judged.decided]);
  });
  return pushed.type === 'pushed'
    ? toDecided(run, pushed.loaded, comment)
    : refuse(run, pushed.loaded, pending, pushed.refusal);
}
