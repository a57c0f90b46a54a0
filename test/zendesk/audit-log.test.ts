import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { failureOf, page, rawEntry, zendeskAt } from './builders.ts';
import { type Reply, type Seen, serve } from './server.ts';

const window = { from: '2026-11-22T09:00:00Z', to: '2026-11-22T10:00:00Z' };

const listWith = async (answer: Parameters<typeof serve>[0]) => {
  const server = await serve(answer);
  return { server, page: await zendeskAt(server.url).listAuditEntries(window) };
};
const entriesOf = async (...items: readonly unknown[]) =>
  (await listWith(() => ({ body: page('audit_logs', items) }))).page;

describe('what is asked for', () => {
  test('a short period is one page of the newest entries, without any filter', async () => {
    const { server } = await listWith(() => ({ body: page('audit_logs', [rawEntry(1)]) }));
    expect(server.seen.map(({ query }) => [...query])).toEqual([
      [
        ['sort', '-created_at'],
        ['page[size]', '100'],
      ],
    ]);
  });

  test('pages end with the first one that reaches behind the period', async () => {
    const server = await serve((request) => {
      const number = Number(request.query.get('page[after]') ?? 1);
      const time = new Date(Date.parse(window.to) - number * 1_200_000).toISOString();
      return { body: page('audit_logs', [rawEntry(number, { created_at: time })], String(number + 1)) };
    });
    const { entries } = await zendeskAt(server.url).listAuditEntries(window);
    expect(entries.map(({ id }) => id)).toEqual(['1', '2', '3']);
    expect(server.seen).toHaveLength(4);
  });
});

/** A log of its own page size, with filters that may leave entries out. */
function answerLog(items: readonly RawEntry[], { types, period }: Faults) {
  const isKept = (query: URLSearchParams) => {
    const sources = query.getAll('filter[source_type][]');
    const heeded = { right: 5, ignored: 0, refused: 5, none: 5, first: 1, 'first two': 2, last: -1 }[types];
    const wanted = heeded < 0 ? sources.slice(heeded) : sources.slice(0, heeded);
    const [from = '', to = '9'] = query.getAll('filter[created_at][]');
    return ({ source_type, created_at }: RawEntry, index: number) => {
      if (sources.length > 0 && types === 'none') return false;
      if (sources.length > 0 && types !== 'ignored' && !wanted.includes(source_type)) return false;
      if (from === '' || period === 'ignored') return true;
      return created_at > from && created_at < to && !(period === 'leaky' && index % 3 === 0);
    };
  };
  return ({ query }: Seen): Reply => {
    if (types === 'refused' && query.has('filter[source_type][]')) return { status: 422, body: { error: 'Invalid' } };
    const kept = items.filter(isKept(query));
    const sorted = query.get('sort') === 'created_at' ? kept : kept.toReversed();
    const start = Number(query.get('page[after]') ?? 0);
    const end = start + 7;
    return { body: page('audit_logs', sorted.slice(start, end), end < sorted.length ? String(end) : null) };
  };
}

type RawEntry = ReturnType<typeof rawEntry> & { readonly source_type: string; readonly created_at: string };

interface Faults {
  readonly types: 'right' | 'ignored' | 'refused' | 'none' | 'first' | 'first two' | 'last';
  readonly period: 'right' | 'ignored' | 'leaky';
}

const second = (count: number): string => new Date(Date.parse(window.from) + count * 1_000).toISOString().slice(0, 19);

