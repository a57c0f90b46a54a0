import type { ZendeskClient } from './client.ts';
import type { RequestFailure } from './outcome.ts';
import { type Pages, readPages } from './pages.ts';
import { digits, field } from './parse.ts';

export const readCategories = (client: ZendeskClient): Promise<Pages> =>
  readPages(client, '/api/v2/trigger_categories', 'trigger_categories');

/**
 * Ids of the trigger categories in the order in which they run; null where the account or the role has none (403, 404).
 * Any other failure is returned as such: a guessed order would be recorded as a reorder.
 */
export async function readCategoryIds(client: ZendeskClient): Promise<readonly string[] | null | RequestFailure> {
  const pages = await readCategories(client);
  if (pages.type === 'refused' && (pages.status === 403 || pages.status === 404)) return null;
  if (pages.type !== 'listed') return pages;
  const positions = new Map<string, number>();
  for (const item of pages.items) {
    const id = digits(field(item, 'id'));
    const position = field(item, 'position');
    if (id === null || typeof position !== 'number')
      return { type: 'nonsense', reason: 'a category has no usable id or position' };
    positions.set(id, position);
  }
  // Map keeps the order of the answer for equal positions, and sort is stable.
  return [...positions].sort(([, a], [, b]) => a - b).map(([id]) => id);
}
