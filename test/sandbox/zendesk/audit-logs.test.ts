import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openZendesk, type ZendeskSandbox } from '#sandbox/zendesk/open-zendesk.ts';
import { basic, type Client, clientWith, column, dig, openClient } from './client.ts';

describe('GET /api/v2/audit_logs', () => {
  let zendesk: ZendeskSandbox;
  let client: Client;

  beforeEach(async () => {
    zendesk = await openZendesk({ clock: { now: '2026-11-22T12:00:00Z' } });
    client = await openClient(zendesk);
    const log = (id: number, minute: string, more = {}) =>
      zendesk.account.log({ id, created_at: `2026-11-22T10:${minute}:00Z`, source_type: 'rule', ...more });
    log(5, '01', { action: 'create', actor_id: 1001, source_id: 900 });
    log(9, '02', { actor_id: 1002, source_id: 900 });
    log(3, '03', { actor_id: 1001, source_type: 'user', source_id: 1001, action: 'login' });
    log(4, '03', { actor_id: 1001, source_id: 901, action: 'destroy', ip_address: '198.51.100.4' });
  });
  afterEach(() => zendesk.close());

  const ids = async (query: string) =>
    column((await client.get(`/api/v2/audit_logs?${query}`)).body, 'audit_logs', 'id');

  it('sorts by time and then by id, newest first unless asked', async () => {
    expect(await ids('page[size]=100')).toEqual([4, 3, 9, 5]);
    expect(await ids('page[size]=100&sort=created_at')).toEqual([5, 9, 3, 4]);
    expect(await ids('')).toEqual([4, 3, 9, 5]);
    expect(await ids('sort_order=asc')).toEqual([5, 9, 3, 4]);
  });

  it.each([
    ['filter[source_type]=user', [3]],
    ['filter[source_type][]=user&filter[source_type][]=rule', [5, 9, 3, 4]],
    ['filter[source_type]=rule&filter[source_id]=900', [5, 9]],
    ['filter[actor_id]=1002', [9]],
    ['filter[action]=create', [5]],
    ['filter[action][]=create&filter[action][]=destroy', [5, 4]],
    ['filter[ip_address]=198.51.100.4', [4]],
    ['filter[created_at][]=2026-11-22T10:02:00Z&filter[created_at][]=2026-11-22T10:03:00Z', [9, 3, 4]],
    ['filter[created_at][]=2026-11-22T10:02:01Z&filter[created_at][]=2026-11-22T10:02:59Z', []],
  ])('%s', async (query, expected) => {
    expect(await ids(`page[size]=100&sort=created_at&${query}`)).toEqual(expected);
  });

  it.each([
    'filter[created_at]=2026-11-22T10:02:00Z&filter[created_at]=2026-11-22T10:03:00Z',
    'filter[created_at][]=2026-11-22T10:02:00Z',
    'filter[created_at][]=yesterday&filter[created_at][]=2026-11-22T10:03:00Z',
    'page[size]=101',
    'page[size]=0',
    'page[size]=10&page[after]=nonsense',
    'sort=id',
    'page=101',
  ])('refuses %s', async (query) => {
    expect((await client.get(`/api/v2/audit_logs?${query}`)).status).toBe(400);
  });

  it('can refuse or ignore the filter by source type, as nobody has recorded what it does', async () => {
    zendesk.account.configure({ sourceTypeFilter: 'refused' });
    expect((await client.get('/api/v2/audit_logs?filter[source_type]=user')).status).toBe(400);
    zendesk.account.configure({ sourceTypeFilter: 'ignored' });
    expect(await ids('filter[source_type]=user')).toEqual([4, 3, 9, 5]);
  });

  it('pages by cursor until `has_more` ends it; the last page still has a cursor, and behind it is nothing', async () => {
    const first = await client.get('/api/v2/audit_logs?page[size]=3&sort=created_at');
    expect(column(first.body, 'audit_logs', 'id')).toEqual([5, 9, 3]);
    expect(dig(first.body, 'meta', 'has_more')).toBe(true);
    const cursorOf = (body: typeof first.body) => encodeURIComponent(String(dig(body, 'meta', 'after_cursor')));
    const next = (body: typeof first.body) =>
      `/api/v2/audit_logs?page[size]=3&sort=created_at&page[after]=${cursorOf(body)}`;
    const second = await client.get(next(first.body));
    expect(column(second.body, 'audit_logs', 'id')).toEqual([4]);
    expect(dig(second.body, 'meta', 'has_more')).toBe(false);
    expect(dig(second.body, 'links', 'next')).toMatch(/^https:\/\/acme\.zendesk\.com\/api\/v2\/audit_logs\.json\?/);
    const third = await client.get(next(second.body));
    expect(third.body).toEqual({
      audit_logs: [],
      meta: { has_more: false, after_cursor: null, before_cursor: null },
      links: { prev: null, next: null },
    });
  });

  it('pages backwards', async () => {
    const all = await client.get('/api/v2/audit_logs?page[size]=100&sort=created_at');
    const last = encodeURIComponent(String(dig(all.body, 'meta', 'after_cursor')));
    expect(await ids(`page[size]=2&sort=created_at&page[before]=${last}`)).toEqual([9, 3]);
  });

  it('counts only in offset mode', async () => {
    const page = await client.get('/api/v2/audit_logs?page=2&per_page=3');
    expect(page.body).toMatchObject({ count: 4, next_page: null });
    expect(dig(page.body, 'previous_page')).toContain('page=1');
    expect(column(page.body, 'audit_logs', 'id')).toEqual([5]);
  });

  it('shows an entry only once it is visible', async () => {
    zendesk.account.log({ id: 8, created_at: '2026-11-22T11:59:59Z' }, 60);
    expect((await client.get('/api/v2/audit_logs/8')).status).toBe(404);
    expect(await ids('')).not.toContain(8);
    zendesk.clock.advance(59);
    expect((await client.get('/api/v2/audit_logs/8.json')).body).toMatchObject({ audit_log: { id: 8 } });
    expect(await ids('')).toContain(8);
  });

  it('is closed on other plans, in the words that say so', async () => {
    zendesk.account.configure({ plan: 'professional' });
    const reading = await client.get('/api/v2/audit_logs');
    expect(reading.status).toBe(403);
    expect(reading.text).toContain('You do not have access to this page.');
    expect((await client.get('/api/v2/triggers')).status).toBe(200);
  });

  it('is closed to agents', async () => {
    zendesk.credentials.addApiToken('eve.agent@acme.example', 'eve');
    const eve = clientWith(zendesk, basic('eve.agent@acme.example', 'eve'));
    expect((await eve.get('/api/v2/audit_logs')).status).toBe(403);
  });
});
