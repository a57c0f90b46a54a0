import { parseMarker } from '#core/commit/marker.ts';
import type { ObjectKey } from '#core/object-key.ts';
import { isFormer } from '#issues/match-issues.ts';
import { findBodyChange } from '#issues/shows-change.ts';
import type { LoadedLedger } from '#ledger/load-ledger.ts';
import { toDecided } from './answered.ts';
import { toDecisionItems } from './decision-items.ts';
import type { Handled } from './handled.ts';
import { judgeDriftCommand, type Situation } from './judge-command.ts';
import { type Pending, shownAbove } from './pending.ts';
import { pushJudged } from './push-judged.ts';
import { refuse } from './refuse-command.ts';
import { revertObject } from './revert-object.ts';
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
    return judgeDriftCommand(
      situation,
      object,
      episode,
      above,
      shown === null ? null : parseMarker(pending.issue.body),
    );
  };
  const first = await judge(loaded);
  if (situation.word === 'revert') return revertObject(run, loaded, pending, first);
  if (first.type === 'refused') return refuse(run, loaded, pending, first.refusal);
  const decision = situation.word === 'reject' ? 'rejected' : 'approved';
  if (run.dryRun) return { type: 'decided', decision, objects: [object], lines: [], loaded };
  const { comment, issue } = pending;
  const pushed = await pushJudged(run, loaded, comment.id, judge, (now, judged) => {
    const asked = { comment, issue: issue.number, reason: judged.words.reason, webUrl: run.issues.webUrl };
    return toDecisionItems(run, now.ledger, decision, asked, [judged.decided]);
  });
  return pushed.type === 'pushed'
    ? toDecided(run, pushed.loaded, comment)
    : refuse(run, pushed.loaded, pending, pushed.refusal);
}
