import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { failureOf, page, rawEntry, zendeskAt } from './builders.ts';
import { type Reply, serve } from './server.ts';

const window = { from: '2026-11-22T09:00:00Z', to: '2026-11-22T10:00:00Z' };

const listWith = async (answer: Parameters<typeof serve>[0]) => {
  const server = await serve(answer);
  return { server, page: await zendeskAt(server.url).listAuditEntries(window) };
};
const entriesOf = async (...items: readonly unknown[]) =>
  (await listWith(() => ({ body: page('audit_logs', items) }))).page;

describe('what is asked for', () => {
  test('both bounds a second wider, oldest first, in hundreds, only rule types', async () => {
    const { server } = await listWith(() => ({ body: page('audit_logs', []) }));
    const query = server.seen[0]?.query;
    expect(query?.getAll('filter[created_at][]')).toEqual(['2026-11-22T08:59:59Z', '2026-11-22T10:00:01Z']);
    expect(query?.get('sort')).toBe('created_at');
    expect(query?.get('page[size]')).toBe('100');
    expect(query?.getAll('filter[source_type][]')).toEqual(['rule', 'trigger', 'automation', 'macro', 'view']);
    expect(server.seen).toHaveLength(1);
  });

  test.each([400, 422])(
    'an account that refuses the type filter with %s is asked without it, and not again',
    async (status) => {
      const server = await serve((request) =>
        request.query.has('filter[source_type][]')
          ? { status, body: { error: 'InvalidFilter' } }
          : { body: page('audit_logs', [rawEntry(1), rawEntry(2, { source_type: 'user' })]) },
      );
      const zendesk = zendeskAt(server.url);
      expect((await zendesk.listAuditEntries(window)).entries.map((entry) => entry.id)).toEqual(['1']);
      await zendesk.listAuditEntries(window);
      expect(server.seen).toHaveLength(3);
    },
  );
});

