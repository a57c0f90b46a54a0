import type { AuditEntry } from '#drift/audit-entry.ts';
import { redactionFingerprint } from '#drift/redact.ts';
import { snapshotFormat } from '#drift/state.ts';
import { secondsBetween } from '#drift/time.ts';
import { ZendriftError } from '#errors.ts';
import type { Kind } from '#kinds/kind.ts';
import { kinds as allKinds } from '#kinds/registry.ts';
import { type History, loadHistory } from '#ledger/load-history.ts';
import { mostTries, type Position } from '#ledger/publish.ts';
import { openRecordedFiles } from '#ledger/recorded-files.ts';
import { planRepair } from '#ledger/repair.ts';
import type { CommitResult } from '#report/run-result.ts';
import type { TriagedCommand } from '#report/triage-result.ts';
import { takeCommands } from '../triage/take-commands.ts';
import { publishBaseline, readBaseline } from './baseline.ts';
import { type Collected, collect, readWindow } from './collect.ts';
import { lenientLog } from './lenient-log.ts';
import { firstPart, toParts } from './parts.ts';
import { planRun, readWords } from './plan.ts';
import { checkAccount } from './preflight.ts';
import { waitingEntries } from './record.ts';
import { recordPart } from './record-part.ts';
import { withRememberedNames } from './remembered-names.ts';
import { underOldRules, underRules } from './rules.ts';
import type { TrackRun } from './run.ts';
import { stopReason } from './stop.ts';
import { toCommitResult } from './to-commit-result.ts';

/** What is told of a part; its states are not kept. */
export interface PartReport {
  readonly waiting: readonly { readonly object: string; readonly reason: string; readonly problem: boolean }[];
  /** Audit entries of objects that are not tracked. */
  readonly notTracked: number;
  readonly braked: Collected['braked'];
  readonly withheld: Collected['withheld'];
}

/** What a run did, before it is told to anybody. */
export interface Tracked {
  readonly position: Position;
  readonly history: History;
  readonly baseline: ReadonlyMap<Kind, number> | null;
  readonly commits: readonly CommitResult[];
  /** What became of the commands of reviewers, which are taken first. */
  readonly commands: readonly TriagedCommand[];
  /** One for each part that was worked off; none on a first run. */
  readonly collected: readonly PartReport[];
  readonly warnings: readonly string[];
  /** Objects that could not be read: the run ends with exit 1. */
  readonly problems: readonly { readonly object: string; readonly reason: string }[];
  /** Why it ended early; what was pushed stays. */
  readonly stopped: ZendriftError | null;
  /** Seconds since the last run that was written down, null for the first. */
  readonly gapSeconds: number | null;
}

/** One run: new audit entries → changed objects → current state → commits → push. Issues come after it. */
export async function trackChanges(given: TrackRun): Promise<Tracked> {
  const remembered = withRememberedNames(given.zendesk);
  const zendesk = given.config.audit === 'optional' ? lenientLog(remembered) : remembered;
  const run = { ...given, zendesk };
  await checkAccount(run);
  const commands = await takeCommands(run);
  // Pushed by this run before it was overtaken: still its work.
  const done: CommitResult[] = [];
  for (let attempt = 1; attempt <= mostTries; attempt += 1) {
    const tracked = await trackOnce(run, done);
    if (tracked !== 'overtaken') return { ...tracked, commands };
    run.progress.detail('Another run was faster; reading again');
  }
  throw new ZendriftError('race-lost', { branch: run.repository.branch, tries: mostTries });
}

interface Start {
  readonly run: TrackRun;
  readonly history: History;
  readonly position: Position;
  readonly done: CommitResult[];
}

async function trackOnce(run: TrackRun, done: CommitResult[]): Promise<Tracked | 'overtaken'> {
  const { config, repository, zendesk } = run;
  const history = await loadHistory({
    repository,
    account: config.account,
    committers: [config.committer, ...config.formerCommitters],
    now: zendesk.serverTime(),
    auditWindowSeconds: config.sweep.auditWindow / 1000,
  });
  const position = { tip: history.tip, state: history.state, files: openRecordedFiles(repository, history.recorded) };
  const start = { run, history, position, done };
  return history.source === 'none' ? firstRun(start) : nextRun(start);
}

async function firstRun({ run, history, position }: Start): Promise<Tracked | 'overtaken'> {
  const warnings = [
    ...rewrittenWarnings(run, history),
    ...(history.replaces ? ['No baseline that counts was found in history: a new one replaces what stood there.'] : []),
  ];
  // What stands there now is replaced, so that is what the baseline commit is made against.
  const files = openRecordedFiles(run.repository, plainFiles(history.present));
  const kinds = allKinds.filter(({ name }) => run.config.kinds.includes(name));
  const added = await addBaseline(underRules(run, run.redaction), { ...position, files }, kinds);
  if (added === 'overtaken') return added;
  return { ...added, history, commits: [], commands: [], warnings, gapSeconds: null, stopped: null };
}

function rewrittenWarnings({ repository, config }: TrackRun, { lost }: History): readonly string[] {
  const [first] = lost;
  if (first === undefined) return [];
  const many = lost.length === 1 ? 'a commit' : `${lost.length} commits`;
  return [
    `History was rewritten: ${repository.branch} no longer has ${many} that ${lost.length === 1 ? 'was' : 'were'} recorded for ${config.account}, such as ${first}. What they said is recorded again as it is found now; "zendrift verify" tells where history differs.`,
  ];
}

