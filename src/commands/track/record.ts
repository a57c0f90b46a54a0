import type { AuditEntry } from '#core/entry/audit-entry.ts';
import { maskEntries } from '#core/entry/privacy.ts';
import type { Names } from '#core/names/names.ts';
import { keepUsedNames } from '#core/names/used-names.ts';
import { kindOf } from '#core/object-key.ts';
import { otherFieldsText } from '#core/snapshot/other-fields.ts';
import type { State } from '#core/state/state.ts';
import { later, secondsBetween, type UtcTime } from '#core/time.ts';
import type { ZendriftError } from '#errors.ts';
import type { Kind } from '#kinds/kind.ts';
import { findKind } from '#kinds/registry.ts';
import { describeTree } from '#ledger/describe-tree.ts';
import { readNamedStates } from '#ledger/named-states.ts';
import { otherFieldsPath, readOtherFields } from '#ledger/other-fields.ts';
import { type Ledger, type PushItem, type PushPlan, tryPublish, type Withheld } from '#ledger/publish.ts';
import type { RecordedFiles } from '#ledger/recorded-files.ts';
import type { FileChange } from '#ports.ts';
import type { CommitResult } from '#render/track/run-result.ts';
import type { Collected } from './collect.ts';
import { nextOtherFields } from './next-other-fields.ts';
import type { RunPlan } from './plan.ts';
import { planAccepted } from './plan-accepted.ts';
import type { CommitPlan } from './plan-commits.ts';
import { stopReason } from './stop.ts';
import { toCommitResult } from './to-commit-result.ts';
import type { TrackRun } from './track-run.ts';

/** Commits of one push at most: whatever happens next, they are safe. */
const batchSize = 500;

/** An idle run pushes the state ref at most this often (docs/semantics.md, State). */
const heartbeatSeconds = 3600;

/** One part of a run's work, ready to be pushed. */
export interface Part {
  readonly collected: Collected;
  readonly plan: RunPlan;
  /** Put in front of the first commit of the run: what was repaired, and a changed configuration. */
  readonly front: readonly PushItem[];
  /** Entries that earlier parts left waiting, and those of later parts. */
  readonly otherEntries: readonly AuditEntry[];
  /** Kinds whose order waits, of this part and earlier ones. */
  readonly waitingOrders: readonly Kind[];
  /** Nothing comes after it in this run. */
  readonly last: boolean;
  /** The state was rebuilt: it has to be written down even without a commit. */
  readonly rebuilt: boolean;
}

export type RecordOutcome =
  | {
      readonly type: 'recorded';
      readonly ledger: Ledger;
      readonly commits: readonly CommitResult[];
      /** Why it stopped between two pushes; what was pushed stays. */
      readonly stopped: ZendriftError | null;
    }
  | { readonly type: 'overtaken'; readonly commits: readonly CommitResult[] }
  /** What comes now has to be planned again without some files; earlier batches are pushed. */
  | (Withheld & {
      readonly ledger: Ledger;
      readonly commits: readonly CommitResult[];
      /** Entries that were pushed. */
      readonly recorded: ReadonlySet<string>;
    });

/** Pushes a part, batch by batch; without a commit the state alone, and that seldom. */
export async function recordPartOnce(run: TrackRun, start: Ledger, part: Part): Promise<RecordOutcome> {
  const commits: CommitResult[] = [];
  const batches = toBatches(part.plan.commits);
  const accepted = part.collected.accepted.flatMap((one) => planAccepted(run, one));
  const front = [...part.front, ...accepted];
  if (batches.length === 0 && front.length === 0 && !isNoteworthy(run, start.state, part)) {
    return { type: 'recorded', ledger: start, commits, stopped: null };
  }
  let ledger = start;
  for (const [index, batch] of (batches.length === 0 ? [[]] : batches).entries()) {
    const stopped = index === 0 ? null : stopReason(run, 'between two pushes');
    if (stopped) return { type: 'recorded', ledger, commits, stopped };
    const first = index === 0 ? front : [];
    const rest = batches.slice(index + 1).flat();
    const pushed = await tryPublish(run, ledger, toPushPlan(run, part, ledger.state, batch, rest, first));
    if (pushed.type === 'overtaken') return { type: 'overtaken', commits };
    if (pushed.type === 'withheld') {
      const recorded = new Set(commits.flatMap(({ auditIds }) => auditIds));
      return { ...pushed, ledger, commits, recorded };
    }
    const ids = pushed.ids.slice(first.length);
    // Only what is reported of them: the states of a long backlog must not pile up in memory.
    commits.push(...batch.map((plan, at) => toCommitResult(run, ids[at] ?? null, plan)));
    ledger = pushed.ledger;
  }
  return { type: 'recorded', ledger, commits, stopped: null };
}

const toBatches = (commits: readonly CommitPlan[]): readonly (readonly CommitPlan[])[] =>
  Array.from({ length: Math.ceil(commits.length / batchSize) }, (_, index) =>
    commits.slice(index * batchSize, (index + 1) * batchSize),
  );

