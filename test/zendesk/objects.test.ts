import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { automation } from '#kinds/automation.ts';
import { macro } from '#kinds/macro.ts';
import { trigger } from '#kinds/trigger.ts';
import { view } from '#kinds/view.ts';
import type { Listing } from '#ports.ts';
import { clientAt, page, rawMacro, rawTrigger, zendeskAt } from './builders.ts';
import { type Reply, type Seen, serve } from './server.ts';

const category = (id: string, position: number) => ({ id, name: `Category ${id}`, position });
const categories: Reply = { body: page('trigger_categories', [category('901', 2), category('900', 1)]) };
const isCategories = (request: Seen) => request.path === '/api/v2/trigger_categories';

const ids = (listing: Listing) =>
  listing.type === 'listed'
    ? listing.objects.map((one) => (one.type === 'readable' ? one.snapshot.object : `unreadable ${one.object}`))
    : [listing.reason];

describe('listing a kind', () => {
  test('pages are read to the end by the cursor, in hundreds, and links are never followed', async () => {
    const cursors = new Map([
      [null, page('macros', [rawMacro(1), rawMacro(2)], 'a+b/c=')],
      ['a+b/c=', page('macros', [rawMacro(3)], 'd')],
      ['d', page('macros', [])],
    ]);
    const server = await serve((request) => ({ body: cursors.get(request.query.get('page[after]')) }));
    expect(ids(await zendeskAt(server.url).listObjects(macro))).toEqual(['macro/1', 'macro/2', 'macro/3']);
    expect(server.seen.map((one) => [one.path, one.query.get('page[size]')])).toEqual(
      Array(3).fill(['/api/v2/macros', '100']),
    );
    expect(server.seen[0]?.query.has('access')).toBe(false);
  });

  test('a last page that still carries a cursor and a next link is the last page', async () => {
    const last = { ...page('macros', [rawMacro(1)], 'again'), meta: { has_more: false, after_cursor: 'again' } };
    const server = await serve(() => ({ body: last }));
    expect(ids(await zendeskAt(server.url).listObjects(macro))).toEqual(['macro/1']);
    expect(server.seen).toHaveLength(1);
  });

  test('an object that comes on two pages is there once, as the later page shows it', async () => {
    const server = await serve((request) => ({
      body: request.query.has('page[after]')
        ? page('macros', [rawMacro(1, { title: 'Newer' }), rawMacro(2)])
        : page('macros', [rawMacro(1, { title: 'Older' })], 'c'),
    }));
    const listing = await zendeskAt(server.url).listObjects(macro);
    expect(ids(listing)).toEqual(['macro/1', 'macro/2']);
    expect(JSON.stringify(listing)).toContain('Newer');
  });

  test('one object that cannot be read stands among the others', async () => {
    const items = [rawMacro(1), rawMacro(2, { active: 'yes' }), 'text', { title: 'no id' }, rawMacro(3)];
    const server = await serve(() => ({ body: page('macros', items) }));
    expect(ids(await zendeskAt(server.url).listObjects(macro))).toEqual([
      'macro/1',
      'unreadable macro/2',
      'unreadable null',
      'unreadable null',
      'macro/3',
    ]);
  });

  test.each<[string, Reply]>([
    ['HTML', { body: '<html>maintenance</html>', headers: { 'content-type': 'text/html' } }],
    [
      'JSON that is said to be a text',
      { body: JSON.stringify(page('views', [])), headers: { 'content-type': 'text/plain' } },
    ],
    ['{}', { body: {} }],
    ['null', { body: null }],
    ['a list', { body: [] }],
    ['cut JSON', { body: '{"views":[', headers: { 'content-type': 'application/json' } }],
    ['an object for the list', { body: page('macros', []) }],
    ['no meta', { body: { views: [] } }],
    ['no has_more', { body: { views: [], meta: {} } }],
    ['has_more as a text', { body: { views: [], meta: { has_more: 'false' } } }],
    ['has_more as a number', { body: { views: [], meta: { has_more: 0 } } }],
    ['has_more as null', { body: { views: [], meta: { has_more: null } } }],
    ['more without a cursor', { body: { views: [], meta: { has_more: true, after_cursor: null } } }],
    ['a repeated cursor', { body: page('views', [], 'same') }],
    ['204', { status: 204, body: '' }],
    ['403', { status: 403, body: { error: 'Forbidden' } }],
    ['401', { status: 401, body: { error: 'invalid_token' } }],
    ['404', { status: 404, body: { error: 'InvalidEndpoint' } }],
    ['500', { status: 500, body: 'down' }],
    ['a redirect', { status: 301, headers: { location: '/login' } }],
  ])('%s makes it unusable, and is no empty list', async (_name, reply) => {
    const server = await serve(() => reply);
    const listing = await zendeskAt(server.url).listObjects(view);
    expect(listing.type).toBe('unusable');
  });

  test.each<[string, (n: number) => readonly unknown[]]>([
    ['pages that are empty', () => []],
    ['the same page', () => [rawMacro(1)]],
    ['pages of items without ids', () => [{ title: 'no id' }]],
  ])('%s, promising more under new cursors for ever, make it unusable after a few', async (_name, items) => {
    const server = await serve((request) => {
      const n = Number(request.query.get('page[after]') ?? 0);
      return { body: page('macros', items(n), String(n + 1)) };
    });
    expect(ids(await zendeskAt(server.url).listObjects(macro))).toEqual([
      expect.stringMatching(/4 pages in a row bring nothing new and promise more/),
    ]);
    expect(server.seen.length).toBeLessThanOrEqual(5);
  });

  test('a filter may leave a few pages empty on the way', async () => {
    const pages = [[rawMacro(1)], [], [], [], [rawMacro(2)], [], [rawMacro(2), rawMacro(3)], [rawMacro(4)]];
    const server = await serve((request) => {
      const n = Number(request.query.get('page[after]') ?? 0);
      return { body: page('macros', pages[n] ?? [], n + 1 < pages.length ? String(n + 1) : null) };
    });
    expect(ids(await zendeskAt(server.url).listObjects(macro))).toEqual(['macro/1', 'macro/2', 'macro/3', 'macro/4']);
  });

  test('half of a list is no list: a bad second page makes it unusable', async () => {
    const server = await serve((request) =>
      request.query.has('page[after]') ? { body: {} } : { body: page('views', [], 'c') },
    );
    expect((await zendeskAt(server.url).listObjects(view)).type).toBe('unusable');
  });

  test('triggers come with their categories by position; other kinds ask for none', async () => {
    const server = await serve((request) =>
      isCategories(request) ? categories : { body: page(request.path.slice(8), [rawTrigger(1)]) },
    );
    const zendesk = zendeskAt(server.url);
    expect(await zendesk.listObjects(trigger)).toMatchObject({ type: 'listed', categories: ['900', '901'] });
    expect(await zendesk.listObjects(automation)).toMatchObject({ type: 'listed', categories: [] });
    expect(server.seen.filter(isCategories)).toHaveLength(1);
  });

  test('without access to the categories, their order is that of their first trigger', async () => {
    const triggers = [
      rawTrigger(1, { category_id: '7' }),
      rawTrigger(2, { category_id: '3' }),
      rawTrigger(3, { category_id: '7' }),
    ];
    const server = await serve((request) =>
      isCategories(request) ? { status: 403, body: { error: 'Forbidden' } } : { body: page('triggers', triggers) },
    );
    expect(await zendeskAt(server.url).listObjects(trigger)).toMatchObject({ categories: ['7', '3'] });
  });

  test.each<[string, Reply]>([
    ['down', { status: 500, body: '' }],
    ['nonsense', { body: {} }],
    ['without positions', { body: page('trigger_categories', [{ id: '900' }]) }],
  ])('categories that are %s make the triggers unusable: a guessed order would be a reorder', async (_name, reply) => {
    const server = await serve((request) => (isCategories(request) ? reply : { body: page('triggers', []) }));
    expect((await zendeskAt(server.url).listObjects(trigger)).type).toBe('unusable');
  });
});

