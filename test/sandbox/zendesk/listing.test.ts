import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openZendesk, type ZendeskSandbox } from '#sandbox/zendesk/open-zendesk.ts';
import { kinds, plurals } from '#sandbox/zendesk/rule.ts';
import { seedAccount } from '#sandbox/zendesk/seed-account.ts';
import { basic, type Client, clientWith, column, dig, openClient } from './client.ts';

describe('listing business rules', () => {
  let zendesk: ZendeskSandbox;
  let client: Client;

  beforeEach(async () => {
    zendesk = await openZendesk();
    seedAccount(zendesk.account);
    client = await openClient(zendesk);
  });
  afterEach(() => zendesk.close());

  const titles = async (path: string, list: string) => column((await client.get(path)).body, list, 'title');

  it('sorts each kind as its recorded cursor says', async () => {
    const orders = [];
    for (const kind of kinds) {
      const { body } = await client.get(`/api/v2/${plurals[kind]}?page[size]=2`);
      const cursor = Buffer.from(String(dig(body, 'meta', 'after_cursor')), 'base64').toString();
      orders.push(/"o":"([^"]*)"/.exec(cursor)?.[1]);
    }
    expect(orders).toEqual(['position,position,title,id', 'position,id', 'title,id', 'created_at,id']);
  });

  it('gives every rule exactly once, whatever the page size', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...kinds), fc.integer({ min: 1, max: 12 }), async (kind, size) => {
        const list = plurals[kind];
        const seen: unknown[] = [];
        let cursor = '';
        for (let more = true; more; ) {
          const { body } = await client.get(`/api/v2/${list}?page[size]=${size}${cursor}`);
          seen.push(...column(body, list, 'id'));
          more = dig(body, 'meta', 'has_more') === true;
          cursor = `&page[after]=${encodeURIComponent(String(dig(body, 'meta', 'after_cursor')))}`;
        }
        const { body } = await client.get(`/api/v2/${list}`);
        expect([...seen].sort()).toEqual([...column(body, list, 'id')].sort());
        expect(seen).toHaveLength(Number(dig(body, 'count')));
      }),
      { numRuns: 20 },
    );
  });

  it('skips a row when someone renames while a reader pages, as the real one does', async () => {
    const first = await client.get('/api/v2/macros?page[size]=4');
    const unread = zendesk.account.remote().macro.find(({ title }) => title === 'Shipping::Late::Lost parcel');
    zendesk.account.as(1001).update('macro', unread?.id ?? 0, { title: 'AAA' });
    const cursor = encodeURIComponent(String(dig(first.body, 'meta', 'after_cursor')));
    const rest = await client.get(`/api/v2/macros?page[size]=100&page[after]=${cursor}`);
    const seen = [...column(first.body, 'macros', 'id'), ...column(rest.body, 'macros', 'id')];
    expect(seen).not.toContain(unread?.id);
  });

  it('runs triggers by category first', async () => {
    const before = await titles('/api/v2/triggers?page[size]=100', 'triggers');
    expect(before[0]).toBe('Auto-reply to customer');
    zendesk.account.as(1003).moveCategory('360000000903', 1);
    const after = await titles('/api/v2/triggers?page[size]=100', 'triggers');
    expect(after[0]).toBe('Transmit solved tickets to the shop');
  });

  it('shows an admin all macros, personal ones of others too, and narrows by access', async () => {
    expect(await titles('/api/v2/macros', 'macros')).toContain('My follow-up');
    expect(await titles('/api/v2/macros?access=shared', 'macros')).not.toContain('My follow-up');
    expect(await titles('/api/v2/macros?access=agents', 'macros')).toEqual(['My follow-up']);
    expect(await titles('/api/v2/macros?access=personal', 'macros')).toEqual([]);
    expect(await titles('/api/v2/macros?access=account', 'macros')).not.toContain('Billing::Invoice copy');
  });

  it("hides other people's personal views from lists and refuses to show them", async () => {
    const personal = 28835714742128;
    expect(await titles('/api/v2/views', 'views')).not.toContain('My ideas');
    expect((await client.get(`/api/v2/views/${personal}`)).status).toBe(403);
    expect((await client.get(`/api/v2/views/show_many?ids=${personal}`)).body).toMatchObject({ views: [], count: 0 });
    expect((await client.send('DELETE', `/api/v2/views/${personal}`)).status).toBe(403);
    zendesk.account.configure({ foreignView: 404 });
    expect((await client.get(`/api/v2/views/${personal}`)).status).toBe(404);
    zendesk.account.configure({ personalViewsOf: [1005] });
    expect((await client.get(`/api/v2/views/${personal}`)).status).toBe(200);
  });

  it('shows their owner personal views, and an agent no personal macro of another', async () => {
    zendesk.credentials.addApiToken('eve.agent@acme.example', 'eve');
    const eve = clientWith(zendesk, basic('eve.agent@acme.example', 'eve'));
    expect((await eve.get('/api/v2/views/28835714742128')).status).toBe(200);
    const { id } = zendesk.account.as(1001).create('macro', {
      title: 'Mine',
      actions: [{ field: 'status', value: 'open' }],
      restriction: { type: 'User', id: 1001 },
    });
    expect((await eve.get(`/api/v2/macros/${id}`)).status).toBe(404);
    expect((await client.get(`/api/v2/macros/${id}`)).status).toBe(200);
  });

  it('filters by active and by category', async () => {
    expect(await titles('/api/v2/automations?active=false', 'automations')).toEqual(['Raise unanswered refunds']);
    expect(await titles('/api/v2/triggers?category_id=360000000903&active=true', 'triggers')).toEqual([
      'Transmit solved tickets to the shop',
    ]);
  });

  it('sorts another way where asked, and refuses an order it does not know', async () => {
    const newest = await titles('/api/v2/triggers?page[size]=1&sort=-alphabetical', 'triggers');
    expect(newest).toEqual(['Transmit solved tickets to the shop']);
    expect((await client.get('/api/v2/triggers?page[size]=1&sort=colour')).status).toBe(400);
  });

  it('has no more after a page that ends with the last rule', async () => {
    const { body } = await client.get('/api/v2/automations?page[size]=4');
    expect(column(body, 'automations', 'id')).toHaveLength(4);
    expect(dig(body, 'meta', 'has_more')).toBe(false);
  });

  it('can page over a title of 64 KB', async () => {
    zendesk.account.overwrite('macro', 28835714740028, { raw_title: `A${'\u0000"x'.repeat(20_000)}` });
    const first = await client.get('/api/v2/macros?page[size]=1');
    const cursor = encodeURIComponent(String(dig(first.body, 'meta', 'after_cursor')));
    expect((await client.get(`/api/v2/macros?page[size]=1&page[after]=${cursor}`)).status).toBe(200);
  });
});
