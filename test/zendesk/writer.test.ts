import { describe, expect, test } from 'vitest';
import { automation } from '#kinds/automation.ts';
import { trigger } from '#kinds/trigger.ts';
import type { Written, ZendeskWriter } from '#ports.ts';
import { openZendeskWriter } from '#zendesk/open-zendesk-writer.ts';
import { clientCredentials, rawTrigger, settingsFor } from './builders.ts';
import { type Reply, serve } from './server.ts';

const writerAt = (url: string) => openZendeskWriter(settingsFor(url));

const writes: ReadonlyArray<{ readonly name: string; readonly send: (writer: ZendeskWriter) => Promise<Written> }> = [
  { name: 'create', send: (writer) => writer.create(trigger, { title: 'T' }) },
  { name: 'update', send: (writer) => writer.update(trigger, '41', { title: 'T' }) },
  { name: 'remove', send: (writer) => writer.remove(trigger, '41') },
  {
    name: 'writeOrder',
    send: (writer) => writer.writeOrder(trigger, { categories: [], objects: [{ id: '41', position: 2 }] }),
  },
];

describe.each(writes)('$name', ({ send }) => {
  const lost: ReadonlyArray<{ readonly name: string; readonly reply: Reply }> = [
    { name: 'a broken connection', reply: { fault: 'reset' } },
    { name: 'a cut answer', reply: { body: { trigger: rawTrigger(41) }, fault: 'cut' } },
    { name: 'a 502 in HTML', reply: { status: 502, body: '<html>' } },
    { name: 'a 503', reply: { status: 503 } },
    { name: 'a 409', reply: { status: 409 } },
    { name: 'a login page', reply: { status: 200, body: '<html>' } },
  ];

  test.each(lost)('is sent once where the answer is $name, and its outcome is unknown', async ({ reply }) => {
    const server = await serve(() => reply);
    expect((await send(writerAt(server.url))).type).toBe('unknown');
    expect(server.seen).toHaveLength(1);
  });

  test('is sent again after 429, which says that nothing was done', async () => {
    const server = await serve((_, count) =>
      count === 1
        ? { status: 429, headers: { 'retry-after': '1' }, body: 'too many' }
        : { body: { trigger: rawTrigger(41) } },
    );
    expect((await send(writerAt(server.url))).type).toBe('done');
    expect(server.seen).toHaveLength(2);
  });

  test('is refused with what a 422 holds against each field', async () => {
    const details = { title: [{ description: 'Title: cannot be blank', error: 'BlankValue' }] };
    const server = await serve(() => ({
      status: 422,
      body: { error: 'RecordInvalid', description: 'Record validation errors', details },
    }));
    expect(await send(writerAt(server.url))).toEqual({
      type: 'refused',
      status: 422,
      reason: 'Title: cannot be blank',
    });
  });

  test('goes nowhere else than to the account', async () => {
    const elsewhere = await serve(() => ({}));
    const server = await serve(() => ({ status: 307, headers: { location: elsewhere.url } }));
    expect((await send(writerAt(server.url))).type).toBe('refused');
    expect(elsewhere.seen).toEqual([]);
  });
});

test('each write has its method, its path and its envelope', async () => {
  const server = await serve(({ method }) =>
    method === 'DELETE' ? { status: 204, body: '' } : { status: 200, body: { trigger: rawTrigger(41) } },
  );
  const writer = writerAt(server.url);
  expect(await writer.create(trigger, { title: 'T' })).toEqual({ type: 'done', id: '41' });
  expect(await writer.update(trigger, '41', { active: true })).toEqual({ type: 'done', id: '41' });
  expect(await writer.remove(trigger, '41')).toEqual({ type: 'done', id: '41' });
  const write = { categories: [{ id: '900', position: 1 }], objects: [{ id: '41', position: 2 }] };
  await writer.writeOrder(trigger, write);
  await writer.writeOrder(automation, { ...write, categories: [] });
  expect(server.seen.map(({ method, path, body }) => [method, path, body])).toEqual([
    ['POST', '/api/v2/triggers', '{"trigger":{"title":"T"}}'],
    ['PUT', '/api/v2/triggers/41', '{"trigger":{"active":true}}'],
    ['DELETE', '/api/v2/triggers/41', ''],
    [
      'POST',
      '/api/v2/trigger_categories/jobs',
      '{"job":{"action":"patch","items":{"trigger_categories":[{"id":"900","position":1}],"triggers":[{"id":"41","position":2}]}}}',
    ],
    ['PUT', '/api/v2/automations/update_many', '{"automations":[{"id":41,"position":2}]}'],
  ]);
});

test('a job that says "failed" was refused, whatever its status', async () => {
  const server = await serve(() => ({ body: { status: 'failed', errors: [{ code: 'InvalidTrigger', title: 'no' }] } }));
  expect((await writerAt(server.url).writeOrder(trigger, { categories: [], objects: [] })).type).toBe('refused');
});

test('a 404 of the API is gone, of anything else refused', async () => {
  const gone = await serve(() => ({ status: 404, body: { error: 'RecordNotFound', description: 'Not found' } }));
  expect(await writerAt(gone.url).update(trigger, '41', {})).toEqual({ type: 'gone' });
  const wrong = await serve(() => ({ status: 404, body: '<html>' }));
  expect((await writerAt(wrong.url).update(trigger, '41', {})).type).toBe('refused');
});

test('an id that is no part of a path is never sent', async () => {
  const server = await serve(() => ({}));
  expect((await writerAt(server.url).remove(trigger, '../users/1')).type).toBe('refused');
  expect(server.seen).toEqual([]);
});

test('a token of its own is asked for with the scope to write, and again when it has expired', async () => {
  const server = await serve(({ path, authorization }, count) =>
    path === '/oauth/tokens'
      ? { status: 201, body: { access_token: `token-${count}`, expires_in: 3600 } }
      : authorization === 'Bearer token-1'
        ? { status: 401, body: { error: 'invalid_token' } }
        : { body: { trigger: rawTrigger(41) } },
  );
  const writer = openZendeskWriter(settingsFor(server.url, { credentials: clientCredentials }));
  expect((await writer.update(trigger, '41', {})).type).toBe('done');
  const scopes = server.seen.filter(({ path }) => path === '/oauth/tokens').map(({ body }) => JSON.parse(body).scope);
  expect(scopes).toEqual(['read write', 'read write']);
});
