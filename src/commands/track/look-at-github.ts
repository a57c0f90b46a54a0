import { checkRepository } from '#issues/check-repository.ts';
import { type Reached, reachHub } from '#issues/reach-hub.ts';
import type { LedgerReading } from '#ledger/read-ledger.ts';
import { warning } from '#warning.ts';
import type { TrackRun } from './track-run.ts';

/**
 * Only a first run needs an answer: it would publish everything if the repository were public. Any other one records, and does
 * the work at GitHub as far as GitHub lets it.
 */
export async function lookAtGitHub(
  run: TrackRun,
  { state, source }: LedgerReading,
): Promise<Pick<Reached, 'hub' | 'failure'>> {
  const { issues, zendesk, config, dryRun } = run;
  if (issues === null) return { hub: null, failure: null };
  const now = zendesk.serverTime();
  run.progress.stage('Checking for changes on GitHub');
  const reached = dryRun
    ? { ...(await checkRepository(issues, config, state, now)), hub: null }
    : await reachHub({ ...run, issues }, state, now, run.sweep);
  if (reached.failure !== null && reached.facts === null && source === 'none') throw reached.failure;
  if (reached.failure !== null)
    run.progress.warn(warning('command-waits', `Reviewers' commands wait for a later run: ${reached.failure.message}`));
  return reached;
}