describe('filters of the account', () => {
  test('whatever they leave out, no entry of a period is lost', async () => {
    let answer = answerLog([], { types: 'right', period: 'right' });
    const server = await serve((request) => answer(request));
    const source = fc.constantFrom('rule', 'trigger', 'automation', 'macro', 'view', 'user', 'ticket');
    // In runs of one type: what was seen of the newest entries says little of older ones.
    const written = fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.nat(4), source), { maxLength: 5 });
    const bounds = fc.tuple(fc.nat(250), fc.nat(250)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
    const faults = fc.record({
      types: fc.constantFrom('right', 'ignored', 'refused', 'none', 'first', 'first two', 'last'),
      period: fc.constantFrom('right', 'ignored', 'leaky'),
    });
    await fc.assert(
      fc.asyncProperty(
        written,
        fc.array(bounds, { minLength: 1, maxLength: 3 }),
        faults,
        async (runs, windows, how) => {
          let time = 0;
          const log = runs.flatMap(([count, gap, type]) => Array.from({ length: count }, () => [gap, type] as const));
          const items = log.map(([gap, source_type], index) => {
            time += gap;
            return { ...rawEntry(index + 1), source_type, created_at: `${second(time)}Z` };
          });
          answer = answerLog(items, how);
          const zendesk = zendeskAt(server.url);
          for (const [from, to] of windows) {
            const period = { from: `${second(from)}Z`, to: `${second(to)}Z` };
            const { entries } = await zendesk.listAuditEntries(period);
            const wanted = items.filter(
              ({ source_type, created_at }) =>
                source_type !== 'user' &&
                source_type !== 'ticket' &&
                created_at >= period.from &&
                created_at <= period.to,
            );
            expect(new Set(entries.map(({ id }) => id))).toEqual(new Set(wanted.map(({ id }) => String(id))));
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  const long = Array.from({ length: 60 }, (_, index) => ({
    ...rawEntry(index + 1),
    source_type: ['trigger', 'user', 'user', 'macro'][index % 4] ?? '',
    created_at: `${second(index * 30)}Z`,
  }));
  const readLong = async (faults: Faults, readings = 1) => {
    const warnings: string[] = [];
    const server = await serve(answerLog(long, faults));
    const zendesk = zendeskAt(server.url, { warn: (text) => void warnings.push(text) });
    for (let count = 0; count < readings; count += 1) await zendesk.listAuditEntries(window);
    return { warnings, seen: server.seen };
  };

  test('narrow a long period once they gave back what was read without them', async () => {
    const { seen, warnings } = await readLong({ types: 'right', period: 'right' });
    expect(warnings).toEqual([]);
    expect(seen.at(-1)?.query.getAll('filter[source_type][]')).toEqual([
      'rule',
      'trigger',
      'automation',
      'macro',
      'view',
    ]);
    const plain = seen.filter(({ query }) => !query.has('filter[created_at][]'));
    expect(plain).toHaveLength(5);
  });

  test.each<[string, Faults]>([
    ['of the first value alone', { types: 'first', period: 'right' }],
    ['of the last value alone', { types: 'last', period: 'right' }],
  ])(
    'that give the entries %s are noticed: one warning, and the type is not asked for again',
    async (_name, faults) => {
      const { seen, warnings } = await readLong(faults, 3);
      expect(warnings).toEqual([expect.stringMatching(/^Zendesk leaves out audit entries .*filter\[source_type\]/)]);
      expect(seen.at(-1)?.query.has('filter[source_type][]')).toBe(false);
      expect(seen.at(-1)?.query.has('filter[created_at][]')).toBe(true);
    },
  );

  test('of the period that leave entries out are noticed: the log is read from its newest entry', async () => {
    const { seen, warnings } = await readLong({ types: 'right', period: 'leaky' });
    expect(warnings).toEqual([expect.stringMatching(/filter\[created_at\]/)]);
    expect([...(seen.at(-1)?.query.keys() ?? [])]).toEqual(['sort', 'page[size]', 'page[after]']);
  });

  test.each([400, 422])('that are refused with %s are not used, which nobody needs to hear of', async (status) => {
    const warnings: string[] = [];
    const answer = answerLog(long, { types: 'right', period: 'right' });
    const server = await serve((request) =>
      request.query.has('filter[source_type][]') ? { status, body: { error: 'InvalidFilter' } } : answer(request),
    );
    const zendesk = zendeskAt(server.url, { warn: (text) => void warnings.push(text) });
    expect((await zendesk.listAuditEntries(window)).entries).toHaveLength(30);
    await zendesk.listAuditEntries(window);
    expect(server.seen.filter(({ query }) => query.has('filter[source_type][]'))).toHaveLength(1);
    expect(warnings).toEqual([]);
  });
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

  test('what is of another type or outside the window is left out, both ends included', async () => {
    const { entries } = await entriesOf(
      rawEntry(1, { created_at: '2026-11-22T08:59:59Z' }),
      rawEntry(2, { created_at: window.from }),
      rawEntry(3, { source_type: 'user' }),
      rawEntry(4, { created_at: window.to }),
      rawEntry(5, { created_at: '2026-11-22T10:00:01Z' }),
    );
    expect(entries.map((entry) => entry.id)).toEqual(['2', '4']);
  });

  test('an item that cannot be read counts where it belongs: not outside the window', async () => {
    const { unreadable } = await entriesOf(
      rawEntry(1, { created_at: '2026-11-22T10:00:01Z', action: null }),
      rawEntry(2),
      rawEntry(3, { created_at: null }),
      rawEntry(4, { created_at: '2026-11-21T10:00:01Z', action: null }),
      rawEntry(5, { created_at: null }),
    );
    expect(unreadable).toEqual(['audit entry 3: created_at is null']);
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
