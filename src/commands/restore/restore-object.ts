import type { Names } from '#core/names/names.ts';
import { idOf, isOrder, type ObjectKey, objectKey } from '#core/object-key.ts';
import { titleIn } from '#core/snapshot/known-as.ts';
import { pathOf } from '#core/state/history.ts';
import type { DescribedLine } from '#core/words.ts';
import { listReferences } from '#core/write-back/references.ts';
import { goalOf, type WriteBackPlan, type WriteBackTarget } from '#core/write-back/write-back.ts';
import { describeRefusal, describeStates, type Speaker } from '#core/write-back/write-back-words.ts';
import type { Json } from '#json.ts';
import type { LoadedLedger } from '#ledger/load-ledger.ts';
import { titleOf, toRecorded } from '#ledger/snapshot-text.ts';
import type { ZendeskWriter } from '#ports.ts';
import type { RestoredObject } from '#render/restore/restore-result.ts';
import { type CarriedOut, carryOut, type Decider, planOnce, type WriteBackRun } from '#write-back/carry-out.ts';
import { toMask } from '#write-back/read-live.ts';
import type { WriteBackResult } from '#write-back/write-back-result.ts';
import type { RestoreRun } from './restore-run.ts';
import { listRecorded } from './select-objects.ts';
import type { SelectedTarget } from './select-targets.ts';
import { whoAsks } from './who-asks.ts';

export interface Restored {
  readonly shown: RestoredObject;
  readonly loaded: LoadedLedger;
}

/** Plans one object or carries it out; whatever becomes of it is a value. */
export async function restoreObject(
  run: RestoreRun,
  loaded: LoadedLedger,
  { object, target, unapproved, refusal }: SelectedTarget,
  names: Names,
  to: string,
): Promise<Restored> {
  const speaker = toSpeaker(run, loaded, target, names);
  const title = isOrder(object) ? '' : (titleIn((target.wanted ?? target.recorded)?.value ?? {}) ?? '');
  const plan: WriteBackPlan =
    refusal !== null
      ? { type: 'refused', refusal }
      : await planOnce(run.zendesk, toMask(run.redaction), target, loaded);
  const common = { object, title, unapproved, ...planned(speaker, target, plan), createdAs: null };
  const references = plan.type === 'create' ? await readReferences(run, loaded, idOf(object)) : [];
  const { writer } = run;
  if (writer === null || refusal !== null)
    return { loaded, shown: { ...common, outcome: outcomeOf(plan), references } };
  const done = await carryOut(
    toWriteBackRun(run, writer),
    loaded,
    target,
    toDecider(run, target, title, `restore --to ${to.slice(0, 12)}${unapproved ? ', never approved' : ''}`),
  );
  return { loaded: done.loaded, shown: { ...common, references, ...became(speaker, object, done) } };
}

function toWriteBackRun({ runner, ...run }: RestoreRun, writer: ZendeskWriter): WriteBackRun {
  return { ...run, writer, ...(runner === null ? {} : { runner }) };
}

const outcomeOf = (plan: WriteBackPlan): RestoredObject['outcome'] =>
  plan.type === 'nothing' ? 'nothing' : plan.type === 'refused' ? 'refused' : 'planned';

function planned(
  speaker: Speaker,
  target: WriteBackTarget,
  plan: WriteBackPlan,
): Pick<RestoredObject, 'action' | 'lines' | 'body'> {
  if (plan.type === 'nothing') return { action: null, lines: [], body: null };
  if (plan.type === 'refused') return { action: null, lines: describeRefusal(speaker, plan.refusal), body: null };
  const goal = plan.type === 'reorder' ? plan.goal : goalOf(target);
  const { lines } = describeStates(speaker, target.recorded, goal);
  return { action: plan.type, lines, body: bodyOf(plan) };
}

function bodyOf(plan: WriteBackPlan): Json {
  if (plan.type !== 'reorder') return 'body' in plan ? plan.body.shown : null;
  const { categories, objects } = plan.write;
  return { categories: categories.map((place) => ({ ...place })), objects: objects.map((place) => ({ ...place })) };
}

/** What became of it, over what was planned. */
function became(
  speaker: Speaker,
  object: ObjectKey,
  done: CarriedOut,
): Partial<RestoredObject> & Pick<RestoredObject, 'outcome'> {
  switch (done.type) {
    case 'reverted':
      return { outcome: 'restored', createdAs: done.object === object ? null : done.object };
    case 'nothing':
      return { outcome: 'nothing' };
    case 'refused':
      return { outcome: 'refused', action: null, body: null, lines: describeRefusal(speaker, done.refusal) };
    case 'busy':
      return {
        outcome: 'unfinished',
        lines: [{ words: ['A revert of this object is in progress. Run again in 15 minutes.'] }],
      };
    case 'unfinished':
      return {
        outcome: done.result.type === 'unknown' ? 'unfinished' : 'failed',
        lines: failureLines(speaker, done.result),
      };
  }
}

function failureLines(
  speaker: Speaker,
  result: Exclude<WriteBackResult, { readonly type: 'done' | 'refused' }>,
): readonly DescribedLine[] {
  switch (result.type) {
    case 'rejected':
      return [{ words: ['Zendesk rejected the write: ', { value: result.reason }] }];
    case 'unknown':
      return [{ words: ['Zendesk did not confirm the write: ', { value: result.reason }] }];
    case 'differs-after':
      return [
        { words: ['It was written, but Zendesk shows something else:'] },
        ...describeStates(speaker, result.goal, result.live).lines,
      ];
  }
}

/** A decision without an issue: it is bound to the state that is brought back. */
function toDecider(run: RestoreRun, target: WriteBackTarget, title: string, reason: string): Decider {
  const state = target.wanted ?? target.recorded;
  const { author, login, id } = whoAsks(run);
  return {
    title,
    author,
    facts: {
      by: login,
      byId: id,
      issue: '0',
      comment: '0',
      change: run.repository.blobId(state?.text ?? ''),
      fourEyes: 'not-provable',
      reason,
    },
  };
}

function toSpeaker(run: RestoreRun, { ledger }: LoadedLedger, { kind }: WriteBackTarget, names: Names): Speaker {
  const titleAt = (id: string): string | null => {
    const text = ledger.files.textOf(pathOf(run.config.account, objectKey(kind.name, id)) ?? '');
    return text === null ? null : titleOf(text);
  };
  return { kind, names, titleOf: titleAt };
}

/** Recorded objects that name the old id; a created object has a new one. */
async function readReferences(run: RestoreRun, { ledger }: LoadedLedger, id: string): Promise<readonly ObjectKey[]> {
  const { files } = ledger;
  const objects = listRecorded(run.config.account, files.blobs);
  const path = (object: ObjectKey) => pathOf(run.config.account, object) ?? '';
  await files.load(objects.map(path));
  const snapshots = objects.flatMap((object) => {
    const text = files.textOf(path(object));
    return text === null ? [] : [toRecorded(object, text)];
  });
  return listReferences(snapshots, id);
}
