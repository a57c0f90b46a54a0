import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openZendesk, type ZendeskSandbox } from '#sandbox/zendesk/open-zendesk.ts';
import { kinds } from '#sandbox/zendesk/rule.ts';
import { ruleForms } from '#sandbox/zendesk/rule-forms.ts';
import { seedAccount } from '#sandbox/zendesk/seed-account.ts';
import { opsRelay } from '#sandbox/zendesk/seed-directory.ts';
import { type Client, column, dig, openClient } from './client.ts';

describe('names for ids', () => {
  let zendesk: ZendeskSandbox;
  let client: Client;

  beforeEach(async () => {
    zendesk = await openZendesk();
    seedAccount(zendesk.account);
    client = await openClient(zendesk);
  });
  afterEach(() => zendesk.close());

  it('names people, and those who have left only when asked for the deleted', async () => {
    const names = async (more: string) =>
      column((await client.get(`/api/v2/users/show_many?ids=1001,1004,7${more}`)).body, 'users', 'name');
    expect(await names('')).toEqual(['Jane Doe']);
    expect(await names('&include_deleted=true')).toEqual(['Jane Doe', 'Carl Gone']);
  });

  it('names at most 100 people at once', async () => {
    const ids = Array.from({ length: 101 }, (_, index) => index + 1).join();
    expect((await client.get(`/api/v2/users/show_many?ids=${ids}`)).status).toBe(400);
    expect((await client.get('/api/v2/users/show_many?ids=jane')).status).toBe(400);
  });

  it('names groups, brands, fields, statuses and webhooks', async () => {
    expect(column((await client.get('/api/v2/groups')).body, 'groups', 'name')).toEqual([
      'Support',
      'Billing',
      'On-call',
    ]);
    expect(column((await client.get('/api/v2/brands')).body, 'brands', 'name')).toEqual(['Acme']);
    expect(column((await client.get('/api/v2/ticket_fields')).body, 'ticket_fields', 'title')).toContain('Region');
    expect(column((await client.get('/api/v2/custom_statuses')).body, 'custom_statuses', 'agent_label')).toContain(
      'Waiting for carrier',
    );
    expect(column((await client.get('/api/v2/webhooks?page[size]=100')).body, 'webhooks', 'name')).toEqual([
      'ops-relay',
      'shop-events',
    ]);
    expect((await client.get(`/api/v2/webhooks/${opsRelay}`)).body).toMatchObject({ webhook: { name: 'ops-relay' } });
    expect((await client.get('/api/v2/webhooks/none')).status).toBe(404);
  });

  it('gives the words of a trigger: fields, operators and values, with the account in them', async () => {
    const { body } = await client.get('/api/v2/triggers/definitions');
    expect(column(dig(body, 'definitions') ?? null, 'conditions_all', 'subject')).toContain(
      'custom_fields_360000000202',
    );
    expect(JSON.stringify(body)).toContain('{"value":"360000000103","title":"On-call","enabled":true}');
    expect(JSON.stringify(body)).toContain(`{"value":"${opsRelay}","title":"ops-relay","enabled":true}`);
    expect(dig(body, 'definitions', 'conditions_any', 0, 'values')).toBeUndefined();
  });

  it('lists the attachments of a macro, which shows their ids', async () => {
    const id = zendesk.account.as(1001).attach(28835714740028, 'terms.txt');
    expect((await client.get('/api/v2/macros/28835714740028')).body).toMatchObject({ macro: { attachments: [id] } });
    const listed = await client.get('/api/v2/macros/28835714740028/attachments');
    expect(listed.body).toMatchObject({ count: 1, macro_attachments: [{ id, filename: 'terms.txt' }] });
    expect((await client.get('/api/v2/macros/28835714740048/attachments')).body).toMatchObject({ count: 0 });
  });
});

describe('the account of Acme', () => {
  it('is the same in every run', async () => {
    const states = [];
    for (const seed of [1, 1]) {
      const zendesk = await openZendesk({ seed });
      seedAccount(zendesk.account);
      states.push(JSON.stringify([zendesk.account.remote(), zendesk.account.entries()]));
      await zendesk.close();
    }
    expect(states[0]).toBe(states[1]);
  });

  it('holds what the written examples name', async () => {
    const zendesk = await openZendesk();
    seedAccount(zendesk.account);
    const { trigger, automation, macro, view } = zendesk.account.remote();
    expect([trigger.length, automation.length, macro.length, view.length]).toEqual([8, 4, 9, 7]);
    const titles = Object.fromEntries([...trigger, ...automation, ...macro].map(({ id, title }) => [id, title]));
    expect(titles).toMatchObject({
      360000000041: 'Notify requester',
      28835714737428: 'Escalate VIP tickets to on-call',
      28835714740028: 'Billing::Refunds::EU – partial refund',
      1500016953642: 'Close ticket 4 days after status is set to solved',
    });
    await zendesk.close();
  });

  it('could have been written over HTTP: no rule in it would be refused', async () => {
    const zendesk = await openZendesk();
    seedAccount(zendesk.account);
    const remote = zendesk.account.remote();
    expect(kinds.flatMap((kind) => remote[kind].flatMap((rule) => ruleForms[kind].problems(rule)))).toEqual([]);
    await zendesk.close();
  });
});
