import { brokenLines } from '#core/references/broken-words.ts';
import { ZendriftError } from '#errors.ts';
import type { Projected } from '#issues/project-issues.ts';
import { proveIssues } from '#issues/prove-issues.ts';
import { reachHub } from '#issues/reach-hub.ts';
import type { Hub } from '#issues/read-hub.ts';
import { nothingShown, showAll } from '#issues/show-all.ts';
import { type Findings, joinFindings, toTrustAlerts } from '#issues/trust-alerts.ts';
import { readWatchAlerts } from '#issues/watch-alerts.ts';
import { bringForward } from '#ledger/bring-forward.ts';
import { withCountedPushes } from '#ledger/counted-pushes.ts';
import type { Ledger } from '#ledger/publish.ts';
import { readBroken } from '#ledger/read-uses.ts';
import type { Alert } from '#render/issue/alert.ts';
import { type Warning, warning } from '#warning.ts';
import type { CommandOutcome } from './command.ts';
import { notify } from './track/notify.ts';
import { isTolerated, reportStopped, type StoppedRun } from './track/report-stopped.ts';
import { toRunResult } from './track/to-result.ts';
import { type Tracked, trackChanges } from './track/track-changes.ts';
import { toTrackOutcome } from './track/track-outcome.ts';
import type { TrackRun } from './track/track-run.ts';

export interface TrackOptions {
  /** Exit with 4 while an episode is open. */
  readonly failOnDrift: boolean;
  /** What was warned of so far, while the run worked. */
  readonly warned: () => readonly Warning[];
}

/** `zendrift track`: commits and push first, then the issues, which only show what the commits say. */
export async function track(given: TrackRun, options: TrackOptions): Promise<CommandOutcome> {
  const { repository, pushed } = withCountedPushes(given.repository);
  const run = { ...given, repository };
  try {
    const tracked = await trackChanges(run);
    const { reading, ledger } = tracked;
    // A remote's branch may have moved although this run pushed nothing.
    const from = repository.remote === null ? reading.tip.branch : null;
    const warnings = run.dryRun ? [] : await bringForward(run, from, ledger.tip.branch);
    const filed = await fileIssues(run, tracked);
    await notify(run, tracked, filed.ledger);
    const noted = {
      ...tracked,
      ledger: filed.ledger,
      findings: filed.findings,
      warnings: [...tracked.warnings, ...gapWarnings(tracked), ...warnings, ...(await brokenWarnings(tracked))],
    };
    const result = await toRunResult(run, noted, filed.projected, pushed());
    const { stopped, commandFailure } = tracked;
    const failures = [stopped, ...filed.failures].filter((failure) => failure !== null);
    if (failures.length === 0 && commandFailure !== null) failures.push(commandFailure);
    const alive = isTolerated(run, tracked.ledger.state);
    return toTrackOutcome(result, failures, { ...options, warned: options.warned(), tolerated: alive });
  } catch (error) {
    if (!(error instanceof ZendriftError)) throw error;
    const tolerated = await reportStopped(toStopped(run), error);
    if (error.exitCode !== 1 || !tolerated) throw error;
    return toTrackOutcome(null, [error], { failOnDrift: false, warned: [], tolerated });
  }
}

/** Rules that name what is gone, once something was recorded or everything was looked at. */
async function brokenWarnings({ commits, reading, ledger }: Tracked): Promise<readonly Warning[]> {
  if (commits.length === 0 && reading.state.lastSweep === ledger.state.lastSweep) return [];
  const broken = (await readBroken(ledger)) ?? [];
  return broken.length === 0 ? [] : [warning('broken-reference', `${brokenLines(broken).join('; ')}.`)];
}

interface Filed {
  /** Null without GitHub and in a dry run. */
  readonly projected: Projected | null;
  readonly ledger: Ledger;
  readonly findings: Findings;
  /** What kept issues from being brought up to date; the commits stand. */
  readonly failures: readonly ZendriftError[];
}

async function fileIssues(run: TrackRun, tracked: Tracked): Promise<Filed> {
  const { ledger, findings, stopped, hubFailure } = tracked;
  if (run.issues === null || run.dryRun) return { projected: null, ledger, findings, failures: [] };
  if (stopped) {
    await reportStopped(toStopped(run), stopped);
    return { projected: nothingShown, ledger, findings, failures: [] };
  }
  run.progress.stage('Updating issues');
  try {
    const reached = tracked.hub === null && hubFailure?.exitCode === 1 ? await lookAgain(run, tracked) : tracked;
    if (reached.hub === null) {
      return {
        projected: nothingShown,
        ledger,
        findings,
        failures: [reached.hubFailure].filter((one) => one !== null),
      };
    }
    return await showIssues(run, tracked, reached.hub);
  } catch (error) {
    if (!(error instanceof ZendriftError)) throw error;
    return { projected: nothingShown, ledger, findings, failures: [error] };
  }
}

/** It did not answer in the beginning; by now it may. */
async function lookAgain(run: TrackRun, { ledger }: Tracked): Promise<Pick<Tracked, 'hub' | 'hubFailure'>> {
  if (run.issues === null) return { hub: null, hubFailure: null };
  const now = run.zendesk.serverTime();
  const { hub, failure } = await reachHub({ ...run, issues: run.issues }, ledger.state, now, run.sweep);
  return { hub, hubFailure: failure };
}

async function showIssues(run: TrackRun, tracked: Tracked, hub: Hub): Promise<Filed> {
  const { collected, commits, commands, own, reading, ledger } = tracked;
  const now = run.zendesk.serverTime();
  const touched = new Set([...commits.map(({ object }) => object), ...commands.flatMap(({ objects = [] }) => objects)]);
  const proved = await proveIssues({ run, hub, reading, ledger, own, touched, now });
  const findings = joinFindings(tracked.findings, proved.findings);
  const shown = await showAll(run, {
    ...{ hub: proved.hub, ledger: proved.ledger, endOf: proved.endOf, isRepaired: proved.isRepaired },
    alerts: [...toAlerts(collected), ...toTrustAlerts(findings), ...(await readWatchAlerts(proved.ledger))],
    ...{ now, closeOthers: true, isRecorded: commits.length > 0 },
  });
  return { ...shown, findings };
}

function toAlerts(collected: Tracked['collected']): readonly Alert[] {
  const heldBack = collected
    .flatMap((part) => part.heldBack)
    .map(({ kind, reason, vanished }): Alert => {
      return { type: 'held-back', kind: kind.name, plural: kind.plural, reason, vanished };
    });
  const withheld = collected.flatMap((part) => part.withheld);
  return withheld.length === 0 ? heldBack : [...heldBack, { type: 'withheld', objects: withheld }];
}

/** Runs that are this much rarer than usual, and at least three hours apart, may be ones that were dropped. */
const unusualGap = { factor: 3, seconds: 3 * 3600 };

function gapWarnings({ gapSeconds, reading }: Tracked): readonly Warning[] {
  const usual = reading.state.interval;
  if (gapSeconds === null || usual === null || gapSeconds < Math.max(unusualGap.seconds, unusualGap.factor * usual)) {
    return [];
  }
  const hours = (seconds: number) => `${(seconds / 3600).toFixed(1)} h`;
  const message = `The last run was ${hours(gapSeconds)} ago; usually runs are ${hours(usual)} apart. Nothing is lost, but check that the schedule still runs.`;
  return [warning('runs-missed', message)];
}

const toStopped = (run: TrackRun): StoppedRun => ({ ...run, issues: run.lateIssues });
