import { toNonsenseError } from './answer.ts';
import { type GitHubClient, maxPages } from './client.ts';

interface Change<Item> {
  readonly key: string | number;
  readonly updatedAt: string;
  /** Null for what is passed over. */
  readonly item: Item | null;
}

interface Changed<Item> {
  readonly items: readonly Item[];
  /** GitHub's clock at the first answer, UTC in whole seconds. */
  readonly time: string;
}

/**
 * What changed at `since` or later, least recently changed first. An item that changes while the pages are read moves to the
 * end and would pull an unread one onto a page that was read already. So after each page the list is asked for again from
 * the time of its last item on.
 */
export async function listChanged<Item>(
  client: GitHubClient,
  path: string,
  from: string | null,
  read: (data: unknown) => Change<Item>,
  parameters: Readonly<Record<string, unknown>> = {},
): Promise<Changed<Item>> {
  const found = new Map<string | number, Item>();
  let [since, page, time] = [from, 1, ''];
  for (let pages = 1; pages <= maxPages; pages += 1) {
    const filter = { ...parameters, sort: 'updated', direction: 'asc', ...(since === null ? {} : { since }) };
    const answer = await client.readPage(path, filter, page);
    if (pages === 1) time = answer.time ?? from ?? epoch;
    const changes = answer.items.map(read);
    for (const { key, item } of changes) if (item !== null) found.set(key, item);
    if (!answer.hasNext) return { items: [...found.values()], time };
    const next = secondBefore(changes.at(-1)?.updatedAt ?? '');
    // More items of one second than a page holds: only the next page gets past them.
    if (next === null || (since !== null && next <= since)) page += 1;
    else [since, page] = [next, 1];
  }
  throw toNonsenseError(`GET ${path}`, 'a list that ends');
}

/**
 * The same, newest first, up to the first page on which nothing is new. What changes meanwhile moves to the front: nothing is
 * skipped by that, and it is newer than `time`, so the next reading has it.
 */
export async function listNewest<Item>(
  client: GitHubClient,
  path: string,
  since: string | null,
  read: (data: unknown) => Change<Item>,
  stopAt: { readonly time: string; readonly isKnown: (item: Item) => boolean },
  parameters: Readonly<Record<string, unknown>> = {},
): Promise<Changed<Item>> {
  const found = new Map<string | number, Item>();
  const isOld = ({ item, updatedAt }: Change<Item>) =>
    updatedAt <= stopAt.time && (item === null || stopAt.isKnown(item));
  const filter = { ...parameters, sort: 'updated', direction: 'desc', ...(since === null ? {} : { since }) };
  let time = '';
  for (let page = 1; page <= maxPages; page += 1) {
    const answer = await client.readPage(path, filter, page);
    if (page === 1) time = answer.time ?? since ?? epoch;
    const changes = answer.items.map(read);
    for (const change of changes) {
      if (change.item !== null && !found.has(change.key)) found.set(change.key, change.item);
    }
    if (!answer.hasNext || changes.every(isOld)) return { items: [...found.values()], time };
  }
  throw toNonsenseError(`GET ${path}`, 'a list that ends');
}

/** For an answer without a date: the next run reads everything again. */
const epoch = '1970-01-01T00:00:00Z';

/** GitHub does not say whether `since` includes its own second. */
function secondBefore(time: string): string | null {
  const milliseconds = Date.parse(time);
  return Number.isNaN(milliseconds) ? null : `${new Date(milliseconds - 1000).toISOString().slice(0, 19)}Z`;
}
