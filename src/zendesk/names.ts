import { type Names, noNames } from '#core/names/names.ts';
import { ZendriftError } from '#errors.ts';
import type { Kind } from '#kinds/kind.ts';
import { trigger } from '#kinds/trigger.ts';
import type { ZendeskClient } from './client.ts';
import { toFieldNames } from './definitions.ts';
import { readPages } from './pages.ts';
import { digits, field, textField } from './parse.ts';

type Words = Readonly<Record<string, string>>;
type KindFields = Names['fields'][string];

/** A list of the API that gives ids their words. None of them names a person. */
interface Source {
  readonly name: keyof Omit<Names, 'fields'>;
  readonly path: string;
  readonly title: string;
}

const sources: readonly Source[] = [
  { name: 'groups', path: 'groups', title: 'name' },
  { name: 'webhooks', path: 'webhooks', title: 'name' },
  { name: 'categories', path: 'trigger_categories', title: 'name' },
  { name: 'brands', path: 'brands', title: 'name' },
  { name: 'ticketFields', path: 'ticket_fields', title: 'title' },
  { name: 'statuses', path: 'custom_statuses', title: 'agent_label' },
];

/**
 * Words for people. What cannot be read is left out and named in `missing` (`groups`, `fields.trigger`), so that the
 * caller can keep the words it had; only a stopped run ends it.
 */
export async function readNames(
  client: ZendeskClient,
  kinds: readonly Kind[],
): Promise<{ readonly names: Names; readonly missing: readonly string[] }> {
  const missing: string[] = [];
  const orMissing = async <Read>(name: string, read: () => Promise<Read | null>): Promise<Read | null> => {
    const found = await read().catch((thrown: unknown) => {
      if (thrown instanceof ZendriftError && thrown.code !== 'stopped') return null;
      throw thrown;
    });
    if (found === null) missing.push(name);
    return found;
  };

  const lists = sources.map(async (source): Promise<[string, Words]> => {
    return [source.name, (await orMissing(source.name, () => readTitles(client, source))) ?? {}];
  });
  const readings = new Map<string, Promise<KindFields | null>>();
  const rules = kinds.filter(({ fields }) => Object.hasOwn(fields, 'conditions') || Object.hasOwn(fields, 'actions'));
  const fields = rules.map(async (kind): Promise<[string, KindFields][]> => {
    // Automations have no definitions of their own; the fields they share with triggers bear the same words.
    const path = kind.definitions ?? trigger.definitions ?? '';
    const reading = readings.get(path) ?? readFields(client, path);
    readings.set(path, reading);
    const found = await orMissing(`fields.${kind.name}`, () => reading);
    return found === null ? [] : [[kind.name, found]];
  });
  const [words, fieldWords] = await Promise.all([Promise.all(lists), Promise.all(fields)]);
  return {
    names: { ...noNames, ...Object.fromEntries(words), fields: Object.fromEntries(fieldWords.flat()) },
    missing: missing.sort(),
  };
}

async function readTitles(client: ZendeskClient, { path, title }: Source): Promise<Words | null> {
  const items = await readItems(client, path);
  if (items === null) return null;
  return Object.fromEntries(
    items.flatMap((item): [string, string][] => {
      const id = textField(item, 'id') ?? digits(field(item, 'id'));
      const words = textField(item, title);
      return id === null || words === null ? [] : [[id, words]];
    }),
  );
}

async function readItems(client: ZendeskClient, path: string): Promise<readonly unknown[] | null> {
  // This one list comes whole, without `meta` (official reference: "No pagination is provided").
  if (path !== 'custom_statuses') {
    const pages = await readPages(client, `/api/v2/${path}`, path);
    return pages.type === 'listed' ? pages.items : null;
  }
  const outcome = await client.get(`/api/v2/${path}`);
  const items = outcome.type === 'answered' ? field(outcome.body, path) : null;
  return Array.isArray(items) ? items : null;
}

async function readFields(client: ZendeskClient, path: string): Promise<KindFields | null> {
  const outcome = await client.get(`/api/v2${path}`);
  const found = outcome.type === 'answered' ? field(outcome.body, 'definitions') : undefined;
  if (found === undefined) return null;
  const list = (key: string): readonly unknown[] => {
    const items = field(found, key);
    return Array.isArray(items) ? items : [];
  };
  return {
    actions: toFieldNames(list('actions')),
    conditions: toFieldNames([...list('conditions_all'), ...list('conditions_any')]),
  };
}
