import type { AuditEntry } from '#core/entry/audit-entry.ts';
import { secondsBetween } from '#core/time.ts';
import { takeCommands } from '#decisions/take-commands.ts';
import { ZendriftError } from '#errors.ts';
import type { Hub } from '#issues/read-hub.ts';
import { type Findings, joinFindings } from '#issues/trust-alerts.ts';
import type { Kind } from '#kinds/kind.ts';
import { kinds as allKinds } from '#kinds/registry.ts';
import { toLoadInput } from '#ledger/load-ledger.ts';
import { planFront } from '#ledger/plan-front.ts';
import { type Ledger, mostTries } from '#ledger/publish.ts';
import { type LedgerReading, readLedger } from '#ledger/read-ledger.ts';
import { openRecordedFiles } from '#ledger/recorded-files.ts';
import { reopenExpired } from '#ledger/reopen-expired.ts';
import { waitsForGitHub } from '#ledger/witness.ts';
import type { CommitResult } from '#render/track/run-result.ts';
import type { TriagedCommand } from '#render/triage/triage-result.ts';
import { type Warning, warning } from '#warning.ts';
import { addBaseline } from './add-baseline.ts';
import { type Collected, collect, isSweepDue, readWindow } from './collect.ts';
import { keepLog } from './keep-log.ts';
import { lookAtGitHub } from './look-at-github.ts';
import { firstPart, toParts } from './parts.ts';
import { planRun } from './plan.ts';
import { checkAccount } from './preflight.ts';
import { waitingEntries } from './record.ts';
import { recordPart } from './record-part.ts';
import { restsOnState } from './rests-on-state.ts';
import { underOldRules, underRules } from './rules.ts';
import { toRunZendesk } from './run-zendesk.ts';
import { stopReason } from './stop.ts';
import { toCommitResult } from './to-commit-result.ts';
import type { TrackRun } from './track-run.ts';

/** What is reported of a part; its states are not kept. */
export interface PartReport {
  readonly waiting: readonly { readonly object: string; readonly reason: string; readonly problem: boolean }[];
  /** Audit entries of objects that are not tracked. */
  readonly notTracked: number;
  /** Audit entries of actions that are no edits. */
  readonly otherActions: number;
  readonly heldBack: Collected['heldBack'];
  readonly withheld: Collected['withheld'];
}

/** What a run did, before it is reported. */
export interface Tracked {
  readonly ledger: Ledger;
  readonly reading: LedgerReading;
  readonly baseline: ReadonlyMap<Kind, number> | null;
  readonly commits: readonly CommitResult[];
  /** What became of the commands of reviewers, which are taken first. */
  readonly commands: readonly TriagedCommand[];
  /** One for each part that was worked off; none on a first run. */
  readonly collected: readonly PartReport[];
  readonly warnings: readonly Warning[];
  /** Objects that could not be read: the run ends with exit 1. */
  readonly problems: readonly { readonly object: string; readonly reason: string }[];
  /** Why it ended early; what was pushed stays. */
  readonly stopped: ZendriftError | null;
  /** Seconds since the last run that was written down, null for the first. */
  readonly gapSeconds: number | null;
  /** Comments that this run was the first to decide by. */
  readonly own: ReadonlySet<string>;
  /** GitHub as it was looked at in the beginning; null without one, and where it did not answer. */
  readonly hub: Hub | null;
  /** Why it could not be looked at. */
  readonly hubFailure: ZendriftError | null;
  /** Why commands of reviewers wait for a later run. */
  readonly commandFailure: ZendriftError | null;
  /** What the readings of this run found that someone may have done to the record. */
  readonly findings: Findings;
}

/** What one try knows of it. */
type Once = Omit<Tracked, 'commands' | 'commandFailure' | 'own' | 'hub' | 'hubFailure' | 'findings'>;

/** Why a try is made again: another run was faster, or it would have approved something on the word of a state alone. */
type Again = 'overtaken' | 'unproven';

