import { describe, expect, test } from 'vitest';
import { appInstallation } from '#kinds/app-installation.ts';
import { schedule } from '#kinds/schedule.ts';
import { slaPolicy } from '#kinds/sla-policy.ts';
import { zendeskAt } from './builders.ts';
import { serve } from './server.ts';

const policy = (id: number) => ({ id, title: `SLA ${id}`, filter: { all: [], any: [] }, policy_metrics: [] });
const ids = (listing: Awaited<ReturnType<ReturnType<typeof zendeskAt>['listObjects']>>) =>
  listing.type === 'listed'
    ? listing.objects.map((one) => (one.type === 'readable' ? one.snapshot.value['id'] : one.reason))
    : listing.reason;

describe('a list that should come whole', () => {
  test('is taken as it is', async () => {
    const server = await serve(() => ({ body: { sla_policies: [policy(1)], next_page: null, count: 1 } }));
    expect(ids(await zendeskAt(server.url).listObjects(slaPolicy))).toEqual([1]);
    expect(server.seen.map(({ path }) => path)).toEqual(['/api/v2/slas/policies']);
  });

  test('is read on where it goes on all the same, and never follows an address that it names', async () => {
    const server = await serve((_request, count) => ({
      body: { sla_policies: [policy(count), policy(9)], next_page: count < 3 ? 'https://elsewhere.example/2' : null },
    }));
    expect(ids(await zendeskAt(server.url).listObjects(slaPolicy))).toEqual([1, 9, 2, 3]);
    expect(server.seen).toHaveLength(3);
  });

  test('is nothing to be believed where it never ends, or is no list', async () => {
    const endless = await serve(() => ({ body: { sla_policies: [policy(1)], next_page: 'https://x.example' } }));
    expect(ids(await zendeskAt(endless.url).listObjects(slaPolicy))).toMatch(/brings nothing new/);
    const none = await serve(() => ({ body: { policies: [] } }));
    expect(ids(await zendeskAt(none.url).listObjects(slaPolicy))).toMatch(/no list "sla_policies"/);
  });

  test.each([403, 404])('that the account does not offer (%i) is absent', async (status) => {
    const server = await serve(() => ({ status, body: { error: 'Forbidden' } }));
    expect(await zendeskAt(server.url).listObjects(slaPolicy)).toMatchObject({ type: 'unusable', absent: true });
  });
});

describe('a list below each object', () => {
  const server = () =>
    serve(({ path }) => {
      const one = { id: 9, name: 'Office', intervals: [] };
      if (path.endsWith('/holidays')) return { body: { holidays: [{ id: 1, name: 'Christmas' }] } };
      return { body: path.endsWith('/9') ? { schedule: one } : { schedules: [one] } };
    });

  test('is a field of it, however the object is read', async () => {
    const zendesk = zendeskAt((await server()).url);
    const listing = await zendesk.listObjects(schedule);
    const read = await zendesk.readObject(schedule, '9');
    const holidays = [{ id: 1, name: 'Christmas', start_date: null, end_date: null }];
    expect(listing).toMatchObject({ objects: [{ snapshot: { value: { holidays } } }] });
    expect(read).toMatchObject({ type: 'found', object: { snapshot: { value: { holidays } } } });
  });

  test('that cannot be read makes no object without it', async () => {
    const broken = await serve(({ path }) =>
      path.endsWith('/holidays') ? { status: 403, body: {} } : { body: { schedules: [{ id: 9, name: 'Office' }] } },
    );
    expect(await zendeskAt(broken.url).listObjects(schedule)).toMatchObject({ type: 'unusable' });
  });
});

test('an object that comes without an envelope is read as it is', async () => {
  const server = await serve(() => ({ body: { id: 42, app_id: 10, settings: { title: 'Shop', token: 's3cret' } } }));
  const read = await zendeskAt(server.url).readObject(appInstallation, '42');
  expect(read).toMatchObject({
    type: 'found',
    object: { snapshot: { value: { id: 42, settings: { title: 'Shop' } } } },
  });
  expect(JSON.stringify(read)).not.toContain('s3cret');
});
