import type { AuditEntry } from '#drift/audit-entry.ts';
import { kindOf } from '#drift/object-key.ts';
import { maskEntries } from '#drift/privacy.ts';
import { fieldsOfFingerprint, type Redaction, redactionFingerprint } from '#drift/redact.ts';
import { type State, snapshotFormat } from '#drift/state.ts';
import { later, secondsBetween, type UtcTime } from '#drift/time.ts';
import { ZendriftError } from '#errors.ts';
import type { Kind } from '#kinds/kind.ts';
import { kinds as allKinds, findKind } from '#kinds/registry.ts';
import { publishBaseline, readBaseline } from './baseline.ts';
import { type Collected, collect } from './collect.ts';
import { describeTree } from './describe-tree.ts';
import { type History, loadHistory } from './load-history.ts';
import { planRun, type RunPlan, readWords } from './plan.ts';
import type { CommitPlan } from './plan-commits.ts';
import { checkAccount } from './preflight.ts';
import { mostTries, type Position, type PushItem, publish } from './publish.ts';
import { openRecordedFiles } from './recorded-files.ts';
import { redactingZendesk } from './redacting-zendesk.ts';
import { planRepair } from './repair.ts';
import type { TrackRun } from './run.ts';

/** Commits of one push at most: a long backlog is safe batch by batch. */
const batchSize = 500;

/** An idle run writes down that it was alive this often (SEMANTICS section 6). */
const heartbeatSeconds = 3600;

/** A commit that was pushed, or in a dry run would be. */
export interface TrackedCommit {
  /** Null in a dry run. */
  readonly id: string | null;
  readonly plan: CommitPlan;
}

/** What a run did, before it is told to anybody. */
export interface Tracked {
  readonly position: Position;
  readonly history: History;
  readonly baseline: ReadonlyMap<Kind, number> | null;
  readonly commits: readonly TrackedCommit[];
  readonly collected: Collected | null;
  readonly warnings: readonly string[];
  /** Objects that could not be read: the run ends with exit 1. */
  readonly problems: readonly { readonly object: string; readonly reason: string }[];
  /** Seconds since the last run that was written down, null for the first. */
  readonly gapSeconds: number | null;
}

/** One run: new audit entries → changed objects → current state → commits → push. Issues come after it. */
export async function trackChanges(run: TrackRun): Promise<Tracked> {
  await checkAccount(run);
  for (let attempt = 1; attempt <= mostTries; attempt += 1) {
    const tracked = await trackOnce(run);
    if (tracked !== 'overtaken') return tracked;
    run.progress.detail('Another run was faster; reading again');
  }
  throw new ZendriftError('race-lost', { branch: run.repository.branch, tries: mostTries });
}

async function trackOnce(run: TrackRun): Promise<Tracked | 'overtaken'> {
  const { config, repository, zendesk } = run;
  const history = await loadHistory({
    repository,
    account: config.account,
    committers: [config.committer, ...config.formerCommitters],
    now: zendesk.serverTime(),
    auditWindowSeconds: config.sweep.auditWindow / 1000,
  });
  const position = { tip: history.tip, state: history.state, files: openRecordedFiles(repository, history.recorded) };
  const start = { run, history, position };
  return history.source === 'none' ? firstRun(start) : nextRun(start);
}

interface Start {
  readonly run: TrackRun;
  readonly history: History;
  readonly position: Position;
}

async function firstRun({ run, history, position }: Start): Promise<Tracked | 'overtaken'> {
  const warnings = history.replaces
    ? ['No baseline that counts was found in history: a new one replaces what stood there.']
    : [];
  // What stands there now is replaced, so that is what the baseline commit is made against.
  const files = openRecordedFiles(run.repository, history.present);
  const kinds = allKinds.filter(({ name }) => run.config.kinds.includes(name));
  const added = await addBaseline(underRules(run, run.redaction), { ...position, files }, kinds);
  if (added === 'overtaken') return added;
  return { ...added, history, commits: [], collected: null, warnings, gapSeconds: null };
}

