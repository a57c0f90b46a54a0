import { changeHandle } from '#core/commit/marker.ts';
import { idOf, isOrder, kindOf, type ObjectKey } from '#core/object-key.ts';
import { listOtherFieldsOf } from '#core/state/episode.ts';
import { pathOf } from '#core/state/history.ts';
import type { Revert } from '#core/write-back/own-writes.ts';
import type { WriteBackTarget } from '#core/write-back/write-back.ts';
import { type ErrorCode, ZendriftError } from '#errors.ts';
import { findKind } from '#kinds/registry.ts';
import type { LoadedLedger } from '#ledger/load-ledger.ts';
import { titleOf, toRecorded } from '#ledger/snapshot-text.ts';
import { parseDigestWords, parseDriftWords } from '#policy/parse-command.ts';
import { leftAloneLine, recreatedLines, unfixedLines } from '#render/triage/revert.ts';
import { type CarriedOut, carryOut, type Decider } from '#write-back/carry-out.ts';
import { toDecided } from './answered.ts';
import { toDeciderFacts, toReviewer } from './decision-items.ts';
import type { Handled } from './handled.ts';
import type { Decided, JudgedDigest, JudgedDrift } from './judge-command.ts';
import type { Found, Pending } from './pending.ts';
import { refuse } from './refuse-command.ts';
import { listReferring, sayByHand, sayUnwritten, toSpeaker } from './revert-words.ts';
import type { TriageRun } from './triage-run.ts';

/** A write-back that is still to be done, or was started by a run that was cut off. */
interface Job {
  readonly target: WriteBackTarget;
  readonly decider: Decider;
  /** Settings outside the snapshot that changed as well: they are not written back. */
  readonly otherFields: readonly string[];
}

/** `/revert` on the issue of one object. */
export async function revertObject(
  run: TriageRun,
  loaded: LoadedLedger,
  pending: Pending,
  judged: JudgedDrift,
): Promise<Handled> {
  if (run.writeBack.type === 'elsewhere') return left(loaded);
  if (judged.type === 'refused') return refuse(run, loaded, pending, judged.refusal);
  return revertAll(run, loaded, pending, [judged.decided], judged.words);
}

/** `/revert` on a digest: one object after the other, each with its own commits. */
export async function revertMany(
  run: TriageRun,
  loaded: LoadedLedger,
  pending: Pending,
  { decided, words }: Exclude<JudgedDigest, { readonly type: 'refused' }>,
): Promise<Handled> {
  return run.writeBack.type === 'elsewhere' ? left(loaded) : revertAll(run, loaded, pending, decided, words);
}

const left = (loaded: LoadedLedger, why = 'only triage runs reverts'): Handled => ({
  type: 'left',
  why,
  failed: false,
  loaded,
});

async function revertAll(
  run: TriageRun,
  loaded: LoadedLedger,
  pending: Pending,
  decided: readonly Decided[],
  { reason, remove }: { readonly reason: string; readonly remove: boolean },
): Promise<Handled> {
  const jobs: Job[] = [];
  for (const one of decided) jobs.push(await toJob(run, loaded, pending, one, reason, remove));
  const objects = decided.map(({ episode }) => episode.object);
  if (run.writeBack.type !== 'ready') return byHand(run, loaded, pending, jobs);
  if (run.dryRun) return { type: 'decided', decision: 'reverted', objects, lines: [], loaded };
  return carryOutAll(run, loaded, pending, jobs);
}

async function toJob(
  run: TriageRun,
  { ledger: { files } }: LoadedLedger,
  { comment, issue }: Pending,
  one: Decided,
  reason: string,
  remove: boolean,
): Promise<Job> {
  const { object, approvedState } = one.episode;
  const asked = { comment, issue: issue.number, reason, webUrl: run.issues.webUrl };
  const present = files.blobs.get(pathOf(run.config.account, object) ?? '') ?? null;
  await files.loadBlobs([approvedState ?? [], present ?? []].flat());
  return {
    target: toTarget(object, present, approvedState, remove, files.textOfBlob),
    decider: {
      facts: toDeciderFacts(asked, one),
      author: toReviewer(asked),
      title: titleOf(files.textOfBlob(approvedState ?? present ?? '') ?? '{}') ?? '',
    },
    otherFields: listOtherFieldsOf(one.episode.changes),
  };
}

function toTarget(
  object: ObjectKey,
  present: string | null,
  target: string | null,
  remove: boolean,
  textOf: (blob: string) => string | null,
): WriteBackTarget {
  const kind = findKind(kindOf(object));
  if (!kind) throw new RangeError(`${object} has no state to write back.`);
  const snapshot = (blob: string | null) => {
    const text = blob === null ? null : textOf(blob);
    return text === null ? null : toRecorded(object, text);
  };
  return { kind, id: idOf(object), recorded: snapshot(present), wanted: snapshot(target), remove };
}

