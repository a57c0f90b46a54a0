import { idOf } from '#core/object-key.ts';
import type { Placed } from '#core/order/order.ts';
import { type Redaction, redactObserved } from '#core/snapshot/redact.ts';
import type { ObservedObject } from '#core/snapshot/snapshot.ts';
import type { LiveOrder } from '#core/write-back/order-write-back.ts';
import type { LiveObject } from '#core/write-back/write-back.ts';
import type { Kind } from '#kinds/kind.ts';
import type { Clock, Listing, ReadObject } from '#ports.ts';

/** What reads the account: the reading connection for a plan, the writing one around a write. */
export interface LiveReader {
  readObject(kind: Kind, id: string): Promise<ReadObject>;
  listObjects(kind: Kind): Promise<Listing>;
}

/** An object as it is recorded: secrets masked. */
export type Mask = (kind: Kind, observed: ObservedObject) => ObservedObject;

export const toMask =
  (redaction: Redaction): Mask =>
  (kind, observed) =>
    redactObserved(observed, kind.name, redaction);

/** Seconds between the looks at something that was just written: the account's answers may lag behind its writes. */
const looks = [0, 1, 3];

export async function readLive(reader: LiveReader, mask: Mask, kind: Kind, id: string): Promise<LiveObject> {
  const read = await reader.readObject(kind, id);
  if (read.type === 'gone') return read;
  if (read.type === 'unreadable') return { type: 'unreadable', reason: read.reason };
  return toLive(mask, kind, read.object);
}

export function toLive(mask: Mask, kind: Kind, observed: ObservedObject): LiveObject {
  const masked = mask(kind, observed);
  if (observed.type === 'unreadable') return { type: 'unreadable', reason: observed.reason };
  if (masked.type === 'unreadable') return { type: 'unreadable', reason: masked.reason };
  const { snapshot, personal } = masked;
  return { type: 'there', snapshot, unmasked: observed.snapshot.value, personal };
}

export type ReadOrder =
  | { readonly type: 'listed'; readonly order: LiveOrder }
  | { readonly type: 'unreadable'; readonly reason: string };

/** The places of a kind; without those of personal objects, unless they are `tracked`. One that cannot be read spoils it. */
export async function readLiveOrder(reader: LiveReader, kind: Kind, tracked: ReadonlySet<string>): Promise<ReadOrder> {
  const listing = await reader.listObjects(kind);
  if (listing.type === 'unusable') return { type: 'unreadable', reason: listing.reason };
  const objects: Placed[] = [];
  for (const item of listing.objects) {
    if (item.type === 'unreadable') return { type: 'unreadable', reason: item.reason };
    const id = idOf(item.snapshot.object);
    if (item.personal && !tracked.has(id)) continue;
    objects.push({ id, position: item.position, categoryId: item.categoryId });
  }
  return { type: 'listed', order: { objects, categories: listing.categories } };
}

/** Looks until what was written shows; gives the last look where it never does. */
export async function lookUntil<T>(clock: Clock, look: () => Promise<T>, shows: (seen: T) => boolean): Promise<T> {
  let seen = await look();
  for (const seconds of looks.slice(1)) {
    if (shows(seen)) return seen;
    await clock.sleep(seconds * 1000);
    seen = await look();
  }
  return seen;
}
