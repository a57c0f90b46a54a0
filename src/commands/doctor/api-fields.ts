import { isObject } from '#json.ts';
import type { Kind } from '#kinds/kind.ts';
import { findKind } from '#kinds/registry.ts';
import { type Check, ok, skipped, warning } from './check.ts';

/** What the API gives beside the fields of a snapshot, known and left out on purpose (CONTRACT section 3). */
const leftOut = new Set([
  ...['url', 'created_at', 'updated_at', 'default', 'position', 'raw_title', 'watchable', 'category_id'],
  ...['usage_1h', 'usage_24h', 'usage_7d', 'usage_30d', 'permissions', 'app_installation', 'categories'],
]);

export const apiFields: Check = {
  id: 'api-fields',
  title: 'Zendesk fields',
  needs: ['access'],
  look: async ({ account, readConfig }) => {
    if (account === null) return skipped('no account');
    const kinds = (await readConfig()).kinds.flatMap((name) => findKind(name) ?? []);
    const found = await Promise.all(
      kinds.map(async (kind) => {
        const page = await account.readPage(kind.plural, kind.plural, [['page[size]', '100']]);
        const fields = page.type === 'page' ? findUnknownFields(kind, page.items) : [];
        return fields.length === 0 ? [] : [`${kind.name}: ${fields.join(', ')}`];
      }),
    );
    const unknown = found.flat();
    return unknown.length === 0
      ? ok('every field is known')
      : warning(`not known, so not tracked: ${unknown.join('; ')}`, 'Please report them: they may be worth tracking.');
  },
};

/** Names of fields that are neither kept nor left out on purpose, each once, sorted. */
export function findUnknownFields(kind: Kind, items: readonly unknown[]): readonly string[] {
  const names = new Set(items.flatMap((item) => (isObject(item) ? Object.keys(item) : [])));
  return [...names].filter((name) => !Object.hasOwn(kind.fields, name) && !leftOut.has(name)).sort();
}