/** Lists some kinds and pushes their baseline; a dry run only counts. */
async function addBaseline(run: TrackRun, position: Position, kinds: readonly Kind[]) {
  const reading = await readBaseline(run, position.state, kinds);
  const problems = reading.unreadable;
  if (run.dryRun) {
    const counts = new Map(reading.listed.map(({ kind, objects }) => [kind, objects.size]));
    return { position, baseline: counts, problems };
  }
  const names = await readWords(run, position);
  const pushed = await publishBaseline(run, position, reading, names, redactionFingerprint(run.redaction));
  return pushed.type === 'overtaken' ? pushed.type : { position: pushed.position, baseline: pushed.counts, problems };
}

/** The run with an account that is masked under some rules. */
const underRules = (run: TrackRun, redaction: Redaction): TrackRun => ({
  ...run,
  zendesk: redactingZendesk(run.zendesk, redaction),
});

/**
 * The rules that history was written under: what is different under them is real drift, whatever the new rules mask. With
 * another key the old masks cannot be made again; then only objects with entries are compared, and nothing is swept.
 */
function oldRules(
  run: TrackRun,
  { redaction }: State,
): { readonly run: TrackRun; readonly rules: 'same' | 'known' | 'lost' } {
  if (redaction === redactionFingerprint(run.redaction)) {
    return { run: underRules(run, run.redaction), rules: 'same' };
  }
  const fields = fieldsOfFingerprint(redaction, run.redaction);
  return fields === null
    ? { run: underRules(run, run.redaction), rules: 'lost' }
    : { run: underRules(run, { ...run.redaction, fields }), rules: 'known' };
}

async function nextRun({ run: given, history, position }: Start): Promise<Tracked | 'overtaken'> {
  const { config, zendesk } = given;
  const { run, rules } = oldRules(given, history.state);
  const collected = await collect(run, history, rules !== 'lost');
  const plan = await planRun(run, position, collected);
  const gapSeconds =
    history.state.lastRun === null ? null : secondsBetween(history.state.lastRun, zendesk.serverTime());
  const common = { history, collected, gapSeconds, warnings: collected.warnings, problems: problemsOf(collected) };
  const renewed = rules !== 'same' || history.state.snapshotFormat !== snapshotFormat;
  const added = allKinds.filter(
    ({ name }) => config.kinds.includes(name) && (renewed || !history.state.baselines.has(name)),
  );
  if (run.dryRun) {
    const commits = plan.commits.map((commit) => ({ id: null, plan: commit }));
    return { ...common, position, baseline: null, commits };
  }
  const recorded = await record(run, history, position, collected, plan);
  if (recorded === 'overtaken') return recorded;
  if (added.length === 0) return { ...common, ...recorded, baseline: null };
  const based = await addBaseline(underRules(given, given.redaction), recorded.position, added);
  if (based === 'overtaken') return based;
  return { ...common, ...recorded, ...based, problems: [...common.problems, ...based.problems] };
}

/** Pushes the plan, batch by batch; an idle run pushes the state alone, and that seldom. */
async function record(
  run: TrackRun,
  history: History,
  start: Position,
  collected: Collected,
  plan: RunPlan,
): Promise<{ readonly position: Position; readonly commits: readonly TrackedCommit[] } | 'overtaken'> {
  const repair = await planRepair(run, history, start);
  const commits: TrackedCommit[] = [];
  let position = start;
  const batches = toBatches(plan.commits);
  if (batches.length === 0 && !repair && !isNoteworthy(run, history, collected)) return { position, commits };
  for (const [index, batch] of batches.entries()) {
    const rest = batches.slice(index + 1).flat();
    const items: PushItem[] = batch.map(toItem);
    if (index === 0 && repair) items.unshift(repair);
    const pushed = await publish(run, position, toPushPlan(run, collected, plan, batch, rest, items));
    if (pushed.type === 'overtaken') return pushed.type;
    const ids = repair && index === 0 ? pushed.ids.slice(1) : pushed.ids;
    commits.push(...batch.map((item, at) => ({ id: ids[at] ?? null, plan: item })));
    position = pushed.position;
  }
  if (batches.length === 0) {
    const pushed = await publish(run, position, toPushPlan(run, collected, plan, [], [], repair ? [repair] : []));
    if (pushed.type === 'overtaken') return pushed.type;
    position = pushed.position;
  }
  return { position, commits };
}

