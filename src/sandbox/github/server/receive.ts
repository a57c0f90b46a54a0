import type { IncomingMessage } from 'node:http';

/** The whole body as text; the sandbox is for bodies that GitHub takes, so 2 MB are plenty. */
export async function readBody(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message) {
    const buffer = Buffer.from(chunk);
    length += buffer.length;
    if (length > 2_000_000) throw new RangeError('The request body is longer than 2 MB');
    chunks.push(buffer);
  }
  return Buffer.concat(chunks).toString();
}

/** One value a header; repeated ones are joined as HTTP says. */
export function toHeaders(message: IncomingMessage): Readonly<Record<string, string>> {
  const pairs = Object.entries(message.headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value] as const],
  );
  return Object.fromEntries(pairs);
}