/** One run: new audit entries → changed objects → current state → commits → push. Issues come after it. */
export async function trackChanges(given: TrackRun): Promise<Tracked> {
  const unconnected = { ...given, zendesk: toRunZendesk(given.zendesk, given.config.audit) };
  await checkAccount(unconnected);
  const first = await readRecord(unconnected, false);
  const { hub, failure } = await lookAtGitHub(unconnected, first);
  const run = hub === null ? unconnected : { ...unconnected, issues: hub.issues, learn: hub.notes.apply };
  const { commands, findings, own, isMoved, failure: commandFailure } = await takeCommands(run, hub, first);
  // Pushed by this run before it was overtaken: still its work.
  const done: CommitResult[] = [];
  let reading = isMoved ? null : first;
  let prove = findings.differences.length > 0;
  for (let attempt = 1; attempt <= mostTries; attempt += 1) {
    reading ??= await readRecord(run, prove);
    if (!run.dryRun && (await reopenExpired(run, reading.state, run.zendesk.serverTime()))) {
      reading = await readRecord(run, prove);
    }
    const tracked = await trackOnce(run, reading, done);
    if (typeof tracked !== 'string') {
      const kept = await withLog(run, reading, tracked);
      const found = joinFindings(findings, tracked.reading);
      return { ...kept, commands, commandFailure, own, hub, hubFailure: failure, findings: found };
    }
    prove ||= tracked === 'unproven';
    const again = {
      overtaken: 'Another run pushed first. Reading again',
      unproven: 'Comparing the state with history',
    };
    run.progress.detail(again[tracked]);
    reading = null;
  }
  throw new ZendriftError('race-lost', { branch: run.repository.branch, tries: mostTries });
}

/** The log comes last: if it cannot be kept now, the next run goes on from what is there. */
async function withLog(run: TrackRun, { state }: LedgerReading, tracked: Once): Promise<Once> {
  if (tracked.stopped !== null) return tracked;
  try {
    const sweep = isSweepDue(run, state, run.zendesk.serverTime());
    return { ...tracked, ledger: await keepLog(run, tracked.ledger, sweep) };
  } catch (error) {
    if (!(error instanceof ZendriftError)) throw error;
    const problem = { object: 'kept audit log', reason: error.message };
    return { ...tracked, problems: [...tracked.problems, problem] };
  }
}

function readRecord(run: TrackRun, prove: boolean): Promise<LedgerReading> {
  const now = run.zendesk.serverTime();
  return readLedger({
    ...toLoadInput(run, now),
    prove: (state) =>
      prove || isSweepDue(run, state, now) || (run.issues !== null && state.unconfirmed.some(waitsForGitHub)),
    startOver: run.newBaseline,
  });
}

interface Start {
  readonly run: TrackRun;
  readonly reading: LedgerReading;
  readonly ledger: Ledger;
  readonly done: CommitResult[];
}

async function trackOnce(run: TrackRun, reading: LedgerReading, done: CommitResult[]): Promise<Once | Again> {
  const files = openRecordedFiles(run.repository, reading.recorded);
  const ledger = { tip: reading.tip, state: reading.state, files };
  const start = { run, reading, ledger, done };
  return reading.source === 'none' ? firstRun(start) : nextRun(start);
}

async function firstRun({ run, reading, ledger }: Start): Promise<Once | 'overtaken'> {
  const warnings = rewrittenWarnings(run, reading);
  // An account or a role without the log says so now, and not after a thousand objects were listed.
  const masked = underRules(run, run.redaction);
  const now = run.zendesk.serverTime();
  await masked.zendesk.listAuditEntries({ from: now, to: now });
  // What stands there now is replaced, so that is what the baseline commit is made against.
  const files = openRecordedFiles(run.repository, plainFiles(reading.recorded));
  const kinds = allKinds.filter(({ name }) => run.config.kinds.includes(name));
  const added = await addBaseline(masked, { ...ledger, files }, kinds);
  if (added === 'overtaken') return added;
  return { ...added, reading, commits: [], warnings, gapSeconds: null, stopped: null };
}

function rewrittenWarnings({ repository, config }: TrackRun, { lost }: LedgerReading): readonly Warning[] {
  const [first] = lost;
  if (first === undefined) return [];
  const many = lost.length === 1 ? 'a commit' : `${lost.length} commits`;
  const message = `History was rewritten: ${repository.branch} no longer has ${many} that ${lost.length === 1 ? 'was' : 'were'} recorded for ${config.account}, such as ${first}. Their changes are recorded again as found now. "zendrift verify" shows where the history differs.`;
  return [warning('history-rewritten', message)];
}

