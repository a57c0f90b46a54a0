import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openClock } from '#sandbox/zendesk/clock.ts';
import { openZendesk, type ZendeskSandbox } from '#sandbox/zendesk/open-zendesk.ts';
import { type Client, dig, openClient } from './client.ts';

describe('the server', () => {
  let zendesk: ZendeskSandbox;
  let client: Client;

  beforeEach(async () => {
    zendesk = await openZendesk({ clock: { now: '2026-11-22T10:15:02Z' } });
    client = await openClient(zendesk);
    zendesk.forgetRequests();
  });
  afterEach(() => zendesk.close());

  it('shows its own clock in every answer, and the clock stands still until it is moved', async () => {
    expect((await client.get('/api/v2/triggers')).headers.get('date')).toBe('Sun, 22 Nov 2026 10:15:02 GMT');
    zendesk.clock.advance(3600);
    expect((await client.get('/api/v2/nothing')).headers.get('date')).toBe('Sun, 22 Nov 2026 11:15:02 GMT');
    zendesk.clock.set('2027-01-01T00:00:00Z');
    expect((await client.get('/api/v2/views/x')).headers.get('date')).toBe('Fri, 01 Jan 2027 00:00:00 GMT');
  });

  it('can let its clock run in real time', () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 5_000 });
    const running = openClock({ now: '2026-11-22T10:00:00Z', running: true });
    vi.setSystemTime(6_999);
    expect(running.iso()).toBe('2026-11-22T10:00:01Z');
    running.set('2027-01-01T00:00:00Z');
    vi.setSystemTime(9_000);
    expect(running.iso()).toBe('2027-01-01T00:00:02Z');
    vi.useRealTimers();
  });

  it('outlives a caller that hangs up', async () => {
    const { port } = new URL(zendesk.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write('POST /api/v2/macros HTTP/1.1\r\nhost: sandbox\r\ncontent-length: 50\r\n\r\n{');
    await new Promise<void>((resolve) => socket.end(resolve));
    socket.destroy();
    expect((await client.get('/api/v2/triggers')).status).toBe(200);
  });

  it('records what was asked and what was answered', async () => {
    await client.get('/api/v2/audit_logs.json?page[size]=2&filter[action][]=create&filter[action][]=update');
    await client.send('POST', '/api/v2/macros', { macro: {} });
    const [first, second] = zendesk.requests;
    expect(first).toMatchObject({ method: 'GET', path: '/api/v2/audit_logs.json', status: 200, body: '' });
    expect(first?.query.getAll('filter[action][]')).toEqual(['create', 'update']);
    expect(first?.headers['authorization']).toMatch(/^Bearer /);
    expect(second).toMatchObject({ method: 'POST', status: 422, body: '{"macro":{}}' });
  });

  it('refuses nobody unless it is given a rate limit', async () => {
    const { headers } = await client.get('/api/v2/triggers');
    const names = [
      'x-rate-limit',
      'x-rate-limit-remaining',
      'ratelimit-limit',
      'ratelimit-remaining',
      'ratelimit-reset',
    ];
    expect(names.map((name) => headers.get(name))).toEqual(['700', '699', '700', '699', '58']);
  });

  it('enforces a rate limit a minute by its own clock, and answers 429 in plain text', async () => {
    zendesk.setRateLimit(2);
    const left = async () => (await client.get('/api/v2/triggers')).headers.get('x-rate-limit-remaining');
    expect([await left(), await left()]).toEqual(['1', '0']);
    const refused = await client.get('/api/v2/triggers');
    expect(refused.status).toBe(429);
    expect(refused.text).toBe('Number of allowed API requests per minute exceeded');
    expect(refused.headers.get('content-type')).toContain('text/plain');
    expect(refused.headers.get('retry-after')).toBe('58');
    zendesk.clock.advance(57);
    expect((await client.get('/api/v2/triggers')).status).toBe(429);
    zendesk.clock.advance(1);
    expect((await client.get('/api/v2/triggers')).status).toBe(200);
  });

  it('lets a test answer in its place, for as long as it wants', async () => {
    const stop = zendesk.onRequest(({ path }) =>
      path.endsWith('triggers') ? { status: 200, body: '<html>' } : undefined,
    );
    const reading = await client.get('/api/v2/triggers');
    expect([reading.status, reading.text, reading.headers.get('content-type')]).toEqual([
      200,
      '<html>',
      'text/html; charset=utf-8',
    ]);
    expect((await client.get('/api/v2/views')).status).toBe(200);
    stop();
    expect(dig((await client.get('/api/v2/triggers')).body, 'triggers')).toEqual([]);
  });

  it('can carry a write out and lose its answer', async () => {
    zendesk.onRequest((request, proceed) => {
      return request.method === 'POST' ? { ...proceed(), destroy: 'before-headers' } : undefined;
    });
    const actions = [{ field: 'status', value: 'open' }];
    await expect(client.send('POST', '/api/v2/macros', { macro: { title: 'A', actions } })).rejects.toThrow();
    expect(zendesk.account.remote().macro).toHaveLength(1);
    expect(zendesk.requests[0]?.status).toBe(0);
  });

  it.each(['before-headers', 'after-headers', 'mid-body'] as const)('cuts an answer %s', async (destroy) => {
    zendesk.onRequest((_request, proceed) => ({ ...proceed(), destroy }));
    await expect(client.get('/api/v2/triggers')).rejects.toThrow();
  });

  it('knows no endpoint that is not there: automations have no definitions', async () => {
    expect(await client.get('/api/v2/automations/definitions')).toMatchObject({ status: 400 });
    expect(await client.get('/api/v2/nothing')).toMatchObject({ status: 404, body: { error: 'InvalidEndpoint' } });
    expect((await client.send('DELETE', '/api/v2/groups')).status).toBe(404);
  });
});
