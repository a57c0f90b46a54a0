import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An account that has nothing but a long audit log: pages are made up as they are asked for. */
export interface LogServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

const first = Date.parse('2020-01-01T00:00:00Z');
const size = 100;
const types = ['rule', 'user', 'account_setting', 'ticket_field', 'apitoken', 'macro'];

/** An entry of a believable log: few people, many objects, a description in every other entry. */
function toItem(n: number) {
  const person = n % 37;
  const type = types[n % types.length] ?? 'rule';
  return {
    url: `https://acme.zendesk.com/api/v2/audit_logs/${28_835_700_000_000 + n}.json`,
    id: 28_835_700_000_000 + n,
    action_label: 'Updated',
    actor_id: 360_000_000_000 + person,
    actor_name: `Person Number ${person}`,
    source_id: 380_000_000_000 + (n % 4_001),
    source_type: type,
    source_label: `${type}: Object number ${n % 4_001} of a shop`,
    action: n % 5 === 0 ? 'create' : 'update',
    change_description:
      n % 2 === 0 ? `Title changed from Version ${n} to Version ${n + 1}\nStatus changed from Open to Hold` : '',
    ip_address: `203.0.113.${person}`,
    created_at: new Date(first + Math.floor(n / 3) * 1000).toISOString().replace('.000', ''),
  };
}

export async function openLogServer(entries: number): Promise<LogServer> {
  const toPage = (start: number): string => {
    const items = Array.from({ length: Math.min(size, entries - start) }, (_, at) => toItem(start + at));
    const next = start + size < entries ? `p${start + size}` : null;
    return JSON.stringify({
      audit_logs: items,
      meta: { has_more: next !== null, after_cursor: next, before_cursor: null },
    });
  };
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://bench');
    const start = Number(searchParams.get('page[after]')?.slice(1) ?? 0);
    const body =
      pathname === '/oauth/tokens'
        ? '{"access_token":"bench","token_type":"bearer","expires_in":3600}'
        : pathname === '/api/v2/users/me'
          ? '{"user":{"id":1,"name":"Bench","role":"admin"}}'
          : toPage(start);
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const isBound = (value: typeof address): value is AddressInfo => typeof value === 'object' && value !== null;
  if (!isBound(address)) throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
