import { parseNames } from '#core/names/names-text.ts';
import { kindOf, type ObjectKey, objectKey } from '#core/object-key.ts';
import { pathOf } from '#core/state/history.ts';
import type { Description } from '#core/words.ts';
import { describeStates } from '#core/write-back/write-back-words.ts';
import { readIssueViews } from '#issues/read-views.ts';
import { findKind } from '#kinds/registry.ts';
import { namesPath } from '#ledger/describe-tree.ts';
import type { LoadedLedger } from '#ledger/load-ledger.ts';
import type { Ledger } from '#ledger/publish.ts';
import { titleOf, toRecorded } from '#ledger/snapshot-text.ts';
import { adviseConfig } from '#policy/decision-advice.ts';
import { helpLines } from '#render/triage/help.ts';
import { adviceLines, refusalWords } from '#render/triage/refusal.ts';
import { type Staleness, staleLines } from '#render/triage/stale.ts';
import type { Handled } from './handled.ts';
import type { CommandRefusal } from './judge-command.ts';
import { nameShown } from './name-shown.ts';
import type { Pending } from './pending.ts';
import type { TriageRun } from './triage-run.ts';

/** A refusal in words, with the configuration that would allow it. */
export function toRefused(
  { config }: TriageRun,
  loaded: LoadedLedger,
  pending: Pending,
  refusal: Exclude<CommandRefusal, { readonly type: 'stale' }>,
): Handled {
  const { comment, subject } = pending;
  if (refusal.type === 'access' && refusal.refusal.reason === 'permission-unknown') {
    const why = `GitHub did not say which permission ${comment.author} has in this repository`;
    return { type: 'left', why, failed: true, loaded };
  }
  const advice = refusal.type === 'access' ? adviseConfig(refusal.refusal, comment.author, config.approvers) : [];
  const help = refusal.type === 'misplaced' ? ['', ...helpLines(subject.type, nameShown(loaded, pending), null)] : [];
  const about = subject.type === 'request' ? 'request' : 'change';
  const lines = [`**Not decided.** ${refusalWords(refusal, comment.author, about)}`, ...adviceLines(advice), ...help];
  return {
    type: 'refused',
    why: refusal.type === 'access' || refusal.type === 'approval' ? refusal.refusal.reason : refusal.type,
    lines,
    loaded,
  };
}

/** A refusal; the answer to a stale command says what has changed since. */
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
