import { describe, expect, onTestFinished, test } from 'vitest';
import type { LogPeriod } from '#ports/audit-log.ts';
import { openZendesk } from '#sandbox/zendesk/open-zendesk.ts';
import { openAuditReader } from '#zendesk/open-audit-reader.ts';

async function open(options: Parameters<typeof openZendesk>[0] = {}) {
  const sandbox = await openZendesk({ clock: { now: '2026-11-20T08:00:00Z' }, ...options });
  onTestFinished(() => sandbox.close());
  const warnings: string[] = [];
  const reader = openAuditReader({
    account: 'acme',
    url: sandbox.url,
    credentials: { type: 'client-credentials', id: 'zendrift-write', secret: 'sandbox-write-secret' },
    scope: 'read write',
    deadline: () => Number.POSITIVE_INFINITY,
    clock: { now: () => sandbox.clock.now(), sleep: async () => {} },
    warn: (text) => void warnings.push(text),
    random: () => 0,
  });
  const read = async (period: LogPeriod) => {
    const found = [];
    for await (const page of reader.readEntries(period)) found.push(page);
    return found;
  };
  const pages = () => sandbox.requests.filter(({ path }) => path.endsWith('/audit_logs'));
  return { sandbox, reader, read, pages, warnings };
}

type Opened = Awaited<ReturnType<typeof open>>;

function fill({ sandbox }: Opened, count: number): void {
  for (let n = 0; n < count; n += 1)
    sandbox.account.log({
      id: 10 + n,
      created_at: new Date(Date.parse('2026-11-01T00:00:00Z') + n * 60_000).toISOString().replace('.000', ''),
    });
}

const idsOf = (pages: Awaited<ReturnType<Opened['read']>>) =>
  pages.flatMap(({ entries }) => entries.map(({ id }) => Number(id)));

describe('the whole log', () => {
  test('is read oldest first without a filter, a request for each hundred entries', async () => {
    const opened = await open();
    fill(opened, 250);
    const found = await opened.read({ from: null, to: '2026-11-20T08:00:00Z' });
    expect(found.map(({ entries }) => entries.length)).toEqual([100, 100, 50]);
    expect(idsOf(found)).toEqual(Array.from({ length: 250 }, (_, n) => 10 + n));
    expect(opened.pages()).toHaveLength(3);
    expect(opened.pages().flatMap(({ query }) => [...query.keys()].filter((key) => key.startsWith('filter')))).toEqual(
      [],
    );
  });

  test('is not read beyond the end of the period', async () => {
    const opened = await open();
    fill(opened, 450);
    await opened.read({ from: null, to: '2026-11-01T00:30:00Z' });
    expect(opened.pages()).toHaveLength(1);
  });

  test.each([
    ['a cursor of an earlier page', { meta: { has_more: true, after_cursor: 'same' } }, 'repeats the cursor'],
    ['no meta', { meta: null }, 'no meta.has_more'],
  ])('that answers with %s is an error', async (_, change, reason) => {
    const opened = await open();
    fill(opened, 250);
    opened.sandbox.onRequest((request, proceed) => {
      if (!request.path.endsWith('/audit_logs')) return undefined;
      const query = new URLSearchParams([...request.query].filter(([key]) => key !== 'page[after]'));
      expect(query.size).toBeGreaterThan(0);
      const body = JSON.parse(JSON.stringify(proceed().body));
      return { status: 200, body: { audit_logs: body.audit_logs ?? [], ...change } };
    });
    await expect(opened.read({ from: null, to: '2026-11-20T08:00:00Z' })).rejects.toMatchObject({
      code: 'zendesk-nonsense',
      message: expect.stringContaining(reason),
    });
  });

  test('without access is an error that says so', async () => {
    const opened = await open({ plan: 'professional' });
    await expect(opened.read({ from: null, to: '2026-11-20T08:00:00Z' })).rejects.toMatchObject({
      code: 'zendesk-plan',
    });
  });
});

describe('a period', () => {
  test('of the newest entries is one request', async () => {
    const opened = await open();
    fill(opened, 250);
    const found = await opened.read({ from: '2026-11-01T04:00:00Z', to: '2026-11-20T08:00:00Z' });
    expect(idsOf(found).at(-1)).toBe(259);
    expect(opened.pages()).toHaveLength(1);
  });

  test.each([
    ['cuts its ends', true],
    ['is ignored', false],
  ] as const)('is complete where the filter of time %s', async (_, cuts) => {
    const opened = await open();
    fill(opened, 250);
    opened.sandbox.onRequest((request, proceed) => {
      if (!cuts) {
        for (const key of [...request.query.keys()]) if (key.startsWith('filter')) request.query.delete(key);
        return undefined;
      }
      if (!request.query.has('filter[created_at][]')) return undefined;
      const body = JSON.parse(JSON.stringify(proceed().body));
      return { status: 200, body: { ...body, audit_logs: body.audit_logs.slice(1, -1) } };
    });
    const found = await opened.read({ from: '2026-11-01T00:10:00Z', to: '2026-11-01T00:20:00Z' });
    expect(idsOf(found)).toEqual(expect.arrayContaining(Array.from({ length: 11 }, (_, n) => 20 + n)));
    expect(opened.warnings.join().includes('filter[created_at]')).toBe(cuts);
  });
});

describe('the mailed CSV', () => {
  const filter = {
    period: null,
    actions: ['update', 'destroy'],
    actors: ['1001'],
    sourceTypes: [],
    sourceIds: [],
    ips: [],
  };

  test('is asked for once a minute, with the filters', async () => {
    const { sandbox, reader } = await open();
    expect(await reader.mailCsv(filter)).toEqual({ type: 'accepted' });
    const [, request] = sandbox.requests;
    expect(request?.method).toBe('POST');
    expect([...(request?.query ?? [])]).toEqual([
      ['filter[action][]', 'update'],
      ['filter[action][]', 'destroy'],
      ['filter[actor_id]', '1001'],
    ]);
    sandbox.clock.advance(20);
    expect(await reader.mailCsv(filter)).toEqual({ type: 'too-soon', seconds: 40 });
    sandbox.clock.advance(40);
    expect(await reader.mailCsv(filter)).toEqual({ type: 'accepted' });
    expect(sandbox.requests).toHaveLength(4);
  });

  test('is never asked for twice where the answer is lost', async () => {
    const { sandbox, reader } = await open();
    sandbox.onRequest(({ method, path }) =>
      method === 'POST' && path !== '/oauth/tokens' ? { status: 503 } : undefined,
    );
    await expect(reader.mailCsv(filter)).rejects.toMatchObject({ code: 'zendesk-unavailable' });
    expect(sandbox.requests).toHaveLength(2);
  });
});