describe('reading one object', () => {
  const readWith = async (reply: Reply) => {
    const server = await serve(() => reply);
    return zendeskAt(server.url).readObject(trigger, '41');
  };

  test('what is there is found', async () => {
    expect(await readWith({ body: { trigger: rawTrigger(41) } })).toMatchObject({
      type: 'found',
      object: { type: 'readable', position: 41, categoryId: '900', updatedAt: '2026-01-02T00:00:00Z' },
    });
  });

  test.each<[string, Reply]>([
    ['rules', { status: 404, body: { error: 'RecordNotFound', description: 'Not found' } }],
    ['the newer API', { status: 404, body: { errors: [{ code: 'TriggerNotFound', title: 'Not found' }] } }],
  ])('a 404 in the words of %s means that it is gone', async (_name, reply) => {
    expect(await readWith(reply)).toEqual({ type: 'gone' });
  });

  test.each<[string, Reply]>([
    ['404 with HTML', { status: 404, body: '<h1>RecordNotFound</h1>' }],
    ['404 with {}', { status: 404, body: {} }],
    ['404 of an unknown path', { status: 404, body: { error: 'InvalidEndpoint', description: 'Not found' } }],
    ['404 as a text', { status: 404, body: '{"error":"RecordNotFound"}', headers: { 'content-type': 'text/plain' } }],
    ['410', { status: 410, body: { error: 'RecordNotFound' } }],
    ['401', { status: 401, body: { error: 'RecordNotFound' } }],
    ['500', { status: 500, body: { error: 'RecordNotFound' } }],
    ['a redirect', { status: 302, headers: { location: 'https://acme.zendesk.com/login' } }],
    ['200 with HTML', { body: '<html>' }],
    ['200 with {}', { body: {} }],
    ['another object', { body: { trigger: rawTrigger(42) } }],
    ['an object without actions', { body: { trigger: rawTrigger(41, { actions: null }) } }],
    ['a reset connection', { fault: 'reset' }],
  ])('%s is unreadable, never gone', async (_name, reply) => {
    expect(await readWith(reply)).toMatchObject({ type: 'unreadable', forbidden: false });
  });

  test.each<[string, Reply, boolean]>([
    ['404 in words of its own', { status: 404, body: { error: 'NotFound' } }, true],
    ['404 with HTML', { status: 404, body: '<h1>Not found</h1>' }, true],
    ['404 with nothing', { status: 404, body: '' }, true],
    ['410', { status: 410, body: '' }, false],
    ['a reset connection', { fault: 'reset' }, false],
  ])('%s says that something is missing: %s', async (_name, reply, missing) => {
    expect('missing' in (await readWith(reply))).toBe(missing);
  });

  test('403 is told apart', async () => {
    expect(await readWith({ status: 403, body: { error: 'Forbidden' } })).toMatchObject({
      type: 'unreadable',
      forbidden: true,
    });
  });

  test('a number beyond 2^53 makes it unreadable, exactly as it was written', async () => {
    const text = JSON.stringify({ trigger: rawTrigger(41) }).replace('"high"', '9007199254740993');
    const read = await readWith({ body: text, headers: { 'content-type': 'application/json' } });
    expect(read).toMatchObject({ type: 'unreadable', reason: expect.stringContaining('9007199254740993') });
  });

  test('an id that is no id is never put into a path', async () => {
    const server = await serve(() => ({ body: {} }));
    expect((await zendeskAt(server.url).readObject(trigger, '../users/me')).type).toBe('unreadable');
    expect(server.seen).toEqual([]);
  });
});

