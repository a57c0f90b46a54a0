import { isObject } from '#json.ts';
import type { Kind } from '#kinds/kind.ts';
import { isVolatile } from '#kinds/left-out.ts';
import { findKind } from '#kinds/registry.ts';
import { type Check, checkWarning, ok, skipped } from './check.ts';

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
      : checkWarning(
          `not known, so not tracked: ${unknown.join('; ')}`,
          'Please report them: they may be worth tracking.',
        );
  },
};

/** Names of fields that are neither kept nor known to be left out on purpose, each once, sorted. */
export function findUnknownFields(kind: Kind, items: readonly unknown[]): readonly string[] {
  const names = new Set(items.flatMap((item) => (isObject(item) ? Object.keys(item) : [])));
  return [...names]
    .filter((name) => !Object.hasOwn(kind.fields, name) && !isVolatile(kind, name) && name !== 'category_id')
    .sort();
}
