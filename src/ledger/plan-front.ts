import { warning } from '#warning.ts';
import { currentConfig, hasUnresolved, planConfiguration } from './configuration.ts';
import { listIdle } from './owned.ts';
import type { Ledger, PublishRun, PushItem } from './publish.ts';
import type { LedgerReading } from './read-ledger.ts';
import { planRepair } from './repair.ts';

/**
 * What comes before anything else in the first push of a run: recorded files put back where someone edited them, and a
 * changed configuration, since what follows is judged by it. Where history was read anyway, which is once a day, GitHub is
 * asked again about logins that had no account.
 */
export async function planFront(run: PublishRun, reading: LedgerReading, ledger: Ledger): Promise<readonly PushItem[]> {
  const repair = await planRepair(run, reading, ledger);
  const again = reading.proven && hasUnresolved(run.config, ledger);
  const { item, warnings } = await planConfiguration(run, ledger, again);
  for (const message of warnings) run.progress?.warn(warning('account-unmapped', message));
  // Said when the list is new: afterwards `doctor` says it.
  if (item !== null && currentConfig(run) !== ledger.state.config) {
    for (const message of await listIdle(ledger, run.config.owners)) {
      run.progress?.warn(warning('owners-idle', message));
    }
  }
  return [repair, item].filter((one) => one !== null);
}
