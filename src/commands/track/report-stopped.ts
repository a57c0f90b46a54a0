import type { Config } from '#config/config.ts';
import type { State } from '#core/state/state.ts';
import { parseState } from '#core/state/state-text.ts';
import { secondsBetween, toUtcTime } from '#core/time.ts';
import { ZendriftError } from '#errors.ts';
import { postAlert } from '#issues/project-alerts.ts';
import { authorsOf } from '#ledger/authors.ts';
import type { Clock, Issues, Progress, Repository } from '#ports.ts';
import type { Alert } from '#render/issue/alert.ts';
import { warning } from '#warning.ts';

/** What reporting that tracking has stopped needs: less than a run, so that one that could not even begin can report it. */
export interface StoppedRun {
  readonly config: Pick<Config, 'account' | 'timezone' | 'alertAfter' | 'issues'>;
  readonly repository: Pick<Repository, 'fetchTip' | 'readFile'>;
  readonly issues: Issues | null;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly dryRun: boolean;
  /** Masks every secret of the run in a text that leaves it. */
  readonly mask: (text: string) => string;
}

/** Until `alert-after` has passed since a finished run, one that could not finish is only a warning. */
export function isTolerated({ config, clock }: Pick<StoppedRun, 'config' | 'clock'>, { lastRun }: LastRun): boolean {
  return lastRun !== null && secondsBetween(lastRun, toUtcTime(clock.now())) * 1000 < config.alertAfter;
}

type LastRun = Pick<State, 'lastRun'>;

/**
 * After `alert-after` without a finished run one issue says that tracking has stopped, whatever keeps it from finishing. Best
 * effort: the caller reports the failure itself. Resolves to whether it is too early for that.
 */
export async function reportStopped(run: StoppedRun, failure: ZendriftError): Promise<boolean> {
  const state = await readLastState(run);
  if (state === null) return false;
  const tolerated = isTolerated(run, state);
  const since = state.lastRun;
  if (run.issues === null || run.dryRun || tolerated || since === null) return tolerated;
  const { message, hint } = failure;
  const alert: Alert = { type: 'stopped', since, reason: run.mask(message), hint: run.mask(hint) };
  const { account, timezone } = run.config;
  try {
    // An alert that is not known as ours comes again: our login may not be in the configuration.
    const authors = authorsOf(run.config, await run.issues.readLogin());
    await postAlert(run.issues, { account, timezone, authors }, alert);
  } catch (error) {
    if (!(error instanceof ZendriftError)) throw error;
    run.progress.warn(warning('issue-waits', `The issue about this could not be opened: ${error.message}`));
  }
  return tolerated;
}

async function readLastState({ repository, config }: StoppedRun): Promise<State | null> {
  try {
    const tip = await repository.fetchTip();
    const text = tip.state === null ? null : await repository.readFile(tip.state, 'state.json');
    return text === null ? null : parseState(text, config.account);
  } catch (error) {
    if (error instanceof ZendriftError) return null;
    throw error;
  }
}
