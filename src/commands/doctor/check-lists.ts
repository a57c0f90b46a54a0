import { isObject } from '#json.ts';
import { apiPath, type Kind, listKey, type Paging, pagingOf } from '#kinds/kind.ts';
import { isVolatile } from '#kinds/left-out.ts';
import { findKind } from '#kinds/registry.ts';
import type { Query } from '#ports.ts';
import { type Check, checkFault, checkWarning, ok, skipped } from './check.ts';
import type { DoctorRun, PageFacts } from './doctor-run.ts';

/** Lists that give ids their words; without them history shows ids. */
const names = ['trigger_categories', 'groups', 'brands', 'ticket_fields', 'custom_statuses', 'webhooks'];

/** The one list that comes whole, and knows no page. */
const unpaged = 'custom_statuses';

export const access: Check = {
  id: 'access',
  title: 'Zendesk lists',
  needs: ['credentials', 'config'],
  look: async (run) => {
    if (run.account === null) return skipped('no account');
    const { kinds } = await run.readConfig();
    const tracked = kinds.flatMap((kind) => findKind(kind) ?? []);
    const refused = await Promise.all(
      tracked.map(async (kind) => ({ kind, reasons: await listRefused(run, [toList(kind)]) })),
    );
    const missing = refused.filter(({ kind }) => kind.needs === undefined).flatMap(({ reasons }) => reasons);
    const absent = refused.flatMap(({ kind, reasons }) =>
      kind.needs === undefined ? [] : reasons.map((reason) => `${reason}, which needs ${kind.needs}`),
    );
    if (missing.length > 0)
      return checkFault(
        `cannot be read: ${missing.join('; ')}`,
        'Check the scopes of the OAuth client and the role of its user.',
      );
    const definitions = kinds.flatMap((kind) => findKind(kind)?.definitions?.slice(1) ?? []);
    const wordless = [...(await listRefused(run, names.map(toNames))), ...(await listUnreadable(run, definitions))];
    return wordless.length > 0
      ? checkWarning(
          `without words for: ${wordless.join('; ')}`,
          'History will show ids there. Check the scopes of the OAuth client.',
        )
      : absent.length > 0
        ? checkWarning(
            `not offered by this account: ${absent.join('; ')}`,
            'Nothing to do where that is so: these kinds are left out.',
          )
        : ok('every kind and every list of names can be read');
  },
};

interface List {
  readonly path: string;
  readonly key: string;
  readonly query: Query;
}

/** First page of a list, of one object. */
const oneOf: Readonly<Record<Paging, Query>> = { cursor: [['page[size]', '1']], offset: [['per_page', '1']], none: [] };

const toList = (kind: Kind): List => ({ path: apiPath(kind), key: listKey(kind), query: oneOf[pagingOf(kind)] });
const toNames = (list: string): List => ({
  path: list,
  key: list,
  query: oneOf[list === unpaged ? 'none' : 'cursor'],
});

async function listRefused({ account }: DoctorRun, lists: readonly List[]): Promise<readonly string[]> {
  const read = async ({ path, key, query }: List): Promise<string[]> => {
    const page = await account?.readPage(path, key, query);
    return page === undefined || page.type === 'page' ? [] : [`${path} (${reasonOf(page)})`];
  };
  return (await Promise.all(lists.map(read))).flat();
}

/** Words of fields and operators: no lists, but answers of several. */
async function listUnreadable({ account }: DoctorRun, paths: readonly string[]): Promise<readonly string[]> {
  const read = async (path: string): Promise<string[]> => {
    const page = await account?.readPage(path, null);
    return page === undefined || page.type === 'page' ? [] : [`${path} (${reasonOf(page)})`];
  };
  return (await Promise.all(paths.map(read))).flat();
}

const reasonOf = (page: Exclude<PageFacts, { type: 'page' }>): string =>
  page.type === 'refused' ? `${page.status} ${page.reason}` : page.reason;

export const apiFields: Check = {
  id: 'api-fields',
  title: 'Zendesk fields',
  needs: ['access'],
  look: async ({ account, readConfig }) => {
    if (account === null) return skipped('no account');
    const kinds = (await readConfig()).kinds.flatMap((name) => findKind(name) ?? []);
    const found = await Promise.all(
      kinds.map(async (kind) => {
        const query = toList(kind).query.map(([name]) => [name, '100'] as const);
        const page = await account.readPage(apiPath(kind), listKey(kind), query);
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
