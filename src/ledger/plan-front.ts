import { warning } from '#warning.ts';
import { hasUnresolved, planConfiguration } from './configuration.ts';
import type { History } from './load-history.ts';
import type { Position, PublishRun, PushItem } from './publish.ts';
import { planRepair } from './repair.ts';

/**
 * What comes before anything else in the first push of a run: recorded files put back where somebody edited them, and a
 * changed configuration, since what follows is judged by it. Where history was read anyway, which is once a day, GitHub is
 * asked again about logins that had no account.
 */
export async function planFront(run: PublishRun, history: History, position: Position): Promise<readonly PushItem[]> {
  const repair = await planRepair(run, history, position);
  const again = history.proven && hasUnresolved(run.config, position);
  const { item, warnings } = await planConfiguration(run, position, again);
  for (const message of warnings) run.progress?.warn(warning('account-unmapped', message));
  return [repair, item].filter((one) => one !== null);
}