test('no JSON value as an answer breaks a listing, a read, names or revisions', async () => {
  let body: unknown;
  const server = await serve(() => ({ body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }));
  const zendesk = zendeskAt(server.url);
  const envelope = fc.record(
    {
      triggers: fc.oneof(fc.array(fc.jsonValue()), fc.jsonValue()),
      trigger: fc.jsonValue(),
      trigger_categories: fc.array(fc.jsonValue()),
      trigger_revisions: fc.array(fc.jsonValue()),
      definitions: fc.jsonValue(),
      meta: fc.record({ has_more: fc.constantFrom(false, true, 'no'), after_cursor: fc.jsonValue() }),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.jsonValue(), envelope), async (value) => {
      body = value;
      expect(['listed', 'unusable']).toContain((await zendesk.listObjects(trigger)).type);
      expect(['found', 'unreadable']).toContain((await zendesk.readObject(trigger, '1')).type);
      await zendesk.readNames([trigger]);
      await zendesk.listRevisions(trigger, '1').catch((error) => expect(error.code).toBe('zendesk-nonsense'));
    }),
  );
});

test('a hundred thousand levels of nesting are unreadable, not a crash', async () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  const text = JSON.stringify(
    page('macros', [rawMacro(1, { actions: [{ field: 'status', value: 'DEEP' }] }), rawMacro(2)]),
  );
  const server = await serve(() => ({
    body: text.replace('"DEEP"', deep),
    headers: { 'content-type': 'application/json' },
  }));
  expect(ids(await zendeskAt(server.url).listObjects(macro))).toEqual(['unreadable macro/1', 'macro/2']);
});

test('a reason is one short printable line, whatever the body holds', async () => {
  const server = await serve(() => ({
    status: 418,
    body: `\u001b[31m<b>\n::error::x\u202e\u0000${'x'.repeat(10_000)}`,
  }));
  const outcome = await clientAt(server.url).get('/api/v2/a');
  expect(outcome).toMatchObject({
    type: 'refused',
    status: 418,
    reason: expect.stringMatching(/^[\x20-\x7e…]{1,160}$/),
  });
});
