import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer } from './answer.ts';
import type { ApiRequest } from './serve.ts';

/** An answer as it goes out, perhaps broken on purpose. */
export type Reply = Answer & {
  /** Cuts the connection: with nothing said, after the headers, or in the middle of the body. `stall` never says the rest. */
  readonly destroy?: 'before-headers' | 'after-headers' | 'mid-body' | 'stall';
  /** Milliseconds of real time to wait first. */
  readonly delay?: number;
};

export async function readRequest(incoming: IncomingMessage, number: number): Promise<ApiRequest> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const url = new URL(incoming.url ?? '/', 'http://sandbox');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) headers[name] = [value ?? ''].flat().join(', ');
  return {
    number,
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

export function sendReply(response: ServerResponse, reply: Reply, headers: Readonly<Record<string, string>>): void {
  const isText = typeof reply.body === 'string';
  const text = isText ? reply.body : reply.body === undefined ? '' : JSON.stringify(reply.body);
  const bytes = Buffer.from(text ?? '', 'utf8');
  const type = isText ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8';
  if (reply.destroy === 'before-headers') {
    response.socket?.destroy();
    return;
  }
  // Node would put in the machine's own time.
  response.sendDate = false;
  response.writeHead(reply.status, {
    ...(reply.status === 204 ? {} : { 'content-type': type, 'content-length': String(bytes.length) }),
    ...headers,
    ...lowerCased(reply.headers ?? {}),
  });
  if (reply.destroy === undefined) {
    response.end(reply.status === 204 ? undefined : bytes);
    return;
  }
  response.flushHeaders();
  if (reply.destroy === 'mid-body' || reply.destroy === 'stall')
    response.write(bytes.subarray(0, Math.floor(bytes.length / 2)));
  if (reply.destroy !== 'stall') response.socket?.end();
}

function lowerCased(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
