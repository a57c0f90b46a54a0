import { expect, test } from 'vitest';
import { macro } from '#kinds/macro.ts';
import { trigger } from '#kinds/trigger.ts';
import { failureOf, zendeskAt } from './builders.ts';
import { type Reply, serve } from './server.ts';

const revision = (id: number, fields: object = {}) => ({
  id,
  author_id: 1001,
  created_at: '2026-11-22T09:30:00Z',
  snapshot: { title: `Version ${id}`, description: null, active: true, conditions: { all: [], any: [] }, actions: [] },
  diff: { source_id: id - 1, target_id: id },
  ...fields,
});
const withoutTitle = { description: null, active: true, conditions: { all: [], any: [] }, actions: [] };
const older = (items: readonly unknown[], cursor: string | null) => ({
  trigger_revisions: items,
  before_cursor: cursor,
  before_url: cursor === null ? null : 'https://elsewhere.example/',
  after_cursor: 'newer',
  after_url: 'https://elsewhere.example/',
  count: items.length,
});

test('revisions are read to the oldest, by their own cursor', async () => {
  const server = await serve((request) => ({
    body: request.query.has('cursor') ? older([revision(2), revision(1)], null) : older([revision(3)], 'c='),
  }));
  const revisions = await zendeskAt(server.url).listRevisions(trigger, '41');
  expect(revisions?.map(({ id, authorId, snapshot }) => [id, authorId, snapshot['title']])).toEqual([
    ['3', '1001', 'Version 3'],
    ['2', '1001', 'Version 2'],
    ['1', '1001', 'Version 1'],
  ]);
  expect(server.seen.map(({ path, query }) => [path, query.get('limit'), query.get('cursor')])).toEqual([
    ['/api/v2/triggers/41/revisions', '1000', null],
    ['/api/v2/triggers/41/revisions', '1000', 'c='],
  ]);
});

test('the same page under ever new cursors is nonsense', async () => {
  const server = await serve((request) => {
    const n = Number(request.query.get('cursor') ?? 0);
    return { body: older([revision(1)], String(n + 1)) };
  });
  expect(await failureOf(zendeskAt(server.url).listRevisions(trigger, '41'))).toMatchObject({
    code: 'zendesk-nonsense',
  });
  expect(server.seen).toHaveLength(2);
});

test('an empty page ends the list even where it names a cursor', async () => {
  const server = await serve((request) => ({
    body: request.query.has('cursor') ? older([], 'again') : older([revision(1)], 'c'),
  }));
  expect(await zendeskAt(server.url).listRevisions(trigger, '41')).toHaveLength(1);
});

test.each([403, 404])('%s means that this plan or role has none', async (status) => {
  const server = await serve(() => ({ status, body: { error: 'Forbidden' } }));
  expect(await zendeskAt(server.url).listRevisions(trigger, '41')).toBeNull();
});

test('a kind without revisions is not asked for any', async () => {
  const server = await serve(() => ({ body: {} }));
  expect(await zendeskAt(server.url).listRevisions(macro, '41')).toBeNull();
  expect(server.seen).toEqual([]);
});

test.each<[string, Reply, string]>([
  ['no list', { body: {} }, 'zendesk-nonsense'],
  ['no author', { body: older([revision(1, { author_id: null })], null) }, 'zendesk-nonsense'],
  ['no time', { body: older([revision(1, { created_at: 5 })], null) }, 'zendesk-nonsense'],
  ['no snapshot', { body: older([revision(1, { snapshot: null })], null) }, 'zendesk-nonsense'],
  ['a field missing', { body: older([revision(1, { snapshot: withoutTitle })], null) }, 'zendesk-nonsense'],
  ['a repeated cursor', { body: older([revision(1)], 'same') }, 'zendesk-nonsense'],
  ['no answer', { status: 500, body: '' }, 'zendesk-unavailable'],
])('%s is an error: a list with a hole would name the wrong person', async (_name, reply, code) => {
  const server = await serve(() => reply);
  expect((await failureOf(zendeskAt(server.url).listRevisions(trigger, '41'))).code).toBe(code);
});