const toBatches = (commits: readonly CommitPlan[]): readonly (readonly CommitPlan[])[] =>
  Array.from({ length: Math.ceil(commits.length / batchSize) }, (_, index) =>
    commits.slice(index * batchSize, (index + 1) * batchSize),
  );

const toItem = ({ files, toCommit, toEvent }: CommitPlan): PushItem => ({
  files,
  toCommit,
  toEvents: (id) => [toEvent(id)],
});

function toPushPlan(
  run: TrackRun,
  collected: Collected,
  plan: RunPlan,
  batch: readonly CommitPlan[],
  rest: readonly CommitPlan[],
  items: readonly PushItem[],
) {
  const kinds = kindsOf(batch);
  return {
    items,
    // Addresses that privacy hides are read again from the log: the watermark never passes an entry that waits.
    left: maskEntries(
      [...waitingEntries(collected, plan), ...rest.flatMap(({ judged }) => judged.change.entries)],
      run.privacy,
    ),
    windowEnd: collected.windowEnd,
    finish: (state: State) => (rest.length > 0 ? state : finishState(run, state, collected, plan)),
    describe: async (files: Position['files']) => {
      const folders = kinds.map(({ plural }) => `snapshots/${run.config.account}/${plural}/`);
      await files.load([...files.blobs.keys()].filter((path) => folders.some((folder) => path.startsWith(folder))));
      return batch.length === 0 ? [] : describeTree(run.config.account, kinds, files.blobs, files.textOf, plan.names);
    },
  };
}

const kindsOf = (batch: readonly CommitPlan[]): readonly Kind[] => {
  const names = new Set(
    batch.filter(({ files }) => files.length > 0).map(({ judged }) => kindOf(judged.change.object)),
  );
  return [...names].flatMap((name) => findKind(name) ?? []);
};

/** Entries that no commit has yet. */
const waitingEntries = (collected: Collected, plan: RunPlan): readonly AuditEntry[] => [
  ...collected.waiting.flatMap(({ entries }) => entries),
  ...plan.waitingOrders.flatMap(({ changes }) => changes.flatMap(({ entries }) => entries)),
];

/** What the state learns at the end of a run, beside its commits. */
function finishState(run: TrackRun, state: State, collected: Collected, plan: RunPlan): State {
  const seen = new Map(state.seen);
  for (const { entries } of collected.untracked) for (const { id, time } of entries) seen.set(id, time);
  const now = run.zendesk.serverTime();
  return {
    ...state,
    seen,
    pendingOrders: plan.waitingOrders.map(({ kind }) => kind.name),
    lastSweep: collected.sweep && collected.braked.length === 0 ? collected.windowEnd : state.lastSweep,
    lastRun: state.lastRun === null ? now : later(state.lastRun, now),
  };
}

/** Whether a run without commits still has something to write down. */
function isNoteworthy(run: TrackRun, { state, source }: History, collected: Collected): boolean {
  const swept = collected.sweep && collected.braked.length === 0;
  return source === 'history' || swept || state.lastRun === null || isHeartbeatDue(run, state.lastRun);
}

const isHeartbeatDue = (run: TrackRun, lastRun: UtcTime): boolean =>
  secondsBetween(lastRun, run.zendesk.serverTime()) >= heartbeatSeconds;

const problemsOf = (collected: Collected): Tracked['problems'] => [
  ...collected.waiting.filter(({ problem }) => problem).map(({ object, reason }) => ({ object, reason })),
  ...collected.braked.map(({ kind, reason }) => ({ object: kind.plural, reason })),
];
