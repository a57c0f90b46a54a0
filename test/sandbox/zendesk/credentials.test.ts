import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '#sandbox/zendesk/json.ts';
import { openZendesk, type ZendeskSandbox } from '#sandbox/zendesk/open-zendesk.ts';
import { basic, call, clientWith, credentialsBody, dig, openClient } from './client.ts';

describe('credentials', () => {
  let zendesk: ZendeskSandbox;

  beforeEach(async () => {
    zendesk = await openZendesk();
  });
  afterEach(() => zendesk.close());

  const token = (body: Json) => call(zendesk.url, 'POST', '/oauth/tokens', {}, body);

  it('gives a token that ends by the clock of the account', async () => {
    const reading = await token(credentialsBody('read', { expires_in: 3600 }));
    expect(reading).toMatchObject({ status: 201, body: { token_type: 'bearer', scope: 'read', expires_in: 3600 } });
    const client = clientWith(zendesk, `Bearer ${String(dig(reading.body, 'access_token'))}`);
    zendesk.clock.advance(3599);
    expect((await client.get('/api/v2/triggers')).status).toBe(200);
    zendesk.clock.advance(1);
    expect((await client.get('/api/v2/triggers')).status).toBe(401);
  });

  it.each<readonly [Json, number, string]>([
    [{ ...{ client_id: 'zendrift', client_secret: 'wrong' }, grant_type: 'client_credentials' }, 401, 'invalid_client'],
    [{ grant_type: 'client_credentials' }, 401, 'invalid_client'],
    [{ client_id: 'zendrift', client_secret: 'sandbox-secret', grant_type: 'password' }, 400, 'unsupported_grant_type'],
    [credentialsBody('read', { expires_in: 300 }), 400, 'invalid_request'],
    [credentialsBody('read', { expires_in: 172_800 }), 400, 'invalid_request'],
    [credentialsBody('impersonate'), 400, 'invalid_scope'],
  ])('refuses %j with %i %s', async (body, status, error) => {
    expect(await token(body)).toMatchObject({ status, body: { error } });
  });

  it('gives a token even for a scope in the wrong form, and it opens nothing', async () => {
    const client = clientWith(
      zendesk,
      `Bearer ${String(dig((await token(credentialsBody(['read']))).body, 'access_token'))}`,
    );
    expect(await client.get('/api/v2/triggers')).toMatchObject({ status: 403, body: { error: 'Forbidden' } });
  });

  it.each([
    ['read', 'GET', '/api/v2/views', 200],
    ['read', 'DELETE', '/api/v2/views/1', 403],
    ['triggers:read', 'GET', '/api/v2/triggers', 200],
    ['triggers:read', 'GET', '/api/v2/macros', 403],
    ['auditlogs:read', 'GET', '/api/v2/audit_logs', 200],
    ['triggers:read macros:read', 'GET', '/api/v2/trigger_categories', 403],
    ['macros:write', 'DELETE', '/api/v2/macros/1', 404],
    ['macros:write', 'GET', '/api/v2/macros/1', 403],
  ])('scope %s: %s %s answers %i', async (scope, method, path, status) => {
    expect((await (await openClient(zendesk, scope)).send(method, path)).status).toBe(status);
  });

  it('takes an e-mail address with an API token', async () => {
    const good = clientWith(zendesk, basic('config-tracker@acme.example', 'sandbox-api-token'));
    expect(dig((await good.get('/api/v2/users/me.json')).body, 'user')).toMatchObject({ id: 990001, role: 'admin' });
    expect((await good.get('/api/v2/audit_logs')).status).toBe(200);
  });

  it.each([
    null,
    'Bearer nonsense',
    basic('config-tracker@acme.example', 'wrong'),
    basic('jane.doe@acme.example', 'sandbox-api-token'),
    'Basic !!',
  ])('answers 200 to "who am I" and 401 to the rest for %s', async (authorization) => {
    const client = clientWith(zendesk, authorization);
    expect(await client.get('/api/v2/users/me.json')).toMatchObject({
      status: 200,
      body: { user: { name: 'Anonymous user' } },
    });
    expect(await client.get('/api/v2/triggers')).toMatchObject({
      status: 401,
      body: { error: "Couldn't authenticate you" },
    });
  });

  it('knows nobody who has left, and no revoked token', async () => {
    zendesk.credentials.addApiToken('carl.gone@acme.example', 'carl');
    expect((await clientWith(zendesk, basic('carl.gone@acme.example', 'carl')).get('/api/v2/triggers')).status).toBe(
      401,
    );
    const client = await openClient(zendesk);
    zendesk.credentials.revokeTokens();
    expect((await client.get('/api/v2/triggers')).status).toBe(401);
  });

  it('hands out environments that work', async () => {
    expect(zendesk.env['ZENDESK_URL']).toBe(zendesk.url);
    const { ZENDESK_CLIENT_ID: client_id = '', ZENDESK_CLIENT_SECRET: client_secret = '' } = zendesk.env;
    expect(
      (await token({ grant_type: 'client_credentials', client_id, client_secret, scope: 'users:read' })).status,
    ).toBe(201);
    expect((await token({ grant_type: 'client_credentials', client_id, client_secret, scope: 'write' })).status).toBe(
      400,
    );
  });
});
