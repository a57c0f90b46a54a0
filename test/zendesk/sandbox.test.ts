import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ZendriftError } from '#errors.ts';
import { automation } from '#kinds/automation.ts';
import { kinds } from '#kinds/registry.ts';
import { trigger } from '#kinds/trigger.ts';
import { openZendesk as openSandbox, type ZendeskSandbox } from '#sandbox/zendesk/open-zendesk.ts';
import { seedAccount } from '#sandbox/zendesk/seed-account.ts';
import type { ZendeskConnection, ZendeskCredentials } from '#zendesk/settings.ts';
import { failureOf, fakeClock, start, zendeskAt } from './builders.ts';

let sandbox: ZendeskSandbox;

const credentials = (): ZendeskCredentials => ({
  type: 'client-credentials',
  id: sandbox.env['ZENDESK_CLIENT_ID'] ?? '',
  secret: sandbox.env['ZENDESK_CLIENT_SECRET'] ?? '',
});
const open = (settings: Partial<ZendeskConnection> = {}) =>
  zendeskAt(sandbox.url, { credentials: credentials(), ...settings });

beforeEach(async () => {
  sandbox = await openSandbox({ clock: { now: '2026-11-22T10:00:00Z' } });
  seedAccount(sandbox.account);
});
afterEach(() => sandbox.close());

describe('against the embedded account', () => {
  test('an idle run is three requests', async () => {
    const zendesk = open();
    expect((await zendesk.readUser()).role).toBe('admin');
    const to = zendesk.serverTime();
    expect(to).toBe('2026-11-22T10:00:00Z');
    const { entries } = await zendesk.listAuditEntries({ from: '2026-11-22T09:00:00Z', to });
    expect([entries, zendesk.requestCount(), sandbox.requests.length]).toEqual([[], 3, 3]);
  });

  test('every object of every kind is listed once, and reads the same one by one', async () => {
    const zendesk = open();
    const filled = new Set<string>();
    for (const kind of kinds) {
      const listing = await zendesk.listObjects(kind);
      if (listing.type !== 'listed') throw new Error(listing.reason);
      if (listing.objects.length > 0) filled.add(kind.name);
      for (const object of listing.objects) {
        if (object.type !== 'readable') throw new Error(object.reason);
        expect(await zendesk.readObject(kind, String(object.snapshot.value['id']))).toEqual({ type: 'found', object });
      }
    }
    expect([...filled]).toEqual(expect.arrayContaining(['trigger', 'automation', 'macro', 'view', 'trigger-category']));
  });

  test('pages of two give the same listing as one page', async () => {
    const whole = await open().listObjects(automation);
    sandbox.account.configure({ pageSizeMax: 2 });
    sandbox.onRequest((request, proceed) => {
      if (request.query.has('page[size]')) request.query.set('page[size]', '2');
      proceed();
      return undefined;
    });
    expect(await open().listObjects(automation)).toEqual(whole);
    expect(sandbox.requests.filter(({ path }) => path === '/api/v2/automations').length).toBeGreaterThan(2);
  });

  test('an edit is one entry, whatever the account does with the filter by type', async () => {
    const id = Number(sandbox.account.rules.list('trigger')[0]?.['id']);
    sandbox.account.as(1001).update('trigger', id, { active: false });
    const window = { from: '2026-11-22T09:59:00Z', to: '2026-11-22T10:01:00Z' };
    const read = async () => (await open().listAuditEntries(window)).entries;
    const supported = await read();
    expect(supported).toMatchObject([{ sourceId: String(id), actorId: '1001', action: 'update', ip: '203.0.113.7' }]);
    for (const sourceTypeFilter of ['refused', 'ignored'] as const) {
      sandbox.account.configure({ sourceTypeFilter });
      expect(await read()).toEqual(supported);
    }
  });

  test('a deleted object is gone, an unknown one too', async () => {
    const id = Number(sandbox.account.rules.list('trigger')[0]?.['id']);
    sandbox.account.as(1001).remove('trigger', id);
    expect(await open().readObject(trigger, String(id))).toEqual({ type: 'gone' });
    expect(await open().readObject(trigger, '1')).toEqual({ type: 'gone' });
  });

  test('a plan without the log is reported as such', async () => {
    sandbox.account.configure({ plan: 'professional' });
    const window = { from: '2026-11-22T09:00:00Z', to: '2026-11-22T10:00:00Z' };
    const zendesk = open();
    expect((await failureOf(zendesk.listAuditEntries(window))).code).toBe('zendesk-plan');
    expect(await zendesk.listRevisions(trigger, String(sandbox.account.rules.list('trigger')[0]?.['id']))).toBeNull();
  });

  test('wrong credentials are reported as such, in every form', async () => {
    for (const wrong of [
      { type: 'bearer', token: 'wrong' },
      { type: 'api-token', email: 'jane@acme.test', token: 'wrong' },
      { type: 'client-credentials', id: 'wrong', secret: 'wrong' },
    ] as const)
      expect((await failureOf(open({ credentials: wrong }).readUser())).code).toBe('zendesk-credentials');
  });

  test('revisions come newest first with their authors', async () => {
    const id = Number(sandbox.account.rules.list('trigger')[0]?.['id']);
    sandbox.account.as(1001).update('trigger', id, { title: 'Once' });
    sandbox.account.as(1002).update('trigger', id, { title: 'Twice' });
    const revisions = await open().listRevisions(trigger, String(id));
    expect(revisions?.slice(0, 2).map(({ authorId, snapshot }) => [authorId, snapshot['title']])).toEqual([
      ['1002', 'Twice'],
      ['1001', 'Once'],
    ]);
  });

  test('all words are there, and none is a person', async () => {
    const { names, missing } = await open().readNames(kinds);
    expect(missing).toEqual([]);
    for (const words of [
      names.groups,
      names.webhooks,
      names.categories,
      names.brands,
      names.ticketFields,
      names.statuses,
    ])
      expect(Object.keys(words).length).toBeGreaterThan(0);
    expect(JSON.stringify(names)).not.toMatch(/Jane Doe|Bob Ray|@/);
  });

  test('a budget that runs out is waited for, or ends the run where the deadline comes first', async () => {
    sandbox.setRateLimit(3);
    const clock = fakeClock();
    const walking = {
      ...clock,
      sleep: async (milliseconds: number) => {
        await clock.sleep(milliseconds);
        sandbox.clock.advance(Math.ceil(milliseconds / 1_000));
      },
    };
    const zendesk = open({ clock: walking });
    for (let count = 0; count < 8; count += 1) await zendesk.readObject(trigger, '1');
    sandbox.setRateLimit(1);
    const hurried = open({ clock: walking, deadline: () => clock.now() + 5_000 });
    const error = await failureOf(hurried.readObject(trigger, '1').then(() => hurried.readObject(trigger, '1')));
    expect(error).toBeInstanceOf(ZendriftError);
    expect(error.code).toBe('rate-limited');
    expect(start).toBeLessThan(clock.now());
  });
});
