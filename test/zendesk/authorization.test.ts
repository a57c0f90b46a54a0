import { expect, test } from 'vitest';
import { bearer, clientAt, clientCredentials, failureOf, fakeClock, me, zendeskAt } from './builders.ts';
import { type Reply, type Seen, serve } from './server.ts';

const token = (value: string, fields: object = {}): Reply => ({
  status: 201,
  body: { access_token: value, token_type: 'bearer', scope: 'read', ...fields },
});
const isToken = (request: Seen) => request.path === '/oauth/tokens';

test('client credentials fetch one token for all requests in flight, and ask for read scope and one hour', async () => {
  const server = await serve((request) => (isToken(request) ? token('t1') : { body: me }));
  const zendesk = zendeskAt(server.url, { credentials: clientCredentials });
  await Promise.all([zendesk.readUser(), zendesk.readUser(), zendesk.readUser()]);
  const asked = server.seen.filter(isToken);
  expect(asked.map(({ method, body }) => [method, JSON.parse(body)])).toEqual([
    [
      'POST',
      {
        grant_type: 'client_credentials',
        client_id: 'zendrift',
        client_secret: 'secret-client-secret',
        scope: 'read',
        expires_in: 3600,
      },
    ],
  ]);
  expect(asked[0]?.authorization).toBeUndefined();
  expect(server.seen.filter((one) => !isToken(one)).map((one) => one.authorization)).toEqual(
    Array(3).fill('Bearer t1'),
  );
  expect(zendesk.requestCount()).toBe(4);
});

test('a bearer token and an API token are sent as they are, and only the API token is warned about', async () => {
  const server = await serve(() => ({ body: me }));
  const warnings: string[] = [];
  const warn = (text: string) => warnings.push(text);
  await zendeskAt(server.url, { credentials: bearer, warn }).readUser();
  expect(warnings).toEqual([]);
  await zendeskAt(server.url, {
    credentials: { type: 'api-token', email: 'jöe@acme.test', token: 'abc' },
    warn,
  }).readUser();
  expect(warnings.join()).toContain('2027-04-30');
  expect(server.seen.map((one) => one.authorization)).toEqual([
    'Bearer secret-bearer-token',
    `Basic ${Buffer.from('jöe@acme.test/token:abc').toString('base64')}`,
  ]);
});

test('a token is used until a minute before it expires, then fetched anew', async () => {
  const clock = fakeClock();
  let number = 0;
  const server = await serve((request) => {
    if (!isToken(request)) return { body: me };
    number += 1;
    return token(`t${number}`, { expires_in: 1800 });
  });
  const client = clientAt(server.url, { credentials: clientCredentials, clock });
  await client.get('/api/v2/users/me');
  clock.advance(1_739_000);
  await client.get('/api/v2/users/me');
  expect(number).toBe(1);
  clock.advance(1_001);
  await client.get('/api/v2/users/me');
  expect(number).toBe(2);
  expect(server.seen.at(-1)?.authorization).toBe('Bearer t2');
});

test('a refused token is renewed once for all requests that met it, and the requests repeated', async () => {
  let number = 0;
  const server = await serve((request) => {
    if (isToken(request)) {
      number += 1;
      return token(`t${number}`);
    }
    return request.authorization === 'Bearer t1' ? { status: 401, body: { error: 'invalid_token' } } : { body: me };
  });
  const client = clientAt(server.url, { credentials: clientCredentials });
  const outcomes = await Promise.all([client.get('/api/v2/a'), client.get('/api/v2/b'), client.get('/api/v2/c')]);
  expect(outcomes.map((outcome) => outcome.type)).toEqual(['answered', 'answered', 'answered']);
  expect(number).toBe(2);
});

test('a token that is refused for ever is asked for twice and no more', async () => {
  const server = await serve((request) => (isToken(request) ? token('t') : { status: 401, body: { error: 'no' } }));
  const error = await failureOf(zendeskAt(server.url, { credentials: clientCredentials }).readUser());
  expect(error.code).toBe('zendesk-credentials');
  expect(server.seen.filter(isToken)).toHaveLength(2);
  expect(server.seen).toHaveLength(4);
});

test.each<[string, Reply, string]>([
  ['invalid_client', { status: 401, body: { error: 'invalid_client' } }, 'zendesk-credentials'],
  ['invalid_scope', { status: 400, body: { error: 'invalid_scope', error_description: 'no' } }, 'zendesk-credentials'],
  ['an account that is not there', { status: 404, body: '<h1>No help desk</h1>' }, 'zendesk-host'],
  ['a redirect', { status: 302, headers: { location: 'https://evil.example/' } }, 'zendesk-host'],
  ['HTML with 200', { status: 200, body: '<html>' }, 'zendesk-nonsense'],
  ['no token in it', { status: 201, body: { token_type: 'bearer' } }, 'zendesk-nonsense'],
  ['a token that no header may hold', { status: 201, body: { access_token: 'a\r\nx-b: c' } }, 'zendesk-nonsense'],
  ['a server that is down', { status: 503, body: 'down' }, 'zendesk-unavailable'],
])('no token because of %s is reported clearly', async (_name, reply, code) => {
  const server = await serve(() => reply);
  const error = await failureOf(zendeskAt(server.url, { credentials: clientCredentials }).readUser());
  expect(error.code).toBe(code);
  expect(error.message).not.toContain('secret-client-secret');
});

test('a token request that fails is tried again by the next request, not remembered', async () => {
  const server = await serve((request, count) =>
    isToken(request) ? (count === 1 ? { status: 401, body: { error: 'invalid_client' } } : token('t')) : { body: me },
  );
  const zendesk = zendeskAt(server.url, { credentials: clientCredentials });
  await failureOf(zendesk.readUser());
  expect((await zendesk.readUser()).id).toBe('1001');
});

test('no error repeats a secret that an answer echoes', async () => {
  const echo: Reply = { status: 422, body: { error: 'bad', description: 'Bearer secret-bearer-token is bad' } };
  const server = await serve(() => echo);
  const error = await failureOf(zendeskAt(server.url).readUser());
  expect(error.message).toContain('***');
  expect(JSON.stringify([error.message, error])).not.toContain('secret-bearer-token');
});

test('a token with a line break is refused before anything is sent, without being shown', () => {
  expect(() => zendeskAt('http://127.0.0.1:9', { credentials: { type: 'bearer', token: 'abc\ndef' } })).toThrow(
    /characters that no token has/,
  );
});

test.each(['http://acme.zendesk.com', 'https://acme.zendesk.com/path', 'https://user:pw@acme.zendesk.com', 'nonsense'])(
  'credentials are not sent to %s',
  (url) => {
    expect(() => zendeskAt(url)).toThrow(/ZENDESK_URL must be/);
  },
);

test('credentials go to the configured host alone: a redirect to another host is not followed', async () => {
  const other = await serve(() => ({ body: me }));
  const server = await serve(() => ({ status: 307, headers: { location: `${other.url}/api/v2/users/me` } }));
  const error = await failureOf(zendeskAt(server.url).readUser());
  expect(error.code).toBe('zendesk-host');
  expect(error.message).toContain('redirects');
  expect(other.seen).toEqual([]);
});
