import { orderText, toOrder } from '#core/order/order.ts';
import { toSnapshot } from '#core/snapshot/snapshot.ts';
import { kinds } from '#kinds/registry.ts';
import type { Account } from '#sandbox/zendesk/account.ts';

/**
 * The snapshot files that an account as it stands should have: shared objects and the orders. `tracked` = ids of personal
 * ones that are tracked all the same.
 */
export function canonicalFiles(
  account: Account,
  name: string,
  tracked: ReadonlySet<string> = new Set(),
): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const remote = account.remote();
  const categories = [...account.categories.list()].sort((a, b) => a.position - b.position).map(({ id }) => id);
  for (const kind of kinds) {
    const placed = [];
    for (const raw of remoteOf(remote, kind.name)) {
      const object = toSnapshot(kind, raw);
      const id = String(raw.id);
      if (object.type !== 'readable' || (object.personal && !tracked.has(id))) continue;
      placed.push({ id, position: object.position, categoryId: object.categoryId });
      files.set(`snapshots/${name}/${kind.plural}/${id}.json`, object.snapshot.text);
    }
    const order = orderText(kind, toOrder(kind, placed, categories));
    if (kind.order !== 'none') files.set(`snapshots/${name}/${kind.plural}/order.json`, order);
  }
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

type Remote = ReturnType<Account['remote']>;

const remoteOf = (remote: Remote, kind: string): Remote['trigger'] =>
  Object.entries(remote).find(([name]) => name === kind)?.[1] ?? [];