async function carryOutAll(
  run: TriageRun,
  start: LoadedLedger,
  pending: Found,
  jobs: readonly Job[],
): Promise<Handled> {
  let loaded = start;
  const notes: string[] = [];
  const refused = await findRefusedCredential(run);
  if (refused !== null) return untilFixed(loaded, refused);
  for (const job of jobs) {
    const done = await carryOutJob(run, loaded, job);
    if (done === null) return left(loaded);
    loaded = done.loaded;
    if (done.type === 'busy') return left(loaded, `another run is writing ${job.target.kind.name} ${job.target.id}`);
    if (done.type === 'unfinished' && done.result.type === 'rejected' && done.result.credential === true) {
      return untilFixed(loaded, done.result.reason);
    }
    if (done.type === 'unfinished' && done.result.type === 'unknown') {
      return {
        type: 'left',
        why: `${job.target.kind.name} ${job.target.id}: ${done.result.reason}`,
        failed: true,
        loaded,
      };
    }
    notes.push(...(await describeDone(loaded, job, done)));
  }
  const known = toDecided(run, loaded, pending.comment);
  if (known.type === 'decided' && known.objects.length > 0) return { ...known, lines: [...known.lines, ...notes] };
  return { type: 'refused', why: 'not-written', lines: ['**Not reverted.**', ...notes], loaded };
}

/** What Zendesk has against the credential that writes, before anything is announced; null where it takes it. */
async function findRefusedCredential({ writeBack }: TriageRun): Promise<string | null> {
  if (writeBack.type !== 'ready') return null;
  try {
    await writeBack.writer.readUser();
    return null;
  } catch (error) {
    if (error instanceof ZendriftError && refusals.includes(error.code)) return error.message;
    throw error;
  }
}

const refusals: readonly ErrorCode[] = ['zendesk-credentials', 'zendesk-forbidden'];

/** Nothing is wrong with the command: it is carried out once someone has fixed the credentials. */
const untilFixed = (loaded: LoadedLedger, reason: string): Handled => ({
  type: 'left',
  why: `Zendesk rejected the write credentials: ${reason}`,
  failed: true,
  fix: unfixedLines(reason),
  loaded,
});

async function carryOutJob(run: TriageRun, loaded: LoadedLedger, job: Job): Promise<CarriedOut | null> {
  if (run.writeBack.type !== 'ready') return null;
  const { writer, runner } = run.writeBack;
  return carryOut({ ...run, writer, runner }, loaded, job.target, job.decider);
}

/** What there is to say beside "reverted". */
async function describeDone(
  loaded: LoadedLedger,
  { target, otherFields }: Job,
  done: Exclude<CarriedOut, { readonly type: 'busy' }>,
): Promise<readonly string[]> {
  const speaker = await toSpeaker(loaded.ledger, target.kind);
  if (done.type !== 'reverted') return sayUnwritten(speaker, target, done);
  const id = idOf(done.object);
  const notes = otherFields.length === 0 ? [] : [leftAloneLine(otherFields)];
  if (id === target.id || isOrder(done.object)) return notes;
  const runsLast = target.kind.order !== 'none';
  return [...notes, ...recreatedLines(done.object, await listReferring(loaded.ledger, target.id), runsLast)];
}

/** Seconds after which someone who waits for a revert reads that nothing here can write. */
const askingSeconds = 24 * 3600;

/** Without the credential: what to change by hand. Left alone while the job that has it may still be waiting for consent. */
async function byHand(
  run: TriageRun,
  loaded: LoadedLedger,
  { comment }: Found,
  jobs: readonly Job[],
): Promise<Handled> {
  const asked = run.event === null || run.event.comment === comment.id;
  if (!asked && run.clock.now() - Date.parse(comment.createdAt) < askingSeconds * 1000) return left(loaded);
  const lines: string[] = [];
  for (const { target } of jobs) lines.push(...sayByHand(await toSpeaker(loaded.ledger, target.kind), target));
  return { type: 'refused', why: 'no-credential', lines, loaded };
}

/** Finishes what a run began for this comment and was cut off from; null where nothing is started. */
export async function resumeReverts(run: TriageRun, loaded: LoadedLedger, pending: Found): Promise<Handled | null> {
  const { state, files } = loaded.ledger;
  const started = state.reverts.filter(({ comment, until }) => comment === pending.comment.id && until === null);
  if (started.length === 0) return null;
  if (run.writeBack.type !== 'ready' || run.dryRun) return left(loaded);
  await files.loadBlobs(started.flatMap(({ before, after }) => [before ?? [], after ?? []].flat()));
  const { claim, parsed } = pending;
  const rest = parsed.type === 'command' ? parsed.rest : '';
  // A reason may hold the word, too; what was only to be deactivated is never deleted.
  const { remove } = claim.type === 'digest' ? parseDigestWords('revert', rest) : parseDriftWords('revert', rest);
  const jobs = started.map((revert) => toStartedJob(run, loaded, pending, revert, remove));
  return carryOutAll(run, loaded, pending, jobs);
}

function toStartedJob(
  run: TriageRun,
  { ledger: { state, files } }: LoadedLedger,
  { comment, issue }: Found,
  { object, before, after }: Revert,
  remove: boolean,
): Job {
  const changes = state.episodes.get(object)?.changes ?? [];
  const newest = changes.at(-1);
  const asked = { comment, issue: issue.number, reason: '', webUrl: run.issues.webUrl };
  return {
    target: toTarget(object, before, after, remove, files.textOfBlob),
    otherFields: listOtherFieldsOf(changes),
    decider: {
      author: toReviewer(asked),
      title: titleOf(files.textOfBlob(after ?? before ?? '') ?? '{}') ?? '',
      facts: {
        by: comment.author,
        byId: comment.authorId,
        issue: String(issue.number),
        comment: comment.id,
        change: newest ? changeHandle(newest) : (before ?? after ?? 'none'),
        fourEyes: 'not-provable',
      },
    },
  };
}
