import { type Warning, warning } from '#warning.ts';
import type { PublishRun } from './publish.ts';

/** Lets the checkout follow the branch to `head`, unless it is there already. What is in the way is a warning. */
export async function bringForward(
  { repository, config }: Pick<PublishRun, 'repository' | 'config'>,
  from: string | null,
  head: string | null,
): Promise<readonly Warning[]> {
  if (head === null || head === from) return [];
  const behind = await repository.fastForward(head, `snapshots/${config.account}`);
  return behind === null ? [] : [warning('checkout-behind', behind)];
}
