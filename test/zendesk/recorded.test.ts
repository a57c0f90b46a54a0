import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { toSnapshot } from '#core/snapshot/snapshot.ts';
import { isObject, parseExact } from '#json.ts';
import { apiPath, type Kind, listKey } from '#kinds/kind.ts';
import { businessRules, kinds } from '#kinds/registry.ts';
import { zendeskAt } from './builders.ts';
import { serve } from './server.ts';

// Recorded payloads of other projects: never part of this one, so these tests run only where they lie beside it.
const data = resolve(import.meta.dirname, '../../../shared/data');
const present = existsSync(data);
const note = present ? '' : ' (skipped: no recorded payloads in ../shared/data)';

const folders = ['salto-io__salto', 'nukosuke__go-zendesk', 'zendesk-official-oas-examples'];

// Made-up examples that are no whole object: they lack "active", "execution" or "title", which no recorded answer lacks.
const incomplete = [
  'POST_macro.json',
  'PUT_macro.json',
  'CreateMacroResponseExample.json',
  'UpdateMacroResponseExample.json',
  'MacroResponseExample.json',
  'ViewsUpdateManyResponseExample.json',
  'ViewCreateResponseExample.json',
  'ViewExecuteResponseExample.json',
];

/** Nobody has published a recording of these. */
const unrecorded = ['group-sla-policy', 'organization-field', 'queue', 'skill', 'app-installation'];

interface Recorded {
  readonly file: string;
  readonly kind: Kind;
  readonly raw: unknown;
  readonly single: boolean;
}

function recordedIn(folder: string): readonly Recorded[] {
  return readdirSync(resolve(data, folder))
    .filter((file) => file.endsWith('.json') && !incomplete.includes(file) && !file.includes('Request'))
    .flatMap((file) => {
      const content = parseExact(readFileSync(resolve(data, folder, file), 'utf8'));
      const body = isObject(content) && isObject(content['response']) ? content['response'] : content;
      if (!isObject(body)) return [];
      return kinds.flatMap((kind): Recorded[] => {
        const items = body[listKey(kind)];
        const one = body[kind.envelope];
        if (Array.isArray(items)) return items.map((raw) => ({ file, kind, raw, single: false }));
        return isObject(one) ? [{ file, kind, raw: one, single: true }] : [];
      });
    });
}

/** Zendesk's own examples of other kinds than rules give one object several contents at one time. */
const isReal = ({ file, kind, single }: Recorded): boolean =>
  !/Example/.test(file) || (single && businessRules.includes(kind.name));

const all = present ? folders.flatMap(recordedIn) : [];

const textOf = (kind: Kind, raw: unknown): string => {
  const observed = toSnapshot(kind, raw);
  if (observed.type === 'unreadable') throw new Error(`${kind.name}: ${observed.reason}`);
  return observed.snapshot.text;
};

describe.skipIf(!present)(`recorded payloads${note}`, () => {
  test('there are some of every kind, but of these', () => {
    const missing = kinds.filter((kind) => all.every((one) => one.kind !== kind)).map(({ name }) => name);
    expect(missing).toEqual(unrecorded);
    for (const name of businessRules) expect(all.filter(({ kind }) => kind.name === name).length).toBeGreaterThan(2);
  });

  test.each(all.map((one): [string, Recorded] => [`${one.kind.name} in ${one.file}`, one]))(
    '%s is readable, and its text is its own normal form',
    (_name, { kind, raw }) => {
      const text = textOf(kind, raw);
      expect(textOf(kind, parseExact(text))).toBe(text);
    },
  );

  test('an object that a list and a single answer both show has one text', () => {
    const texts = new Map<string, Set<string>>();
    for (const { kind, raw } of all.filter(isReal)) {
      if (!isObject(raw)) continue;
      const key = `${kind.name}/${String(raw['id'])} ${String(raw['updated_at'])} ${String(raw['title'] ?? raw['name'])}`;
      texts.set(key, (texts.get(key) ?? new Set()).add(textOf(kind, raw)));
    }
    for (const [key, variants] of texts) expect([key, variants.size]).toEqual([key, 1]);
  });

  const real = present ? recordedIn('salto-io__salto') : [];
  const realKinds = kinds.filter((kind) => real.some((one) => one.kind === kind));
  test.each(realKinds.map((kind): [string, Kind] => [kind.plural, kind]))(
    '%s of a real account read the same from the list and one by one',
    async (_name, kind) => {
      const items = real.filter((one) => one.kind === kind);
      const base = `/api/v2/${apiPath(kind)}`;
      const server = await serve(({ path }) => {
        const [, id, part] = path.startsWith(base) ? path.slice(base.length).split('/') : [];
        if (part !== undefined) return { body: { [part]: [] } };
        const one = items.find(({ raw }) => isObject(raw) && String(raw['id']) === id);
        if (!path.startsWith(base)) return { status: 404, body: { error: 'InvalidEndpoint' } };
        if (id === undefined)
          return { body: { [listKey(kind)]: items.map(({ raw }) => raw), meta: { has_more: false } } };
        // The same object as another answer might put it: other key order, volatile fields, the display copies gone.
        const raw = isObject(one?.raw) ? Object.fromEntries(Object.entries(one.raw).reverse()) : null;
        return { body: { [kind.envelope]: { ...raw, updated_at: '2030-01-01T00:00:00Z', usage_7d: 12, url: 'x' } } };
      });
      const zendesk = zendeskAt(server.url);
      const listing = await zendesk.listObjects(kind);
      if (listing.type !== 'listed') throw new Error(listing.reason);
      expect(listing.objects).toHaveLength(items.length);
      for (const listed of listing.objects) {
        if (listed.type !== 'readable') throw new Error(listed.reason);
        const read = await zendesk.readObject(kind, String(listed.snapshot.value['id']));
        expect(read).toMatchObject({ type: 'found', object: { snapshot: { text: listed.snapshot.text } } });
      }
    },
  );
});
