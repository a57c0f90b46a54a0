import type { Query } from '#ports.ts';
import type { ZendeskClient } from './client.ts';
import { nonsense, type RequestFailure, type RequestOutcome } from './outcome.ts';
import { digits, field, parsePage } from './parse.ts';

export interface PageStream {
  readonly path: string;
  /** Name of the list in the answer. */
  readonly key: string;
  readonly query: Query;
  /** Sees each page; true ends the reading behind it. */
  readonly hasEnough: (page: readonly unknown[]) => boolean;
  readonly toError: (failure: RequestFailure) => Error;
}

const pageSize = '100';

/** Pages in a row that bring nothing new and promise more: a filter may leave one empty, and an item may come twice. */
const mostFruitless = 3;

/**
 * Reads a cursor-paginated list page by page, in memory that does not grow with it. The next page is asked for while the
 * last one is worked on. Each URL is built here from the cursor alone: a `links.next` is text from outside.
 */
export async function* streamPages(client: ZendeskClient, stream: PageStream): AsyncIterable<readonly unknown[]> {
  const { path, key, query, hasEnough, toError } = stream;
  const ask = (after: Query): Promise<RequestOutcome> =>
    client.get(path, [...query, ['page[size]', pageSize], ...after]);
  const isEndless = watchForLoops();
  for (let asked = ask([]); ; ) {
    const outcome = await asked;
    if (outcome.type !== 'answered') throw toError(outcome);
    const page = parsePage(outcome.body, key);
    if (page.type === 'broken') throw toError(nonsense(page.reason));
    if (page.next === null || hasEnough(page.items)) {
      yield page.items;
      return;
    }
    const trouble = isEndless(page.next, page.items);
    if (trouble !== null) throw toError(nonsense(trouble));
    asked = ask([['page[after]', page.next]]);
    // Its failure is met when its turn comes, or never where the reader leaves before.
    asked.catch(() => {});
    yield page.items;
  }
}

/** Why a listing would never end, or null. Remembers one cursor, of the page whose number is the last power of two (Brent). */
function watchForLoops(): (cursor: string, items: readonly unknown[]) => string | null {
  let kept = '';
  let count = 0;
  let fruitless = 0;
  let last: string | null = null;
  return (cursor, items) => {
    if (cursor === kept) return 'a page repeats the cursor of an earlier one';
    count += 1;
    if ((count & (count - 1)) === 0) kept = cursor;
    const id = digits(field(items.at(-1), 'id'));
    fruitless = id === null || id === last ? fruitless + 1 : 0;
    last = id ?? last;
    return fruitless > mostFruitless ? `${fruitless} pages in a row bring nothing new and promise more` : null;
  };
}
