import type { ServerResponse } from 'node:http';
import type { Replacement } from './faults.ts';

/** Sends an answer, or as much of it as the fault lets through. */
export function sendAnswer(response: ServerResponse, answer: Replacement): void {
  const { status = 200, headers = {}, body, destroy } = answer;
  if (destroy === 'before-headers') {
    response.destroy();
    return;
  }
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  const type = typeof body === 'string' ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8';
  response.writeHead(status, {
    ...(text === '' ? {} : { 'content-type': type, 'content-length': String(Buffer.byteLength(text)) }),
    ...headers,
  });
  if (destroy === undefined) {
    response.end(text);
    return;
  }
  const part =
    destroy === 'mid-body' || destroy === 'stall'
      ? Buffer.from(text).subarray(0, Math.ceil(Buffer.byteLength(text) / 2))
      : '';
  response.flushHeaders();
  response.write(part, () => destroy !== 'stall' && response.destroy());
}
