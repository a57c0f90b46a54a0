import { ZendriftError } from '#errors.ts';
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
  const { failure, facts } = reached;
  if (failure !== null && facts === null && source === 'none') throw toFirstFailure(failure);
  if (failure !== null)
    run.progress.warn(warning('command-waits', `Reviewers' commands wait for a later run: ${failure.message}`));
  return reached;
}

/** What a person must fix has its own hint; the others say that what was recorded is safe, and nothing was. */
const toFirstFailure = (failure: ZendriftError): ZendriftError =>
  failure.exitCode === 1 ? new ZendriftError('visibility-unknown', { reason: failure.message }) : failure;
