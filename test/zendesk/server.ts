import { createServer, type IncomingMessage } from 'node:http';
import { onTestFinished } from 'vitest';

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
  readonly body: string;
}

export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A string goes out as it is, anything else as JSON. */
  readonly body?: unknown;
  /** Breaks the connection: before the answer, or in the middle of its body; or never answers. */
  readonly fault?: 'reset' | 'cut' | 'silence';
}

export interface Server {
  readonly url: string;
  readonly seen: readonly Seen[];
}

const readBody = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
};

/** A loopback server that answers each request as told; closed with the test. */
export async function serve(answer: (request: Seen, count: number) => Reply): Promise<Server> {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://server');
    const one: Seen = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      authorization: request.headers.authorization,
      body: await readBody(request),
    };
    seen.push(one);
    const { status = 200, headers = {}, body = {}, fault } = answer(one, seen.length);
    if (fault === 'silence') return;
    if (fault === 'reset') {
      request.socket.resetAndDestroy();
      return;
    }
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const type = typeof body === 'string' ? {} : { 'content-type': 'application/json; charset=utf-8' };
    response.writeHead(status, { ...type, ...headers, 'content-length': String(Buffer.byteLength(text)) });
    if (fault === 'cut') {
      response.write(text.slice(0, Math.floor(text.length / 2)));
      setImmediate(() => request.socket.destroy());
      return;
    }
    response.end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  onTestFinished(close);
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, seen };
}