/** Links and the like have no text to compare with: they are written over, or put away by the next run. */
const plainFiles = (present: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
  new Map([...present].filter(([, blob]) => !blob.includes(':')));

/** Lists some kinds and pushes their baseline; a dry run only counts. */
async function addBaseline(run: TrackRun, position: Position, kinds: readonly Kind[]) {
  const reading = await readBaseline(run, position.state, kinds);
  const problems = reading.unreadable;
  if (run.dryRun) {
    const counts = new Map(reading.listed.map(({ kind, objects }) => [kind, objects.size]));
    return { position, baseline: counts, problems, collected: [] };
  }
  const names = await readWords(run, position);
  const pushed = await publishBaseline(run, position, reading, names, redactionFingerprint(run.redaction));
  if (pushed.type === 'overtaken') return pushed.type;
  const withheld = pushed.withheld.map(({ object }) => object);
  return {
    position: pushed.position,
    baseline: pushed.counts,
    problems: [...problems, ...pushed.withheld],
    collected: [{ waiting: [], notTracked: 0, braked: [], withheld }],
  };
}

async function nextRun(start: Start): Promise<Tracked | 'overtaken'> {
  const { run: given, history, position, done } = start;
  const { config, zendesk } = given;
  const { run, rules, warnings } = await underOldRules(given, position);
  // Personal objects that were there all along are no drift either.
  const takesIn = config.includePersonal && !history.state.personal;
  const asBefore = takesIn ? { ...run, config: { ...config, includePersonal: false } } : run;
  const work = await workOff({ ...start, run: asBefore });
  if (work === 'overtaken') return work;
  const { lastRun } = history.state;
  const tracked: Tracked = {
    ...work,
    history,
    warnings: [...rewrittenWarnings(given, history), ...warnings],
    commits: given.dryRun ? work.commits : done,
    commands: [],
    baseline: null,
    gapSeconds: lastRun === null ? null : secondsBetween(lastRun, zendesk.serverTime()),
  };
  // A new kind, other rules or another format: what is different now is no drift, so it begins with a baseline.
  const renewed = rules !== 'same' || history.state.snapshotFormat !== snapshotFormat;
  const added = allKinds.filter(
    ({ name, personal }) =>
      config.kinds.includes(name) && (renewed || (takesIn && personal) || !history.state.baselines.has(name)),
  );
  if (added.length === 0 || work.stopped) return tracked;
  const based = await addBaseline(underRules(given, given.redaction), work.position, added);
  if (based === 'overtaken') return based;
  const problems = [...tracked.problems, ...based.problems];
  return { ...tracked, ...based, problems, collected: [...tracked.collected, ...based.collected] };
}

type Work = Pick<Tracked, 'position' | 'commits' | 'collected' | 'problems' | 'stopped'>;

/** Works off the log part by part: read, judge, push. What stops a later part leaves the earlier ones where they are. */
async function workOff({ run, history, position: from, done }: Start): Promise<Work | 'overtaken'> {
  const window = await readWindow(run, history);
  const first = firstPart(run.deadline - run.clock.now());
  const parts = toParts(window.entries, history.state, history.recorded, first);
  const planned: CommitResult[] = [];
  const collected: PartReport[] = [];
  // What is no entry may hide one of a tracked object: the run says so, and does not end with 0.
  const problems = window.unreadable.map((reason) => ({ object: 'audit log', reason }));
  const waiting: AuditEntry[] = [];
  const waitingOrders: Kind[] = [];
  let position = from;
  let stopped: ZendriftError | null = null;
  for (const [index, entries] of parts.entries()) {
    stopped = index === 0 ? null : stopReason(run, 'between two parts of the log');
    if (stopped) break;
    const last = index === parts.length - 1;
    const part = await collect(run, position, window, { entries, last });
    const plan = await planRun(run, position, part);
    waitingOrders.push(...plan.waitingOrders.map(({ kind }) => kind));
    if (run.dryRun) {
      collected.push(toReport(part));
      problems.push(...problemsOf(part));
      planned.push(...plan.commits.map((commit) => toCommitResult(run, null, commit)));
      continue;
    }
    const recorded = await recordPart(run, position, {
      collected: part,
      plan,
      repair: index === 0 ? await planRepair(run, history, position) : null,
      otherEntries: [...waiting, ...parts.slice(index + 1).flat()],
      waitingOrders,
      last,
      rebuilt: history.source === 'history',
    });
    done.push(...recorded.commits);
    if (recorded.type === 'overtaken') return recorded.type;
    collected.push(toReport(recorded.collected));
    problems.push(...problemsOf(recorded.collected));
    waiting.push(...waitingEntries(recorded.collected, recorded.plan));
    position = recorded.position;
    stopped = recorded.stopped;
    if (stopped) break;
  }
  return { position, commits: planned, collected, problems, stopped };
}

const toReport = ({ waiting, untracked, braked, withheld }: Collected): PartReport => ({
  waiting: waiting.map(({ object, reason, problem }) => ({ object, reason, problem })),
  notTracked: untracked.reduce((count, { entries }) => count + entries.length, 0),
  braked,
  withheld,
});

const problemsOf = (collected: Collected): Tracked['problems'] => [
  ...collected.waiting.filter(({ problem }) => problem).map(({ object, reason }) => ({ object, reason })),
  ...collected.braked.map(({ kind, reason }) => ({ object: kind.plural, reason })),
];
