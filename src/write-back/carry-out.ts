import type { DecisionFacts } from '#core/commit/commit-facts.ts';
import type { Person } from '#core/entry/author.ts';
import { type ObjectKey, objectKey } from '#core/object-key.ts';
import type { Snapshot } from '#core/snapshot/snapshot.ts';
import { pathOf } from '#core/state/history.ts';
import { secondsBetween } from '#core/time.ts';
import type { Words } from '#core/words.ts';
import { type Revert, withId } from '#core/write-back/own-writes.ts';
import type { Refusal, WriteBackPlan, WriteBackTarget } from '#core/write-back/write-back.ts';
import { type LoadedLedger, pushDecision, readRecordedAt } from '#ledger/load-ledger.ts';
import { type DecisionDraft, planDecision } from '#ledger/plan-decision.ts';
import type { PublishRun } from '#ledger/publish.ts';
import type { ZendeskWriter } from '#ports.ts';
import { applyWriteBack, planNow } from './apply-write-back.ts';
import { type LiveReader, type Mask, readLive, toMask } from './read-live.ts';
import type { WriteBackResult } from './write-back-result.ts';

export interface WriteBackRun extends PublishRun {
  readonly writer: ZendeskWriter;
  /** Who announces the writes and stands for them; left out for a person at a terminal. */
  readonly runner?: Runner;
}

/** Says runs apart that may be at work at the same time. */
export interface Runner {
  /** As `Decision-Run` names it. */
  readonly id: string;
  /** Whether that one is known to have ended. */
  isOver(id: string): boolean;
}

/** Who decided it, as the decision commits say. */
export interface Decider {
  /** `change` = what the decision is bound to: audit ids or a blob. */
  readonly facts: Pick<DecisionFacts, 'by' | 'byId' | 'issue' | 'comment' | 'change' | 'fourEyes' | 'reason'>;
  readonly author: Person;
  readonly title: string;
}

export type CarriedOut =
  /** The account is in the target state and `reverted` is pushed. `object` is another one for an object that was created again. */
  | {
      readonly type: 'reverted';
      readonly object: ObjectKey;
      readonly after: Snapshot | null;
      readonly loaded: LoadedLedger;
    }
  /** Another run has announced a write to the object, and may be at it now: nothing is done. */
  | { readonly type: 'busy'; readonly loaded: LoadedLedger }
  /** It was so before anything was done or decided: nothing is pushed. */
  | { readonly type: 'nothing'; readonly loaded: LoadedLedger }
  /** Nothing is written; nothing is pushed either, unless an earlier run had started. */
  | { readonly type: 'refused'; readonly refusal: Refusal; readonly loaded: LoadedLedger }
  /** `reverting` stays the last word: a later run begins with a look at the account. */
  | {
      readonly type: 'unfinished';
      readonly result: Exclude<WriteBackResult, { readonly type: 'done' | 'refused' }>;
      readonly loaded: LoadedLedger;
    };

/**
 * Writes one target back, from reading the account to the decision commit (docs/semantics.md, Reverts). `reverting` is
 * pushed before the first write, `reverted` after the read that verifies it. If it is cut off and run again with the
 * same target, it neither writes twice nor leaves a write unrecorded.
 */
export async function carryOut(
  run: WriteBackRun,
  start: LoadedLedger,
  target: WriteBackTarget,
  decider: Decider,
): Promise<CarriedOut> {
  const { writer, clock } = run;
  const mask = toMask(run.redaction);
  const object = objectKey(target.kind.name, target.id);
  const started = findStarted(run, start, target, decider.facts.comment);
  if (await isBusy(run, start, object)) return { type: 'busy', loaded: start };
  if (started === null) {
    const plan = await planOnce(writer, mask, target, start);
    if (plan.type === 'nothing') return { type: 'nothing', loaded: start };
    if (plan.type === 'refused') return { ...plan, loaded: start };
  }
  const announced = await announce(run, start, target, decider, started);
  if (announced.type !== 'announced') return { ...announced, loaded: start };
  const { loaded, until } = announced;
  const known = started === null ? loaded.ledger.files.blobs : await readRecordedAt(run, loaded.ledger, started.commit);
  const result = await applyWriteBack({ writer, mask, clock, until }, target, isKnown(run, target, known, loaded));
  if (result.type === 'refused') return { ...result, loaded };
  if (result.type !== 'done') return { type: 'unfinished', result, loaded };
  const recreated = result.id === target.id ? null : result.id;
  const facts = {
    ...toFacts(run, target, decider, 'reverted'),
    // A track run in between has recorded the write: what it undid is what the announcement says.
    ...(started === null ? {} : { before: started.before }),
    ...(recreated === null ? {} : { newId: recreated }),
    time: result.observed,
  };
  const notes: readonly Words[] = recreated === null ? [] : [[`Created again as ${target.kind.name}/${recreated}.`]];
  const item = planDecision(run, facts, { author: decider.author, title: decider.title, notes });
  const pushed = await pushDecision(run, loaded, item, () => true);
  const written = recreated === null ? object : objectKey(target.kind.name, recreated);
  return { type: 'reverted', object: written, after: result.after, loaded: pushed ?? loaded };
}

/**
 * As `planNow`, but an object that was created again is not created a second time while track has not recorded the first:
 * by its old id it is still gone.
 */
