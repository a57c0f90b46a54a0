import type { State } from '#drift/state.ts';
import { ZendriftError } from '#errors.ts';
import type { RunResult } from '#report/run-result.ts';
import { renderRunSummary } from '#report/summary.ts';
import { renderRunText } from '#report/text.ts';
import { type Annotation, type CommandOutcome, type ExitCode, toExitCode } from './command.ts';
import { type Projected, projectIssues } from './track/issues/project-issues.ts';
import { type Position, publish } from './track/publish.ts';
import type { TrackRun } from './track/run.ts';
import { toRunResult } from './track/to-result.ts';
import { type Tracked, trackChanges } from './track/track.ts';

export interface TrackOptions {
  /** Exit with 4 while an episode is open. */
  readonly failOnDrift: boolean;
}

/** `zendrift track`: commits and push first, then the issues, which only show what the commits say. */
export async function track(run: TrackRun, options: TrackOptions): Promise<CommandOutcome> {
  const tracked = await trackChanges(run);
  const warnings = await bringForward(run, tracked);
  const filed = await fileIssues(run, tracked.position);
  const result = await toRunResult(run, { ...tracked, warnings: [...tracked.warnings, ...warnings] }, filed.projected);
  return toOutcome(result, tracked, filed.failure, options);
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

async function fileIssues(run: TrackRun, position: Position): Promise<Filed> {
  if (run.issues === null || run.dryRun) return { projected: null, failure: null };
  run.progress.stage('Bringing the issues up to date');
  try {
    const projected = await projectIssues(run, run.issues, position);
    await keepNumbers(run, position, projected);
    return { projected, failure: null };
  } catch (error) {
    if (!(error instanceof ZendriftError)) throw error;
    return { projected: nothingFiled, failure: error };
  }
}

const nothingFiled: Projected = { opened: [], updated: [], closed: [], warnings: [], numbers: new Map(), login: null };

/** Issue numbers go into the state at once: an issue that loses its label or its marker is still found. */
async function keepNumbers(run: TrackRun, position: Position, { numbers, login }: Projected): Promise<void> {
  const { state } = position;
  const episodes = new Map(
    [...state.episodes].map(([object, episode]) => [
      object,
      { ...episode, issue: numbers.get(object) ?? episode.issue },
    ]),
  );
  const changed = [...episodes].some(([object, { issue }]) => issue !== state.episodes.get(object)?.issue);
  if (!changed) return;
  // Losing this push to another run costs nothing: that run lists the issues as well.
  await publish(run, position, {
    items: [],
    left: state.pending,
    windowEnd: state.watermark,
    finish: (next: State) => ({ ...next, episodes, login }),
    describe: async () => [],
  });
}

function toOutcome(
  result: RunResult,
  tracked: Tracked,
  failure: ZendriftError | null,
  options: TrackOptions,
): CommandOutcome {
  const codes: ExitCode[] = [];
  if (tracked.problems.length > 0) codes.push(1);
  if (failure) codes.push(failure.exitCode);
  if (options.failOnDrift && result.openEpisodes > 0) codes.push(4);
  const whole = failure ? { ...result, warnings: [...result.warnings, `${failure.message} ${failure.hint}`] } : result;
  const unapproved = whole.commits.filter(({ verdict }) => verdict === 'unapproved');
  return {
    exitCode: toExitCode(codes),
    lines: renderRunText(whole),
    json: whole,
    summary: renderRunSummary(whole),
    outputs: {
      commits: String(whole.commits.length),
      changes: String(whole.commits.filter(({ type }) => type !== 'none').length),
      unapproved: String(unapproved.length),
      'issues-opened': String(whole.issues.opened.length),
      'issues-updated': String(whole.issues.updated.length),
      'head-sha': whole.headSha ?? '',
      'gap-seconds': whole.gapSeconds === null ? '' : String(whole.gapSeconds),
    },
    annotations: toAnnotations(whole, failure),
  };
}

/** Error = a person must act, warning = something is missing for now, notice = drift. */
function toAnnotations(result: RunResult, failure: ZendriftError | null): readonly Annotation[] {
  return [
    ...(failure
      ? [{ level: 'error' as const, title: 'Issues are not up to date', message: `${failure.message} ${failure.hint}` }]
      : []),
    ...result.braked.map(({ kind, reason }) => ({
      level: 'error' as const,
      title: `Nothing of ${kind} was recorded`,
      message: reason,
    })),
    ...result.unreadable.map(({ object, reason }) => ({
      level: 'warning' as const,
      title: `${object} could not be read`,
      message: reason,
    })),
    ...result.commits
      .filter(({ verdict }) => verdict === 'unapproved')
      .map(({ subject, actors, time }) => ({
        level: 'notice' as const,
        title: 'Unapproved change',
        message: `${subject}, ${actors.map(({ name }) => name).join(', ') || 'nobody known'}, ${time}`,
      })),
  ];
}