describe('what is believed', () => {
  test('an entry is taken as it is, its time in whole seconds of UTC', async () => {
    const { entries, unreadable } = await entriesOf(
      rawEntry(28835703787924, { created_at: '2026-11-22T10:30:00.250+01:00' }),
    );
    expect(unreadable).toEqual([]);
    expect(entries).toEqual([
      {
        id: '28835703787924',
        action: 'update',
        actorId: '1001',
        actorName: 'Jane Doe',
        sourceId: '41',
        sourceType: 'rule',
        sourceLabel: 'Trigger: Notify requester',
        description: '',
        ip: '203.0.113.7',
        time: '2026-11-22T09:30:00Z',
      },
    ]);
  });

  test('the system actor has no IP, and labels may be null or missing', async () => {
    const { actor_name, action_label, ...bare } = rawEntry(1, { actor_id: -1, ip_address: null, source_label: null });
    const { entries } = await entriesOf({ ...bare, change_description: null });
    expect(entries).toMatchObject([{ actorId: '-1', actorName: '', sourceLabel: '', description: '', ip: null }]);
  });

  test('ids beyond 2^53 stay exact', async () => {
    const text = JSON.stringify(page('audit_logs', [rawEntry(1, { source_id: 2 })]));
    const body = text
      .replace('"id":1,', '"id":9007199254740993,')
      .replace('"source_id":2', '"source_id":18446744073709551615');
    const { page: found } = await listWith(() => ({ body, headers: { 'content-type': 'application/json' } }));
    expect(found.entries).toMatchObject([{ id: '9007199254740993', sourceId: '18446744073709551615' }]);
  });

  test('filters that the account ignored are applied here: by type and by window, both ends included', async () => {
    const { entries } = await entriesOf(
      rawEntry(1, { created_at: '2026-11-22T08:59:59Z' }),
      rawEntry(2, { created_at: window.from }),
      rawEntry(3, { source_type: 'user' }),
      rawEntry(4, { created_at: window.to }),
      rawEntry(5, { created_at: '2026-11-22T10:00:01Z' }),
    );
    expect(entries.map((entry) => entry.id)).toEqual(['2', '4']);
  });

  test('an entry that comes on two pages is there once', async () => {
    const { page: found } = await listWith((request) => ({
      body: request.query.has('page[after]')
        ? page('audit_logs', [rawEntry(2), rawEntry(3)])
        : page('audit_logs', [rawEntry(1), rawEntry(2)], 'c'),
    }));
    expect(found.entries.map((entry) => entry.id)).toEqual(['1', '2', '3']);
  });

  test.each<[string, object, string]>([
    ['a text for an id', { id: 'x' }, 'audit entry without a usable id: id is "x"'],
    ['a fraction for an id', { id: 1.5 }, 'audit entry without a usable id: id is a number'],
    ['no source_id', { source_id: null }, 'audit entry 7: source_id is null'],
    ['a list for the source type', { source_type: ['rule'] }, 'audit entry 7: source_type is a list'],
    ['no action', { action: undefined }, 'audit entry 7: action is missing'],
    ['no actor', { actor_id: null }, 'audit entry 7: actor_id is null'],
    ['a number for a name', { actor_name: 5 }, 'audit entry 7: actor_name is a number'],
    ['a number for an IP', { ip_address: 5 }, 'audit entry 7: ip_address is a number'],
    [
      'a time without a zone',
      { created_at: '2026-11-22T09:30:00' },
      'audit entry 7: created_at is "2026-11-22T09:30:00"',
    ],
    ['30 February', { created_at: '2026-02-30T09:30:00Z' }, 'audit entry 7: created_at is "2026-02-30T09:30:00Z"'],
    [
      'a time that is text',
      { created_at: 'soon\u001b[31m\n::x' },
      'audit entry 7: created_at is "soon\\u001b[31m ::x"',
    ],
  ])('%s makes it unreadable, and the others stay', async (_name, fields, reason) => {
    const { entries, unreadable } = await entriesOf(rawEntry(1), rawEntry(7, fields), rawEntry(2));
    expect(entries.map((entry) => entry.id)).toEqual(['1', '2']);
    expect(unreadable).toEqual([reason]);
  });

  test('any JSON value in the list gives a well-formed entry or none', async () => {
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom('rule', 'trigger', -1, 1e300, '2026-11-22T09:30:00Z'));
    const fields = Object.fromEntries(Object.keys(rawEntry(1)).map((key) => [key, value]));
    const hostile = fc.oneof(
      fc.jsonValue(),
      fc.record(fields, { requiredKeys: [] }).map((broken) => ({ ...rawEntry(1), ...broken })),
    );
    let items: readonly unknown[] = [];
    const server = await serve(() => ({ body: page('audit_logs', items) }));
    const zendesk = zendeskAt(server.url);
    await fc.assert(
      fc.asyncProperty(fc.array(hostile), async (list) => {
        items = list;
        const { entries, unreadable } = await zendesk.listAuditEntries(window);
        for (const entry of entries) {
          expect(entry.id).toMatch(/^\d{1,40}$/);
          expect(entry.sourceId).toMatch(/^\d{1,40}$/);
          expect(entry.actorId).toMatch(/^-?\d{1,40}$/);
          expect(entry.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
          expect(entry.action).not.toBe('');
          expect([entry.actorName, entry.sourceLabel, entry.description].map((text) => typeof text)).toEqual(
            Array(3).fill('string'),
          );
        }
        for (const reason of unreadable) expect(reason).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        for (const reason of unreadable) expect(reason.length).toBeLessThanOrEqual(320);
      }),
    );
  });
});

test.each<[string, Reply, string]>([
  [
    'a plan without the log',
    {
      status: 403,
      body: {
        error: {
          title: 'Forbidden',
          message: 'You do not have access to this page. Please contact the account owner.',
        },
      },
    },
    'zendesk-plan',
  ],
  ['the same as a page', { status: 403, body: '<p>You do not have access to this page.</p>' }, 'zendesk-plan'],
  ['a scope that does not cover it', { status: 403, body: { error: 'Forbidden' } }, 'zendesk-forbidden'],
  ['a path that the plan lacks', { status: 404, body: { error: 'InvalidEndpoint' } }, 'zendesk-plan'],
  ['another host', { status: 404, body: '<html>' }, 'zendesk-refused'],
  ['bad credentials', { status: 401, body: { error: "Couldn't authenticate you" } }, 'zendesk-credentials'],
  ['a page that is none', { body: { audit_logs: [] } }, 'zendesk-nonsense'],
  ['a repeated cursor', { body: page('audit_logs', [], 'same') }, 'zendesk-nonsense'],
  ['a server that is down', { status: 500, body: '' }, 'zendesk-unavailable'],
  ['a filter that is always refused', { status: 400, body: { error: 'BadRequest' } }, 'zendesk-refused'],
])('%s stops the read with a clear error', async (_name, reply, code) => {
  const server = await serve(() => reply);
  expect((await failureOf(zendeskAt(server.url).listAuditEntries(window))).code).toBe(code);
});
