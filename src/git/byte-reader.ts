import type { Readable } from 'node:stream';

/** Reads a byte stream by length or by delimiter; what is not asked for stays in the pipe. */
export interface ByteReader {
  /** Exactly `length` bytes; null when the stream ends before. */
  take(length: number): Promise<Buffer | null>;
  /** Bytes up to a delimiter, which is dropped; null when the stream ends before. */
  takeUntil(delimiter: number): Promise<Buffer | null>;
}

export function openByteReader(stream: Readable): ByteReader {
  const chunks = stream[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);

  const next = async (): Promise<Buffer | null> => {
    const { done, value } = await chunks.next();
    return done === true || !Buffer.isBuffer(value) ? null : value;
  };

  return {
    async take(length) {
      const parts = [rest];
      let held = rest.length;
      while (held < length) {
        const chunk = await next();
        if (chunk === null) return null;
        parts.push(chunk);
        held += chunk.length;
      }
      const all = parts.length === 1 ? rest : Buffer.concat(parts);
      rest = all.subarray(length);
      return all.subarray(0, length);
    },
    async takeUntil(delimiter) {
      const parts: Buffer[] = [];
      for (;;) {
        const at = rest.indexOf(delimiter);
        if (at >= 0) {
          parts.push(rest.subarray(0, at));
          rest = rest.subarray(at + 1);
          return parts.length === 1 ? (parts[0] ?? null) : Buffer.concat(parts);
        }
        parts.push(rest);
        const chunk = await next();
        if (chunk === null) return null;
        rest = chunk;
      }
    },
  };
}
