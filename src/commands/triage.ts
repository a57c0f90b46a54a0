import type { ObjectKey } from '#core/object-key.ts';
import { toUtcTime } from '#core/time.ts';
import { carryOutAll, listOwnCommands, turnDown } from '#decisions/carry-out-all.ts';
import type { Pending } from '#decisions/pending.ts';
import type { TriageRun, TriageStart } from '#decisions/triage-run.ts';
import { proveIssues } from '#issues/prove-issues.ts';
import { reachHub } from '#issues/reach-hub.ts';
import { saveHub } from '#issues/save-hub.ts';
import { needsAttention, nothingShown, type Shown, showAll, toFailures } from '#issues/show-all.ts';
import { toTrustAlerts } from '#issues/trust-alerts.ts';
import { readWatchAlerts } from '#issues/watch-alerts.ts';
import { openWriter } from '#issues/write-issue.ts';
import { bringForward } from '#ledger/bring-forward.ts';
import { type LoadedLedger, loadLedger } from '#ledger/load-ledger.ts';
import type { CommandOutcome } from './command.ts';
import { finishAnswered } from './triage/finish-answered.ts';
import { toTriageOutcome } from './triage/triage-outcome.ts';

/** `zendrift triage`: what reviewers wrote becomes commits, then the issues show what the commits say. */
export async function triage(given: TriageStart): Promise<CommandOutcome> {
  const { progress } = given;
  progress.stage('Reading what is recorded');
  const start = await loadLedger(given, toUtcTime(given.clock.now()));
  progress.stage("Reading reviewers' commands");
  const run = await connect(given, start);
  const { pending, answered, outsiders } = await listOwnCommands(run);
  await turnDown(run, outsiders);
  const { done, loaded } = await carryOutAll(run, start, pending.filter(isOwn(run, start)));
  const unshown = run.dryRun ? 0 : await finishAnswered(run, start, answered);
  const isDecided = unshown > 0 || done.some(({ handled }) => handled.type !== 'left');
  const isIdle = !isDecided && !isSuspicious(start) && !needsAttention(run, run.hub, loaded.ledger);
  const shown = isIdle || run.dryRun ? await keepOnly(run, loaded) : await showDecisions(run, start, loaded);
  const { ledger } = shown;
  for (const behind of await bringForward(run, start.ledger.tip.branch, ledger.tip.branch)) progress.warn(behind);
  const failures = [...shown.failures, ...toFailures(run.writer)];
  return toTriageOutcome(run, done, { ...loaded, ledger }, shown.projected, failures);
}

async function connect(given: TriageStart, { ledger }: LoadedLedger): Promise<TriageRun> {
  const { hub, failure } = await reachHub(given, ledger.state, toUtcTime(given.clock.now()), false);
  if (hub === null) throw failure ?? new RangeError('GitHub was not asked.');
  return { ...given, hub, issues: hub.issues, writer: openWriter(hub.issues), learn: hub.notes.apply };
}

/** Someone may have done something to the record: an alert says so. */
const isSuspicious = ({ reading }: LoadedLedger): boolean =>
  reading.differences.length + reading.unconfirmed.length + reading.doubted.length > 0;

/** Nothing was decided, but what waits for a later run is remembered. */
async function keepOnly(run: TriageRun, { ledger }: LoadedLedger): Promise<Shown> {
  const kept = run.dryRun ? ledger : await saveHub(run, ledger, run.hub, new Map(), false);
  return { projected: nothingShown, ledger: kept, failures: [] };
}

async function showDecisions(run: TriageRun, start: LoadedLedger, { reading, ledger }: LoadedLedger): Promise<Shown> {
  run.progress.stage('Updating issues');
  const now = toUtcTime(run.clock.now());
  const read = { ...reading, whole: reading.whole ?? start.reading.whole };
  const nothing = { own: new Set<string>(), touched: new Set<ObjectKey>() };
  const proved = await proveIssues({ run, hub: run.hub, reading: read, ledger, ...nothing, now });
  const alerts = [...toTrustAlerts(start.reading), ...(await readWatchAlerts(proved.ledger))];
  const isPushed = ledger.tip.state !== start.ledger.tip.state;
  return showAll(run, {
    ...{ now, hub: proved.hub, ledger: proved.ledger, endOf: proved.endOf },
    isRepaired: proved.isRepaired || (start.reading.source === 'history' && !isPushed),
    ...{ alerts, closeOthers: false, isRecorded: false },
  });
}

/**
 * Whether a command is this run's. A job for reverts had the consent of its reviewers for one comment alone: another
 * `/revert` may still wait for theirs, or they said no. What a run began and was cut off from had that consent.
 */
const isOwn =
  ({ commands, event }: TriageRun, { ledger: { state } }: LoadedLedger) =>
  ({ parsed, comment }: Pick<Pending, 'parsed' | 'comment'>): boolean => {
    if (commands !== 'revert') return true;
    // As workflows tell the two jobs apart, where upper and lower case are the same: a misspelt one is answered here.
    if (!parsed.word.toLowerCase().startsWith('revert')) return false;
    const started = state.reverts.some((revert) => revert.comment === comment.id && revert.until === null);
    return started || event === null || event.comment === comment.id;
  };
