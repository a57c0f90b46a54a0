import { isObject } from '#json.ts';
import { auditSources as tracked } from '#kinds/registry.ts';
import { readNewestEntries } from './audit-log.ts';
import { type Check, ok, skipped, warning } from './check.ts';

/** Which `source_type` values an account writes, and whether it can be asked for them, is documented nowhere. */
export const auditSources: Check = {
  id: 'audit-sources',
  title: 'Audit log types',
  needs: ['audit-log'],
  look: async ({ account }) => {
    if (account === null) return skipped('no account');
    const all = await readNewestEntries(account);
    const asked = await readNewestEntries(
      account,
      tracked.map((type) => ['filter[source_type][]', type] as const),
    );
    const seen = all.type === 'page' ? typesOf(all.items) : [];
    const words = seen.length === 0 ? 'no entry yet' : `the newest entries are of ${seen.join(', ')}`;
    if (asked.type !== 'page')
      return warning(
        `${words}; the account cannot be asked for types`,
        'Nothing is lost: all entries are read instead, with more requests.',
      );
    const others = typesOf(asked.items).filter((type) => !tracked.includes(type));
    return others.length > 0
      ? warning(
          `${words}; asked for tracked types, it also gives ${others.join(', ')}`,
          'Nothing is lost: what is not tracked is left out here.',
        )
      : ok(`${words}; it can be asked for tracked types alone`);
  },
};

const typesOf = (items: readonly unknown[]): readonly string[] =>
  [...new Set(items.map((item) => (isObject(item) ? String(item['source_type']) : 'nothing')))].sort();
