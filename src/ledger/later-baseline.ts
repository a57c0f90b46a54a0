import type { BaselineFacts } from '#core/commit/commit-facts.ts';
import type { CommitRecord } from '#core/commit/commit-record.ts';
import { isOrder, kindOf, type ObjectKey, objectAt, objectKey } from '#core/object-key.ts';
import { parseOrder } from '#core/order/order.ts';
import { sameRelativeOrder } from '#core/order/order-edits.ts';
import { isSameButMasks } from '#core/snapshot/same-but-masks.ts';
import { findKind, kinds } from '#kinds/registry.ts';
import type { Repository } from '#ports.ts';
import { readPresentBlobs } from './present-blobs.ts';
import { toRecorded } from './snapshot-text.ts';

/** What baselines have established so far: which kinds, and under which rules. */
export interface Established {
  readonly kinds: ReadonlySet<string>;
  readonly format: number;
  readonly redaction: string;
  readonly personal: boolean;
}

/** What is established once a baseline counts. */
export const establish = (known: Established | null, facts: BaselineFacts): Established => ({
  kinds: new Set([...(known?.kinds ?? []), ...facts.kinds]),
  format: facts.format ?? 1,
  redaction: facts.redaction ?? '',
  personal: facts.personal === true,
});

/**
 * Why a baseline that follows another one does not count, null where it does. It may bring kinds, other rules and another
 * format. The state of an object that is recorded is changed by commits about that object alone: a baseline has no author and no
 * audit entry, so an edit that it took in would be nobody's. `recorded` = path → blob id before it.
 */
export async function objectToLaterBaseline(
  known: Established | null,
  { facts, paths }: { readonly facts: BaselineFacts; readonly paths: CommitRecord['paths'] },
  recorded: ReadonlyMap<string, string>,
  repository: Pick<Repository, 'readBlobs'>,
): Promise<string | null> {
  if (known === null) return null;
  const now = establish(known, facts);
  const isSameRules = now.format === known.format && now.redaction === known.redaction;
  const differing: { readonly object: ObjectKey; readonly before: string; readonly after: string }[] = [];
  for (const { path, after } of paths) {
    const object = stateAt(facts.account, path);
    const before = recorded.get(path) ?? null;
    if (object === null || before === after) continue;
    if (after === null) return `it removes ${object}, and no change records that`;
    if (before !== null) differing.push({ object, before, after });
    // What was left out so far, because its text was secret or it was someone's own, comes in with other rules.
    else if (isSameRules && now.personal === known.personal && known.kinds.has(kindOf(object)) && !isOrder(object))
      return `it adds ${object}, and no change records that`;
  }
  const [first] = differing;
  if (first === undefined) return null;
  const blobs = differing.flatMap(({ before, after }) => [before, after]);
  const { texts } = await readPresentBlobs(repository, blobs);
  const changed = differing.find(({ object, before, after }) => {
    const [from, to] = [texts.get(before), texts.get(after)];
    return from === undefined || to === undefined || !isSameForm(object, from, to, isSameRules);
  });
  return changed === undefined ? null : `it changes ${changed.object}, and no change records that`;
}

/** Whether a text is another form of the recorded one: with other masks, in another format, or an order with more objects. */
export function isSameForm(object: ObjectKey, recorded: string, text: string, isSameRules: boolean): boolean {
  if (isOrder(object)) return isSameOrder(object, recorded, text);
  if (isSameRules) return recorded === text;
  try {
    return isSameButMasks(toRecorded(object, recorded).value, toRecorded(object, text).value);
  } catch {
    return false;
  }
}

function isSameOrder(object: ObjectKey, a: string, b: string): boolean {
  const kind = findKind(kindOf(object));
  if (kind === undefined) return false;
  const [from, to] = [parseOrder(kind, a), parseOrder(kind, b)];
  return from !== null && to !== null && sameRelativeOrder(from, to);
}

/** The object or the order whose state is kept under a path. */
export function stateAt(account: string, path: string): ObjectKey | null {
  const kind = kinds.find(
    ({ plural, order }) => order !== 'none' && path === `snapshots/${account}/${plural}/order.json`,
  );
  return kind === undefined ? objectAt(account, path) : objectKey(kind.name, 'order');
}