function toPushPlan(
  run: TrackRun,
  part: Part,
  { episodes }: State,
  batch: readonly CommitPlan[],
  rest: readonly CommitPlan[],
  first: readonly PushItem[],
): PushPlan {
  const { collected, plan, otherEntries } = part;
  const { account } = run.config;
  const unrecorded = rest.flatMap(({ judged }) => judged.change.entries);
  return {
    items: [...first, ...batch],
    // Addresses that privacy hides are read again from the log: the watermark never passes an entry that waits.
    left: maskEntries([...waitingEntries(collected, plan), ...otherEntries, ...unrecorded], run.privacy),
    windowEnd: collected.windowEnd,
    finish: (state) => finishState(run, state, part, rest.length === 0),
    describe: (files) => describePush(files, { account, collected, names: plan.names, batch, episodes }),
  };
}

/** The files for people after a batch: indexes of its kinds, words and fingerprints; in a sweep whatever it shows. */
async function describePush(
  files: RecordedFiles,
  { account, collected, names, batch, episodes }: Described,
): Promise<readonly FileChange[]> {
  if (batch.length === 0 && !collected.sweep) return [];
  const changes = batch.map(({ judged }) => judged.change);
  // What a change takes out of use is in the words of its commit.
  const left = changes.flatMap(({ object, before }) => (before ? [{ kind: kindOf(object), value: before.value }] : []));
  const used = keepUsedNames(names, await readNamedStates(account, files, episodes, left));
  const kinds = collected.sweep
    ? collected.kinds.filter((kind) => !collected.heldBack.some((one) => one.kind === kind))
    : kindsOf(batch);
  const others = nextOtherFields(account, await readOtherFields(account, files), changes, collected, files.blobs);
  return [
    ...describeTree(account, kinds, files.blobs, files.textOf, used),
    ...(others === null ? [] : [{ path: otherFieldsPath(account), text: otherFieldsText(others) }]),
  ];
}

interface Described {
  readonly account: string;
  readonly collected: Collected;
  readonly names: Names;
  readonly batch: readonly CommitPlan[];
  /** Open before this push; what it opens is in the batch. */
  readonly episodes: State['episodes'];
}

const kindsOf = (batch: readonly CommitPlan[]): readonly Kind[] => {
  const names = new Set(
    batch.filter(({ files }) => files.length > 0).map(({ judged }) => kindOf(judged.change.object)),
  );
  return [...names].flatMap((name) => findKind(name) ?? []);
};

/** Entries that no commit has yet. */
export const waitingEntries = (collected: Collected, plan: RunPlan): readonly AuditEntry[] => [
  ...collected.waiting.flatMap(({ entries }) => entries),
  ...plan.waitingOrders.flatMap(({ changes }) => changes.flatMap(({ entries }) => entries)),
];

/** What the state learns beside the commits: ids of entries that are in no commit and, once everything is done, that this run was. */
function finishState(run: TrackRun, state: State, part: Part, wholePart: boolean): State {
  if (!wholePart) return state;
  const { collected, waitingOrders, last } = part;
  const seen = new Map(state.seen);
  const unrecorded = [...collected.untracked.flatMap(({ entries }) => entries), ...collected.others];
  for (const { id, time } of unrecorded) seen.set(id, time);
  const learned = { ...state, seen, pendingOrders: waitingOrders.map(({ name }) => name) };
  if (!last) return learned;
  const now = run.zendesk.serverTime();
  return {
    ...learned,
    personal: state.personal && run.config.includePersonal,
    lastSweep: lastSweepAfter(state, collected),
    looked: collected.looked ? collected.windowEnd : state.looked,
    lastRun: state.lastRun === null ? now : later(state.lastRun, now),
    interval: nextInterval(state, now),
  };
}

/**
 * When everything was seen last. What a sweep found within the log lag, and no entry speaks of, nothing would bring back to
 * mind but another sweep: then the next run makes one.
 */
function lastSweepAfter(
  { lastSweep }: State,
  { sweep, heldBack, waiting, windowEnd, withheld }: Collected,
): UtcTime | null {
  // A difference that no entry speaks of, and that is too young to be judged: nothing but a sweep looks at it again.
  const unexplained = waiting.some(({ entries, problem }) => entries.length === 0 && !problem);
  if (!sweep) return unexplained || heldBack.length > 0 ? null : lastSweep;
  // What a sweep found and could not record, another one has to find.
  return unexplained || heldBack.length > 0 || withheld.length > 0 ? null : windowEnd;
}

/** Runs that were written down are at most this much of the usual interval: a moving average that forgets slowly. */
const intervalWeight = 0.2;

function nextInterval({ lastRun, interval }: State, now: UtcTime): number | null {
  if (lastRun === null) return null;
  const gap = Math.max(0, secondsBetween(lastRun, now));
  return Math.round(interval === null ? gap : interval + intervalWeight * (gap - interval));
}

/** Whether a part without commits still has something to write down. */
function isNoteworthy(run: TrackRun, state: State, { collected, last, rebuilt }: Part): boolean {
  if (!last) return false;
  const { lastRun } = state;
  return (
    rebuilt ||
    (collected.looked && !collected.sweep) ||
    lastSweepAfter(state, collected) !== state.lastSweep ||
    lastRun === null ||
    secondsBetween(lastRun, run.zendesk.serverTime()) >= heartbeatSeconds
  );
}
