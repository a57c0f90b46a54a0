import { parseMarker } from '#core/commit/marker.ts';
import { parseNames } from '#core/names/names-text.ts';
import { kindOf, type ObjectKey, objectKey } from '#core/object-key.ts';
import { pathOf } from '#core/state/history.ts';
import type { Description } from '#core/words.ts';
import { describeStates } from '#core/write-back/write-back-words.ts';
import { readIssueViews } from '#issues/read-views.ts';
import { findBodyChange } from '#issues/shows-change.ts';
import { findKind } from '#kinds/registry.ts';
import { namesPath } from '#ledger/describe-tree.ts';
import type { LoadedLedger } from '#ledger/load-ledger.ts';
import type { Ledger } from '#ledger/publish.ts';
import { titleOf, toRecorded } from '#ledger/snapshot-text.ts';
import { type Staleness, staleLines } from '#render/triage/stale.ts';
import { toDecided } from './answered.ts';
import { toRefused } from './carry-out-command.ts';
import { toDecisionItems } from './decision-items.ts';
import type { Handled } from './handled.ts';
import { type CommandRefusal, judgeDriftCommand, type Situation } from './judge-command.ts';
import { type Pending, shownAbove } from './pending.ts';
import { pushJudged } from './push-judged.ts';
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
    const episode = ledger.state.episodes.get(object) ?? null;
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

/** A refusal; a stale command is told what has changed since. */
export async function refuse(
  run: TriageRun,
  loaded: LoadedLedger,
  pending: Pending,
  refusal: CommandRefusal,
): Promise<Handled> {
  if (refusal.type !== 'stale') return toRefused(run, loaded, pending, refusal);
  const { object, freshness } = refusal;
  const view = (await readIssueViews(run, loaded.ledger)).find(({ episode }) => episode.object === object);
  if (view === undefined) return toRefused(run, loaded, pending, { type: 'nothing-open' });
  const since = await describeSince(loaded.ledger, object, freshness);
  return { type: 'refused', why: freshness.type, lines: staleLines(view, freshness, since), loaded };
}

/** From the state that the command meant to the present one. */
async function describeSince(
  { files, state }: Ledger,
  object: ObjectKey,
  staleness: Staleness,
): Promise<Description | null> {
  const kind = findKind(kindOf(object));
  if (!kind || staleness.type !== 'moved-on') return null;
  const [first, last] = [staleness.since[0], staleness.since.at(-1)];
  await files.load([namesPath(state.account)]);
  await files.loadBlobs([first?.before ?? [], last?.after ?? []].flat());
  const snapshot = (blob: string | null | undefined) => {
    const text = blob ? files.textOfBlob(blob) : null;
    return text === null ? null : toRecorded(object, text);
  };
  const [before, after] = [snapshot(first?.before), snapshot(last?.after)];
  if (before?.text === after?.text) return null;
  const names = parseNames(files.textOf(namesPath(state.account)) ?? '{}');
  const titleAt = (id: string) => {
    const text = files.textOf(pathOf(state.account, objectKey(kind.name, id)) ?? '');
    return text === null ? null : titleOf(text);
  };
  return describeStates({ kind, names, titleOf: titleAt }, before, after);
}
