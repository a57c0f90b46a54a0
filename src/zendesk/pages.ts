import type { Paging } from '#kinds/kind.ts';
import type { Query } from '#ports.ts';
import type { ZendeskClient } from './client.ts';
import { nonsense, type RequestFailure } from './outcome.ts';
import { digits, field, parsePage } from './parse.ts';

export type Pages =
  /** `whole` = the list ended; false where the reader had enough before. */
  { readonly type: 'listed'; readonly items: readonly unknown[]; readonly whole: boolean } | RequestFailure;

/** The most that the API gives at once. */
const pageSize = '100';

/** Pages in a row that bring nothing new and promise more: a filter may leave one empty, and a moved object come twice. */
const mostFruitless = 3;

/**
 * Reads a cursor-paginated list whole. Each URL is built here from the cursor alone: a `links.next` is text from
 * outside, and following it could carry the credentials anywhere. One bad page makes the whole list a failure, because
 * half a list looks like a mass deletion. `hasEnough` sees each page and may end the reading behind it.
 * https://developer.zendesk.com/api-reference/introduction/pagination/
 */
export async function readPages(
  client: ZendeskClient,
  path: string,
  key: string,
  query: Query = [],
  hasEnough: (page: readonly unknown[]) => boolean = () => false,
): Promise<Pages> {
  const items: unknown[] = [];
  const seen = new Set<string>();
  const ids = new Set<string>();
  let fruitless = 0;
  for (let cursor: string | null = null; ; ) {
    const after: Query = cursor === null ? [] : [['page[after]', cursor]];
    const outcome = await client.get(path, [...query, ['page[size]', pageSize], ...after]);
    if (outcome.type !== 'answered') return outcome;
    const page = parsePage(outcome.body, key);
    if (page.type === 'broken') return nonsense(page.reason);
    const known = ids.size;
    for (const item of page.items) {
      items.push(item);
      const id = idText(item);
      if (id !== null) ids.add(id);
    }
    if (page.next === null) return { type: 'listed', items, whole: true };
    if (hasEnough(page.items)) return { type: 'listed', items, whole: false };
    if (seen.has(page.next)) return nonsense('a page repeats the cursor of an earlier one');
    fruitless = ids.size > known ? 0 : fruitless + 1;
    if (fruitless > mostFruitless) return nonsense(`${fruitless} pages in a row bring nothing new and promise more`);
    seen.add(page.next);
    cursor = page.next;
  }
}

/**
 * Reads a list whole, however it goes on. An answer that promises more than its documentation says is asked for more: a
 * list that was taken for whole would look like a mass deletion.
 * https://developer.zendesk.com/api-reference/introduction/pagination/#using-offset-pagination
 */
export async function readList(client: ZendeskClient, path: string, key: string, paging: Paging): Promise<Pages> {
  if (paging === 'cursor') return readPages(client, path, key);
  const items: unknown[] = [];
  const ids = new Set<string>();
  for (let page = 1; ; page += 1) {
    const isPlain = paging === 'none' && page === 1;
    const query: Query = isPlain
      ? []
      : [
          ['per_page', pageSize],
          ['page', String(page)],
        ];
    const outcome = await client.get(path, query);
    if (outcome.type !== 'answered') return outcome;
    const found = field(outcome.body, key);
    if (!Array.isArray(found)) return nonsense(`it has no list "${key}"`);
    const known = ids.size;
    for (const item of found) {
      ids.add(idText(item) ?? `${items.length}`);
      items.push(item);
    }
    const more = typeof field(outcome.body, 'next_page') === 'string';
    if (!more && field(field(outcome.body, 'meta'), 'has_more') !== true) return { type: 'listed', items, whole: true };
    if (page > 1 && ids.size === known) return nonsense('a page brings nothing new and promises more');
  }
}

function idText(item: unknown): string | null {
  const id = field(item, 'id');
  return typeof id === 'string' ? id : digits(id);
}
