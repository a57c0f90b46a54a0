import { toUtcTime } from '#drift/time.ts';
import { keepNumbers } from '#issues/keep-numbers.ts';
import { projectIssues } from '#issues/project-issues.ts';
import { projectRequests } from '#issues/project-requests.ts';
import { loadStanding, type Standing } from '#ledger/standing.ts';
import type { CommandOutcome } from './command.ts';
import { checkRepository } from './track/preflight.ts';
import { carryOutAll, listOwnCommands } from './triage/carry-out-all.ts';
import { finishAnswered } from './triage/finish-answered.ts';
import { toOutcome } from './triage/outcome.ts';
import { isOwn } from './triage/own-commands.ts';
import type { TriageRun } from './triage/run.ts';

/** `zendrift triage`: what reviewers wrote becomes commits, then the issues show what the commits say. */
export async function triage(run: TriageRun): Promise<CommandOutcome> {
  const { progress, issues } = run;
  await checkRepository(issues, run.config);
  progress.stage('Reading what is recorded');
  const start = await loadStanding(run, toUtcTime(run.clock.now()));
  progress.stage('Reading the commands of reviewers');
  const { pending, answered } = await listOwnCommands(run);
  const { done, standing } = await carryOutAll(run, start, pending.filter(isOwn(run, start)));
  const unshown = run.dryRun ? 0 : await finishAnswered(run, start, answered);
  const isIdle = unshown === 0 && done.every(({ handled }) => handled.type === 'left');
  const projected = isIdle || run.dryRun ? null : await showDecisions(run, standing);
  await bringForward(run, start, standing);
  return toOutcome(run, done, standing, projected);
}

async function showDecisions(run: TriageRun, { position }: Standing) {
  run.progress.stage('Bringing the issues up to date');
  const projected = await projectIssues(run, run.issues, position);
  await keepNumbers(run, position, projected);
  await projectRequests(run, run.issues, position);
  return projected;
}

/** The checkout follows what was pushed: best effort. */
async function bringForward(run: TriageRun, start: Standing, { position }: Standing): Promise<void> {
  const head = position.tip.branch;
  if (head === null || head === start.position.tip.branch) return;
  const warning = await run.repository.fastForward(head, `snapshots/${run.config.account}`);
  if (warning !== null) run.progress.warn(warning);
}