export async function planOnce(
  reader: LiveReader,
  mask: Mask,
  target: WriteBackTarget,
  { ledger }: LoadedLedger,
): Promise<WriteBackPlan> {
  const plan = await planNow(reader, mask, target);
  const object = objectKey(target.kind.name, target.id);
  const made = ledger.state.reverts.findLast((revert) => revert.object === object && revert.newId !== null)?.newId;
  if (plan.type !== 'create' || !made) return plan;
  const live = await readLive(reader, mask, target.kind, made);
  if (live.type === 'gone') return plan;
  if (live.type === 'unreadable') return { type: 'refused', refusal: { reason: 'unreadable', detail: live.reason } };
  return withId(live.snapshot, target.id).text === plan.goal.text
    ? { type: 'nothing', goal: live.snapshot }
    : { type: 'refused', refusal: { reason: 'recreated', as: objectKey(target.kind.name, made) } };
}

/** Milliseconds in which an announced write is sent, seconds after which its run is taken for one that was cut off. */
const [writeWithin, cutOffAfter] = [5 * 60_000, 15 * 60];

/**
 * Whether a write to the object was announced by a run that may be at it: not known to have ended, and not so long ago that
 * it must have. `restore` is a person at a keyboard.
 */
async function isBusy(
  { writer, runner }: WriteBackRun,
  { ledger: { state } }: LoadedLedger,
  object: ObjectKey,
): Promise<boolean> {
  const open = state.reverts.filter((one) => one.object === object && one.until === null && one.comment !== '0');
  const alive = open.filter(({ run }) => run === null || runner?.isOver(run) !== true);
  if (alive.length === 0) return false;
  // Zendesk's clock on both sides, which is known once it has answered.
  await writer.readUser();
  return alive.some(({ announced }) => secondsBetween(announced, writer.serverTime()) < cutOffAfter);
}

type Announced =
  | { readonly type: 'announced'; readonly loaded: LoadedLedger; readonly until: number }
  | { readonly type: 'busy' }
  | { readonly type: 'refused'; readonly refusal: Refusal };

/**
 * Pushes `reverting`, again where an earlier run was cut off: of several runs at a time only the one whose push comes first
 * goes on to write. Nothing is announced where the recorded state of the object is another one by now.
 */
async function announce(
  run: WriteBackRun,
  start: LoadedLedger,
  target: WriteBackTarget,
  decider: Decider,
  started: Revert | null,
): Promise<Announced> {
  // `restore` is started again by the person who saw it end.
  if (started?.comment === '0') return { type: 'announced', loaded: start, until: run.clock.now() + writeWithin };
  const user = await run.writer.readUser();
  const facts = {
    ...toFacts(run, target, decider, 'reverting'),
    ...(started === null ? {} : { before: started.before }),
    writer: user.id,
    time: run.writer.serverTime(),
  };
  const item = planDecision(run, facts, { author: decider.author, title: decider.title });
  const writesOf = ({ ledger: { state } }: LoadedLedger): string =>
    JSON.stringify([
      state.reverts.filter(({ object }) => object === facts.object),
      state.decisions.filter(({ object }) => object === facts.object),
    ]);
  const before = writesOf(start);
  let busy = false;
  const loaded = await pushDecision(run, start, item, (now) => {
    busy = writesOf(now) !== before;
    // A write that was started may be recorded by now.
    return !busy && (started !== null || recordedBlob(run, target, now.ledger.files.blobs) === facts.before);
  });
  if (busy) return { type: 'busy' };
  return loaded === null
    ? { type: 'refused', refusal: overtaken(target) }
    : { type: 'announced', loaded, until: run.clock.now() + writeWithin };
}

/**
 * The write that an earlier run announced for this target and did not get to the end of. Without a target at hand, the
 * state's `reverts` with `until` null and the comment's id say the same.
 */
export function findStarted(
  run: PublishRun,
  { ledger }: LoadedLedger,
  target: WriteBackTarget,
  comment: string,
): Revert | null {
  const object = objectKey(target.kind.name, target.id);
  const after = blobOf(run, target.wanted);
  const started = ledger.state.reverts.findLast(
    (revert) =>
      revert.object === object && revert.until === null && revert.comment === comment && revert.after === after,
  );
  return started ?? null;
}

/** Recorded when the write was announced, or made by another write of ours: not what a lost answer may have made. */
function isKnown(
  { config }: WriteBackRun,
  { kind }: WriteBackTarget,
  recorded: ReadonlyMap<string, string>,
  { ledger }: LoadedLedger,
): (id: string) => boolean {
  const made = new Set(ledger.state.reverts.map(({ newId }) => newId));
  return (id) => made.has(id) || recorded.has(pathOf(config.account, objectKey(kind.name, id)) ?? '');
}

const blobOf = ({ repository }: PublishRun, snapshot: Snapshot | null): string | null =>
  snapshot === null ? null : repository.blobId(snapshot.text);

const recordedBlob = ({ config }: PublishRun, { kind, id }: WriteBackTarget, blobs: ReadonlyMap<string, string>) =>
  blobs.get(pathOf(config.account, objectKey(kind.name, id)) ?? '') ?? null;

const toFacts = (
  run: WriteBackRun,
  target: WriteBackTarget,
  { facts }: Decider,
  decision: 'reverting' | 'reverted',
): DecisionDraft => ({
  type: 'decision',
  account: run.config.account,
  object: objectKey(target.kind.name, target.id),
  decision,
  ...facts,
  before: blobOf(run, target.recorded),
  after: blobOf(run, target.wanted),
  ...(run.runner === undefined ? {} : { run: run.runner.id }),
});

const overtaken = ({ recorded }: WriteBackTarget): Refusal => ({ reason: 'moved-on', recorded, live: recorded });
