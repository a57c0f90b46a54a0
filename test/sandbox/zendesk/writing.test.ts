import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '#sandbox/zendesk/json.ts';
import { openZendesk, type ZendeskSandbox } from '#sandbox/zendesk/open-zendesk.ts';
import { kinds, plurals } from '#sandbox/zendesk/rule.ts';
import { seedAccount } from '#sandbox/zendesk/seed-account.ts';
import { type Client, dig, openClient } from './client.ts';

const open = { field: 'status', operator: 'is', value: 'open' };
const older = { field: 'OPEN', operator: 'greater_than', value: '24' };
const solve = [{ field: 'status', value: 'solved' }];
const bodies: Readonly<Record<string, Json>> = {
  trigger: { title: 'New', conditions: { all: [open], any: [] }, actions: solve },
  automation: { title: 'New', conditions: { all: [open, older], any: [] }, actions: solve },
  macro: { title: 'New', actions: solve },
  view: { title: 'New', all: [open], output: { columns: ['status'] } },
};

describe('writing business rules over HTTP', () => {
  let zendesk: ZendeskSandbox;
  let client: Client;

  beforeEach(async () => {
    zendesk = await openZendesk();
    seedAccount(zendesk.account);
    client = await openClient(zendesk);
  });
  afterEach(() => zendesk.close());

  it.each(kinds)('creates with 201, updates with 200, deletes with 204 and then knows no %s', async (kind) => {
    const path = `/api/v2/${plurals[kind]}`;
    const made = await client.send('POST', path, { [kind]: bodies[kind] ?? null });
    expect(made.status).toBe(201);
    const one = `${path}/${String(dig(made.body, kind, 'id'))}`;
    expect((await client.get(one)).body).toEqual(made.body);
    zendesk.clock.advance(10);
    const updated = await client.send('PUT', `${one}.json`, { [kind]: { title: 'Newer' } });
    expect(updated.status).toBe(200);
    expect(dig(updated.body, kind)).toMatchObject({
      title: 'Newer',
      raw_title: 'Newer',
      updated_at: zendesk.clock.iso(),
    });
    expect((await client.send('DELETE', one)).status).toBe(204);
    const gone = { status: 404, body: { error: 'RecordNotFound', description: 'Not found' } };
    expect(await client.get(one)).toMatchObject(gone);
    expect(await client.send('PUT', one, { [kind]: { title: 'X' } })).toMatchObject(gone);
    expect(await client.send('DELETE', one)).toMatchObject(gone);
    expect((await client.get(`${path}/abc`)).status).toBe(400);
    const actions = zendesk.account.entries().slice(-3);
    expect(actions.map(({ action, actor_name, ip_address }) => `${action} ${actor_name} ${ip_address}`)).toEqual([
      'create Config Tracker 203.0.113.200',
      'update Config Tracker 203.0.113.200',
      'destroy Config Tracker 203.0.113.200',
    ]);
  });

  it('clears the conditions of a trigger when only its actions are sent, and the other way round', async () => {
    const one = '/api/v2/triggers/28835714737428';
    const actions = await client.send('PUT', one, { trigger: { actions: solve } });
    expect(dig(actions.body, 'trigger')).toMatchObject({ actions: solve, conditions: { all: [], any: [] } });
    expect((await client.send('PUT', one, { trigger: { conditions: { all: [open], any: [] } } })).status).toBe(422);
  });

  it('clears the actions of an automation too, which then refuses to be without any', async () => {
    const reading = await client.send('PUT', '/api/v2/automations/1500016953642', {
      automation: { conditions: { all: [open, older], any: [] } },
    });
    expect(reading).toMatchObject({ status: 422, body: { details: { actions: [{ error: 'BlankValue' }] } } });
  });

  it('moves one rule and lets the others make room', async () => {
    const [first, , third] = zendesk.account.remote().automation;
    await client.send('PUT', `/api/v2/automations/${third?.id}`, { automation: { position: 1 } });
    const [now, next] = zendesk.account.remote().automation;
    expect([now?.id, now?.position, next?.id, next?.position]).toEqual([third?.id, 1, first?.id, 2]);
  });

  it('replaces `all` and `any` of a view each on its own', async () => {
    const one = '/api/v2/views/28835714742048';
    const { body } = await client.send('PUT', one, { view: { all: [open] } });
    expect(dig(body, 'view', 'conditions', 'all')).toEqual([open]);
    expect(dig(body, 'view', 'conditions', 'any')).toHaveLength(2);
  });

  it('takes no `conditions` and no `execution` for a view, and says so', async () => {
    const one = '/api/v2/views/28835714742048';
    const before = await client.get(one);
    const reading = await client.send('PUT', one, {
      view: { conditions: { all: [open] }, execution: { columns: [] } },
    });
    expect(reading.body).toEqual(before.body);
    expect(reading.headers.get('x-zendesk-api-warn')).toContain('["view.conditions","view.execution"]');
  });

  it('shows what `output` asks for with copies for display', async () => {
    const { body } = await client.send('POST', '/api/v2/views', {
      view: {
        title: 'Refunds',
        all: [open],
        output: {
          columns: ['description', '360000000201', 'updated'],
          group_by: 'status',
          sort_by: 'nice_id',
          sort_order: 'asc',
        },
      },
    });
    const custom = {
      id: 360000000201,
      title: 'Order number',
      type: 'regexp',
      url: 'https://acme.zendesk.com/api/v2/ticket_fields/360000000201.json',
    };
    const subject = { id: 'subject', title: 'Subject', filterable: false, sortable: false };
    const updated = { id: 'updated', title: 'Updated', filterable: true, sortable: true };
    expect(dig(body, 'view', 'execution')).toEqual({
      group_by: 'status',
      group_order: 'asc',
      sort_by: 'nice_id',
      sort_order: 'asc',
      group: { id: 'status', title: 'Status category', filterable: true, sortable: true, order: 'asc' },
      sort: { id: 'ticket_id', title: 'ID', filterable: true, sortable: true, order: 'asc' },
      columns: [subject, custom, updated],
      fields: [subject, updated],
      custom_fields: [custom],
    });
  });

  it.each<readonly [Json, Json]>([
    [
      { type: 'Group', id: 7 },
      { type: 'Group', id: 7, ids: [7] },
    ],
    [
      { type: 'Group', ids: [9, 7] },
      { type: 'Group', id: 9, ids: [9, 7] },
    ],
    [
      { type: 'User', id: '990001' },
      { type: 'User', id: 990001 },
    ],
    [null, null],
  ])('reads restriction %j back as %j', async (written, read) => {
    const { body } = await client.send('POST', '/api/v2/macros', {
      macro: { title: 'A', actions: solve, restriction: written },
    });
    expect(dig(body, 'macro', 'restriction')).toEqual(read);
  });

  it('keeps a restriction that is not sent and drops it for null', async () => {
    const one = '/api/v2/macros/28835714740088';
    const kept = await client.send('PUT', one, { macro: { title: 'Copy' } });
    expect(dig(kept.body, 'macro', 'restriction', 'type')).toBe('Group');
    const open_ = await client.send('PUT', one, { macro: { restriction: null } });
    expect(dig(open_.body, 'macro', 'restriction')).toBeNull();
  });

  it.each<readonly [string, Json]>([
    ['triggers', { trigger: { title: '', actions: solve } }],
    ['triggers', { trigger: { title: 'A', actions: [] } }],
    ['triggers', { trigger: { title: 'A', actions: solve, category_id: 'none' } }],
    ['automations', { automation: { title: 'A', conditions: { all: [open] }, actions: solve } }],
    ['automations', { automation: { title: 'A', conditions: { all: [older] }, actions: solve } }],
    ['views', { view: { title: 'A', all: [], any: [open] } }],
    ['macros', {}],
  ])('refuses %s %j as invalid', async (path, body) => {
    const before = zendesk.account.entries().length;
    const reading = await client.send('POST', `/api/v2/${path}`, body);
    expect(reading).toMatchObject({ status: 422, body: { error: 'RecordInvalid' } });
    expect(zendesk.account.entries()).toHaveLength(before);
  });

  it('does not save what does not change: no entry, no new time', async () => {
    const one = '/api/v2/macros/28835714740028';
    const before = await client.get(one);
    const entries = zendesk.account.entries().length;
    zendesk.clock.advance(60);
    const title = dig(before.body, 'macro', 'raw_title') ?? null;
    const actions = dig(before.body, 'macro', 'actions') ?? null;
    expect((await client.send('PUT', one, { macro: { title, actions } })).body).toEqual(before.body);
    expect(zendesk.account.entries()).toHaveLength(entries);
  });

  it('drops keys that are read-only and names them in a header', async () => {
    const reading = await client.send('POST', '/api/v2/automations', {
      automation: { title: 'A', id: 5, raw_title: 'B', conditions: { all: [open, older] }, actions: solve },
    });
    expect(dig(reading.body, 'automation', 'title')).toBe('A');
    expect(dig(reading.body, 'automation', 'id')).not.toBe(5);
    expect(reading.headers.get('x-zendesk-api-warn')).toContain('["automation.id","automation.raw_title"]');
  });

  it('sets many places at once exactly as sent', async () => {
    const order = zendesk.account
      .remote()
      .automation.map(({ id }) => id)
      .reverse();
    const automations = order.map((id, index) => ({ id, position: index + 1 }));
    const reading = await client.send('PUT', '/api/v2/automations/update_many', { automations });
    expect(reading.status).toBe(200);
    expect(zendesk.account.remote().automation.map(({ id, position }) => ({ id, position }))).toEqual(automations);
    expect((await client.send('PUT', '/api/v2/automations/update_many', { automations: [{ id: 1 }] })).status).toBe(
      404,
    );
  });

  it('reorders all triggers only in an account with one category', async () => {
    const reading = await client.send('PUT', '/api/v2/triggers/reorder', { trigger_ids: [] });
    expect(reading).toMatchObject({ status: 400, body: { errors: [{ code: 'LimitOneCategory' }] } });
  });

  it('moves categories and triggers in one job', async () => {
    const items = {
      trigger_categories: [{ id: '360000000903', position: 1 }],
      triggers: [{ id: '360000000041', category_id: '360000000903', position: 1 }],
    };
    const reading = await client.send('POST', '/api/v2/trigger_categories/jobs', { job: { action: 'patch', items } });
    expect(reading).toMatchObject({ status: 200, body: { status: 'complete' } });
    const [first, second] = zendesk.account.rules.siblings('trigger', '360000000903');
    expect([first?.id, first?.position, second?.position]).toEqual([360000000041, 1, 2]);
    expect(zendesk.account.categories.get('360000000901')?.position).toBe(2);
  });

  it('deletes no category with active triggers', async () => {
    const one = '/api/v2/trigger_categories/360000000903';
    expect((await client.send('DELETE', one)).body).toMatchObject({ errors: [{ code: 'TriggerCategoryNotEmpty' }] });
    zendesk.account.as(1003).remove('trigger', 28835714738008);
    expect((await client.send('DELETE', one)).status).toBe(204);
    expect((await client.get(one)).body).toMatchObject({ errors: [{ code: 'TriggerCategoryNotFound' }] });
  });

  it('sees no body without its content type', async () => {
    const headers = { authorization: `Bearer ${'none'}` };
    const unread = await fetch(`${zendesk.url}/oauth/tokens`, {
      method: 'POST',
      body: '{"client_id":"zendrift"}',
      headers,
    });
    expect(unread.status).toBe(401);
  });
});
