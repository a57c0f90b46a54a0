import { createHash } from 'node:crypto';
import { objectKey } from '#core/object-key.ts';
import { listOtherFields } from '#core/snapshot/other-fields.ts';
import { type ObservedObject, toSnapshot } from '#core/snapshot/snapshot.ts';
import { isObject } from '#json.ts';
import { apiPath, type Kind, listKey, pagingOf } from '#kinds/kind.ts';
import { isPathSafeId } from '#kinds/object-id.ts';
import type { Listing, ReadObject } from '#ports.ts';
import { readCategoryIds } from './categories.ts';
import type { ZendeskClient } from './client.ts';
import { describeFailure, type RequestFailure } from './outcome.ts';
import { readList } from './pages.ts';
import { field, saysNotFound } from './parse.ts';

/** A value of any length in 12 digits: all that leaves the adapter of a setting that no snapshot holds. */
const toFingerprint = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);

function observe(kind: Kind, raw: unknown): ObservedObject {
  const object = toSnapshot(kind, raw);
  if (object.type === 'unreadable') return object;
  const others = Object.entries(listOtherFields(kind, raw)).map(([name, text]) => [name, toFingerprint(text)]);
  return { ...object, others: Object.fromEntries(others) };
}

/**
 * Lists a kind whole. Macros are asked for without `access`, so that an admin gets personal ones too. An item that
 * cannot be read stands in the list as such; a page that cannot be read makes the listing unusable.
 */
export async function listObjects(client: ZendeskClient, kind: Kind): Promise<Listing> {
  const reading = readList(client, `/api/v2/${apiPath(kind)}`, listKey(kind), pagingOf(kind));
  const [pages, categories] = await Promise.all([reading, kind.order === 'category' ? readCategoryIds(client) : []]);
  if (pages.type !== 'listed') return toUnusable(pages);
  const items = await withParts(client, kind, pages.items);
  if ('type' in items) return toUnusable(items);
  const objects = onlyNewest(items.map((item) => observe(kind, item)));
  if (categories === null) return { type: 'listed', objects, categories: byFirstAppearance(objects) };
  if ('type' in categories) return toUnusable(categories, 'trigger categories: ');
  return { type: 'listed', objects, categories };
}

/** Objects with the lists that stand below each of them, as fields: one request for each object and list. */
async function withParts(
  client: ZendeskClient,
  kind: Kind,
  items: readonly unknown[],
): Promise<readonly unknown[] | RequestFailure> {
  const parts = kind.api?.parts ?? [];
  if (parts.length === 0) return items;
  const whole: unknown[] = [];
  for (const item of items) {
    const id = field(item, 'id');
    if (!isObject(item) || !isPathSafeId(String(id))) {
      whole.push(item);
      continue;
    }
    const fields: Record<string, unknown> = {};
    for (const { field: name, path, list } of parts) {
      const pages = await readList(client, `/api/v2/${apiPath(kind)}/${String(id)}/${path}`, list, 'none');
      if (pages.type !== 'listed') return pages;
      fields[name] = pages.items;
    }
    whole.push({ ...item, ...fields });
  }
  return whole;
}

const toUnusable = (failure: RequestFailure, what = ''): Listing => ({
  type: 'unusable',
  reason: what + describeFailure(failure),
  forbidden: failure.type === 'refused' && failure.status === 403,
  absent: failure.type === 'refused' && (failure.status === 403 || failure.status === 404),
});

/** An object that moves while the pages are read comes twice; the later page shows its newer state. */
function onlyNewest(observed: readonly ObservedObject[]): readonly ObservedObject[] {
  const objects = new Map<string, ObservedObject>();
  for (const [index, one] of observed.entries()) {
    const key = one.type === 'readable' ? one.snapshot.object : one.object;
    objects.set(key ?? `unnamed ${index}`, one);
  }
  return [...objects.values()];
}

// Without the category list (an account without categories, a role without them) the listing itself shows their
// order: it is sorted by position of the category first.
const byFirstAppearance = (objects: readonly ObservedObject[]): readonly string[] => [
  ...new Set(objects.flatMap((one) => (one.type === 'readable' && one.categoryId !== null ? [one.categoryId] : []))),
];

function toUnread(failure: RequestFailure): ReadObject {
  const status = failure.type === 'refused' ? failure.status : null;
  if (failure.type === 'refused' && status === 404 && saysNotFound(failure.body)) return { type: 'gone' };
  const missing = status === 404 ? { missing: true as const } : {};
  return { type: 'unreadable', reason: describeFailure(failure), forbidden: status === 403, ...missing };
}

/** Reads one object. `gone` only if the API says so: nothing else is ever a deletion (docs/semantics.md, Deletions). */
export async function readObject(client: ZendeskClient, kind: Kind, id: string): Promise<ReadObject> {
  const unreadable = (reason: string): ReadObject => ({ type: 'unreadable', reason, forbidden: false });
  if (!isPathSafeId(id)) return unreadable('its id cannot be part of a path');
  const outcome = await client.get(`/api/v2/${apiPath(kind)}/${id}`);
  if (outcome.type !== 'answered') return toUnread(outcome);
  const raw = kind.api?.bare === true ? outcome.body : field(outcome.body, kind.envelope);
  const whole = await withParts(client, kind, [raw]);
  if ('type' in whole) return toUnread(whole);
  const object = observe(kind, whole[0]);
  if (object.type === 'unreadable') return unreadable(object.reason);
  if (object.snapshot.object !== objectKey(kind.name, id)) return unreadable('the answer is about another object');
  return { type: 'found', object };
}
