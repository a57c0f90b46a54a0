import { toUtcTime } from '#drift/time.ts';
import { ZendriftError } from '#errors.ts';
import { loadStanding } from '#ledger/standing.ts';
import type { TriagedCommand } from '#report/triage-result.ts';
import type { TrackRun } from '../track/run.ts';
import { carryOutAll, type Done, listOwnCommands, warningsOf } from './carry-out-all.ts';
import { toCommand } from './outcome.ts';
import type { TriageRun } from './run.ts';

/**
 * What `track` does of triage, before anything else: a comment that no run was started for is not forgotten. Reverts are left
 * to `triage`. GitHub being away keeps nothing from being recorded.
 */
export async function takeCommands(run: TrackRun): Promise<readonly TriagedCommand[]> {
  const { issues } = run;
  if (issues === null || run.dryRun) return [];
  const triage: TriageRun = { ...run, issues, commands: 'decide', writeBack: { type: 'elsewhere' }, event: null };
  try {
    const { pending } = await listOwnCommands(triage);
    if (pending.length === 0) return [];
    run.progress.stage('Carrying out the commands of reviewers');
    const { done } = await carryOutAll(triage, await loadStanding(run, toUtcTime(run.clock.now())), pending);
    for (const warning of [...warningsOf(done), ...waitingOf(done)]) run.progress.warn(warning);
    return done.map(toCommand);
  } catch (error) {
    if (!(error instanceof ZendriftError)) throw error;
    if (error.code === 'nothing-recorded') return [];
    if (!error.code.startsWith('github-')) throw error;
    run.progress.warn(`Commands of reviewers wait for a later run: ${error.message}`);
    return [];
  }
}

const waitingOf = (done: readonly Done[]): readonly string[] =>
  done.flatMap(({ pending, handled }) =>
    handled.type === 'left' && handled.failed ? [`Comment on #${pending.issue.number} waits: ${handled.why}`] : [],
  );
