import type { AuditEntry } from '#core/entry/audit-entry.ts';
import { idOf } from '#core/object-key.ts';
import type { ObservedObject } from '#core/snapshot/snapshot.ts';
import type { State } from '#core/state/state.ts';
import { isAccepted } from '#core/state/vanished.ts';
import type { UtcTime } from '#core/time.ts';
import type { Kind } from '#kinds/kind.ts';
import { fileIds } from '#ledger/recorded-files.ts';
import type { Progress, Zendesk } from '#ports.ts';

/** One whole listing of a kind. */
export interface ListedKind {
  readonly kind: Kind;
  /** By id; empty where the listing is unusable. */
  readonly objects: ReadonlyMap<string, ObservedObject>;
  /** Items without a usable id, with why. */
  readonly nameless: readonly string[];
  /** Category ids in their order. */
  readonly categories: readonly string[];
  /** Server time just before the listing. */
  readonly readAt: UtcTime;
  /** Why nothing of it may be believed, or null. */
  readonly unusable: string | null;
  /** It is, because the role may not list it (403). */
  readonly forbidden: boolean;
  /** It is, because the account does not offer the kind (403, 404). */
  readonly absent: boolean;
  /** Objects that are missing, where that is why. */
  readonly vanished: readonly string[];
}

interface ListInput {
  readonly zendesk: Zendesk;
  readonly progress: Progress;
  readonly state: State;
  readonly files: ReadonlyMap<string, string>;
  readonly entries: readonly AuditEntry[];
  /** Kinds whose missing objects are taken as deleted, whatever a listing looks like. */
  readonly acceptVanished: readonly string[];
}

/**
 * Lists a kind in full. An empty listing where there were objects is as unusable as HTML, unless the log has a `destroy`
 * entry for each object or a person accepted that they are gone (docs/semantics.md, Kinds held back).
 */
export async function listKind(input: ListInput, kind: Kind): Promise<ListedKind> {
  input.progress.stage(`Listing ${kind.plural}`);
  const readAt = input.zendesk.serverTime();
  const listing = await input.zendesk.listObjects(kind);
  const objects = new Map<string, ObservedObject>();
  const none = { kind, objects, nameless: [], categories: [], readAt, vanished: [], forbidden: false, absent: false };
  if (listing.type === 'unusable')
    return { ...none, unusable: listing.reason, forbidden: listing.forbidden, absent: listing.absent };
  const destroyed = new Set(input.entries.filter(({ action }) => action === 'destroy').map(({ sourceId }) => sourceId));
  const expected = fileIds(input.state.account, input.files, kind).filter((id) => !destroyed.has(id));
  if (listing.objects.length === 0 && expected.length > 0 && !isReleased(input, kind, expected)) {
    const unusable = `the listing of ${kind.plural} is empty, but ${expected.length} objects are recorded`;
    return { ...none, unusable, vanished: expected };
  }
  const nameless: string[] = [];
  for (const item of listing.objects) {
    const key = item.type === 'readable' ? item.snapshot.object : item.object;
    if (key !== null) objects.set(idOf(key), item);
    else if (item.type === 'unreadable') nameless.push(item.reason);
  }
  return { ...none, objects, nameless, categories: listing.categories, unusable: null };
}

/** Whether someone said of every missing object of a kind that it is really deleted. */
export const isReleased = (
  { state, acceptVanished }: Pick<ListInput, 'state' | 'acceptVanished'>,
  { name }: Kind,
  missing: readonly string[],
): boolean => acceptVanished.includes(name) || isAccepted(state.accepted, name, missing);
