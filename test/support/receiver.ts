import { createServer, type IncomingHttpHeaders } from 'node:http';
import { onTestFinished } from 'vitest';

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Receiver {
  readonly url: string;
  readonly received: readonly Received[];
  readonly close: () => Promise<void>;
  /** Answers from now on; null = the connection is cut. */
  readonly answerWith: (...statuses: readonly (number | null)[]) => void;
}

/** A webhook of this machine. The last answer stays. */
export async function openReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  let answers: readonly (number | null)[] = [200];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      received.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(parts).toString() });
      const [status = 200, ...rest] = answers;
      if (rest.length > 0) answers = rest;
      if (status === null) return void request.socket.destroy();
      response.writeHead(status, { location: 'http://127.0.0.1:9/', 'retry-after': '1' }).end('secret answer');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const close = () => new Promise<void>((done) => void server.close(() => done()));
  onTestFinished(close);
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/services/T000/sec-ret-path?token=hunter2`,
    received,
    close,
    answerWith: (...statuses) => {
      answers = statuses;
    },
  };
}