/** Links and the like have no text to compare with: they are written over, or put away by the next run. */
const plainFiles = (present: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
  new Map([...present].filter(([, blob]) => !blob.includes(':')));

async function nextRun(start: Start): Promise<Once | Again> {
  const { run: given, reading, ledger, done } = start;
  const { config, zendesk } = given;
  const { run, rules, warnings } = await underOldRules(given, ledger);
  // Personal objects that were there all along are no drift either.
  const takesIn = config.includePersonal && !reading.state.personal;
  const asBefore = takesIn ? { ...run, config: { ...config, includePersonal: false } } : run;
  const work = await workOff({ ...start, run: asBefore });
  if (typeof work === 'string') return work;
  const { lastRun } = reading.state;
  const tracked: Once = {
    ...work,
    reading,
    warnings: [...rewrittenWarnings(given, reading), ...warnings],
    commits: given.dryRun ? work.commits : done,
    baseline: null,
    gapSeconds: lastRun === null ? null : secondsBetween(lastRun, zendesk.serverTime()),
  };
  // A new kind, other rules or another format: what is different now is no drift, so it begins with a baseline.
  const renewed = given.newBaseline || rules !== 'same';
  const looksAgain = isSweepDue(run, reading.state, zendesk.serverTime());
  const added = allKinds.filter(
    ({ name, personal }) =>
      config.kinds.includes(name) &&
      (renewed ||
        (takesIn && personal) ||
        (!reading.state.baselines.has(name) && (looksAgain || !reading.state.absent.includes(name)))),
  );
  if (added.length === 0 || work.stopped) return tracked;
  const based = await addBaseline(underRules(given, given.redaction), work.ledger, added);
  if (based === 'overtaken') return based;
  const problems = [...tracked.problems, ...based.problems];
  return { ...tracked, ...based, problems, collected: [...tracked.collected, ...based.collected] };
}

type Work = Pick<Tracked, 'ledger' | 'commits' | 'collected' | 'problems' | 'stopped'>;

/** Works off the log part by part: read, judge, push. What stops a later part leaves the earlier ones where they are. */
async function workOff({ run, reading, ledger: from, done }: Start): Promise<Work | Again> {
  const window = await readWindow(run, reading);
  const first = firstPart(run.deadline - run.clock.now());
  const parts = toParts(window.entries, reading.state, reading.recorded, first);
  const planned: CommitResult[] = [];
  const collected: PartReport[] = [];
  // What is no entry may hide one of a tracked object: the run says so, and does not end with 0.
  const problems = window.unreadable.map((reason) => ({ object: 'audit log', reason }));
  const waiting: AuditEntry[] = [];
  const waitingOrders: Kind[] = [];
  let ledger = from;
  let stopped: ZendriftError | null = null;
  for (const [index, entries] of parts.entries()) {
    stopped = index === 0 ? null : stopReason(run, 'between two parts of the log');
    if (stopped) break;
    const last = index === parts.length - 1;
    const part = await collect(run, ledger, window, { entries, last });
    const plan = await planRun(run, ledger, part);
    if (!reading.proven && plan.commits.some(({ judged }) => restsOnState(judged, ledger.state))) return 'unproven';
    waitingOrders.push(...plan.waitingOrders.map(({ kind }) => kind));
    if (run.dryRun) {
      collected.push(toReport(part));
      problems.push(...problemsOf(part));
      planned.push(...plan.commits.map((commit) => toCommitResult(run, null, commit)));
      continue;
    }
    const recorded = await recordPart(run, ledger, {
      collected: part,
      plan,
      front: index === 0 ? await planFront(run, reading, ledger) : [],
      otherEntries: [...waiting, ...parts.slice(index + 1).flat()],
      waitingOrders,
      last,
      rebuilt: reading.source === 'history' || reading.unconfirmed.length > 0,
    });
    done.push(...recorded.commits);
    if (recorded.type === 'overtaken') return recorded.type;
    collected.push(toReport(recorded.collected));
    problems.push(...problemsOf(recorded.collected));
    waiting.push(...waitingEntries(recorded.collected, recorded.plan));
    ledger = recorded.ledger;
    stopped = recorded.stopped;
    if (stopped) break;
  }
  return { ledger, commits: planned, collected, problems, stopped };
}

const toReport = ({ waiting, untracked, others, heldBack, withheld }: Collected): PartReport => ({
  waiting: waiting.map(({ object, reason, problem }) => ({ object, reason, problem })),
  notTracked: untracked.reduce((count, { entries }) => count + entries.length, 0),
  otherActions: others.length,
  heldBack,
  withheld,
});

const problemsOf = (collected: Collected): Tracked['problems'] => [
  ...collected.waiting.filter(({ problem }) => problem).map(({ object, reason }) => ({ object, reason })),
  ...collected.heldBack.map(({ kind, reason }) => ({ object: kind.plural, reason })),
];
