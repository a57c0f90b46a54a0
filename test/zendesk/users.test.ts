import { expect, test } from 'vitest';
import { failureOf, fakeClock, me, page, zendeskAt } from './builders.ts';
import { type Reply, serve } from './server.ts';

test('an idle run costs three requests with client credentials: token, user, one audit page', async () => {
  const server = await serve((request) => {
    if (request.path === '/oauth/tokens') return { status: 201, body: { access_token: 't' } };
    return { body: request.path === '/api/v2/users/me' ? me : page('audit_logs', []) };
  });
  const zendesk = zendeskAt(server.url, { credentials: { type: 'client-credentials', id: 'i', secret: 's' } });
  expect(await zendesk.readUser()).toEqual({ id: '1001', name: 'Jane Doe', role: 'admin' });
  await zendesk.listAuditEntries({ from: '2026-11-22T09:00:00Z', to: zendesk.serverTime() });
  expect(zendesk.requestCount()).toBe(3);
});

test.each<[string, Reply, string]>([
  [
    '200 "Anonymous user"',
    { body: { user: { id: null, name: 'Anonymous user', role: 'end-user' } } },
    'zendesk-credentials',
  ],
  ['200 with a name alone', { body: { user: { name: 'Anonymous user' } } }, 'zendesk-credentials'],
  ['401', { status: 401, body: { error: "Couldn't authenticate you" } }, 'zendesk-credentials'],
  ['403', { status: 403, body: { error: 'Forbidden' } }, 'zendesk-forbidden'],
  ['404 with HTML', { status: 404, body: '<h1>No help desk at nowhere.zendesk.com</h1>' }, 'zendesk-host'],
  ['404 with {}', { status: 404, body: {} }, 'zendesk-host'],
  ['a redirect', { status: 301, headers: { location: 'https://www.zendesk.com/app-not-found' } }, 'zendesk-host'],
  ['200 with HTML', { body: '<html>' }, 'zendesk-nonsense'],
  ['200 with {}', { body: {} }, 'zendesk-nonsense'],
  ['no usable Date', { body: me, headers: { date: 'today' } }, 'zendesk-nonsense'],
  ['503', { status: 503, body: 'maintenance' }, 'zendesk-unavailable'],
])('%s at the first request is reported clearly', async (_name, reply, code) => {
  const server = await serve(() => reply);
  expect((await failureOf(zendeskAt(server.url).readUser())).code).toBe(code);
});

test('a host that does not exist is an address to mend, without another try', async () => {
  const zendesk = zendeskAt('https://nowhere.invalid');
  expect((await failureOf(zendesk.readUser())).code).toBe('zendesk-host');
  expect(zendesk.requestCount()).toBe(1);
});

test('the server’s time is that of its newest answer, and the skew is reported', async () => {
  const times = ['Sun, 22 Nov 2026 10:03:00 GMT', 'Sun, 22 Nov 2026 10:03:05 GMT'];
  const server = await serve((_request, count) => ({ body: me, headers: { date: times[count - 1] ?? '' } }));
  const zendesk = zendeskAt(server.url, { clock: fakeClock() });
  expect(() => zendesk.serverTime()).toThrow(/no usable Date/);
  await zendesk.readUser();
  expect([zendesk.serverTime(), zendesk.clockSkew()]).toEqual(['2026-11-22T10:03:00Z', 180]);
  await zendesk.readUser();
  expect([zendesk.serverTime(), zendesk.clockSkew()]).toEqual(['2026-11-22T10:03:05Z', 185]);
});
