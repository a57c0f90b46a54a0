import type { State } from '#drift/state.ts';
import { ZendriftError } from '#errors.ts';
import { authorsOf } from '#issues/authors.ts';
import { keepNumbers } from '#issues/keep-numbers.ts';
import { projectAlerts } from '#issues/project-alerts.ts';
import { type Projected, projectIssues } from '#issues/project-issues.ts';
import { projectRequests } from '#issues/project-requests.ts';
import { tellClosedUses } from '#issues/tell-closed-uses.ts';
import { withCountedPushes } from '#ledger/counted-pushes.ts';
import type { Issues } from '#ports.ts';
import type { Alert } from '#report/alert.ts';
import type { CommandOutcome } from './command.ts';
import type { TrackRun } from './track/run.ts';
import { isTolerated, type StoppedRun, tellStopped } from './track/tell-stopped.ts';
import { toOutcome } from './track/to-outcome.ts';
import { toRunResult } from './track/to-result.ts';
import { type Tracked, trackChanges } from './track/track.ts';

export interface TrackOptions {
  /** Exit with 4 while an episode is open. */
  readonly failOnDrift: boolean;
  /** What was warned of so far, while the run worked. */
  readonly warned: () => readonly string[];
}

/** `zendrift track`: commits and push first, then the issues, which only show what the commits say. */
export async function track(given: TrackRun, options: TrackOptions): Promise<CommandOutcome> {
  const { repository, pushed } = withCountedPushes(given.repository);
  const run = { ...given, repository };
  try {
    const tracked = await trackChanges(run);
    const warnings = await bringForward(run, tracked);
    const filed = await fileIssues(run, tracked);
    const noted = { ...tracked, warnings: [...tracked.warnings, ...gapWarnings(tracked), ...warnings] };
    const result = await toRunResult(run, noted, filed.projected, pushed());
    const failures = [tracked.stopped, filed.failure].filter((failure) => failure !== null);
    const alive = isTolerated(run, tracked.position.state);
    return toOutcome(result, failures, { ...options, warned: options.warned(), tolerated: alive });
  } catch (error) {
    if (!(error instanceof ZendriftError)) throw error;
    const tolerated = await tellStopped(toStopped(run), error);
    if (error.exitCode !== 1 || !tolerated) throw error;
    return toOutcome(null, [error], { failOnDrift: false, warned: [], tolerated });
  }
}

/** The checkout follows what was pushed: last, and best effort. */
async function bringForward(run: TrackRun, { position, history }: Tracked): Promise<readonly string[]> {
  const head = position.tip.branch;
  if (run.dryRun || head === null || (run.repository.remote === null && head === history.tip.branch)) return [];
  const warning = await run.repository.fastForward(head, `snapshots/${run.config.account}`);
  return warning === null ? [] : [warning];
}

interface Filed {
  /** Null without GitHub and in a dry run. */
  readonly projected: Projected | null;
  /** What kept the issues from being brought up to date; the commits stand. */
  readonly failure: ZendriftError | null;
}

async function fileIssues(run: TrackRun, { position, collected, commits, stopped }: Tracked): Promise<Filed> {
  if (run.issues === null || run.dryRun) return { projected: null, failure: null };
  if (stopped) {
    await tellStopped(toStopped(run), stopped);
    return { projected: nothingFiled, failure: null };
  }
  run.progress.stage('Bringing the issues up to date');
  try {
    const projected = await projectIssues(run, run.issues, position);
    await keepNumbers(run, position, projected);
    await projectRequests(run, run.issues, position);
    if (commits.length > 0) await tellClosedUses(run, run.issues, position);
    const alerts = toAlerts(collected);
    await projectAlerts({ ...alertContext(run, run.issues, position.state), alerts, closeOthers: true });
    return { projected, failure: null };
  } catch (error) {
    if (!(error instanceof ZendriftError)) throw error;
    return { projected: nothingFiled, failure: error };
  }
}

function toAlerts(collected: Tracked['collected']): readonly Alert[] {
  const braked = collected
    .flatMap((part) => part.braked)
    .map(({ kind, reason, vanished }): Alert => {
      return { type: 'braked', kind: kind.name, plural: kind.plural, reason, vanished };
    });
  const withheld = collected.flatMap((part) => part.withheld);
  return withheld.length === 0 ? braked : [...braked, { type: 'withheld', objects: withheld }];
}

const nothingFiled: Projected = { opened: [], updated: [], closed: [], warnings: [], numbers: new Map(), login: null };

const alertContext = ({ config }: TrackRun, issues: Issues, { login }: Pick<State, 'login'>) => ({
  issues,
  account: config.account,
  timezone: config.timezone,
  authors: authorsOf(config, login),
});

/** Runs that are this much rarer than usual, and at least three hours apart, may be ones that were dropped. */
const unusualGap = { factor: 3, seconds: 3 * 3600 };

function gapWarnings({ gapSeconds, history }: Tracked): readonly string[] {
  const usual = history.state.interval;
  if (gapSeconds === null || usual === null || gapSeconds < Math.max(unusualGap.seconds, unusualGap.factor * usual)) {
    return [];
  }
  const hours = (seconds: number) => `${(seconds / 3600).toFixed(1)} h`;
  return [
    `The last run was ${hours(gapSeconds)} ago; usually they are ${hours(usual)} apart. Nothing is lost, but look whether the schedule still runs.`,
  ];
}

const toStopped = (run: TrackRun): StoppedRun => ({ ...run, issues: run.lateIssues });
