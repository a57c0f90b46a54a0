import type { Writable } from 'node:stream';

/** One stream of this process. Nothing is written to it that has not been masked. */
export interface Output {
  /** One line; the text is already fit for one. */
  line(text: string): void;
  /** As it is: control sequences of a progress line. */
  raw(text: string): void;
  /** The same, settled when the stream has room for more. */
  document(text: string): Promise<void>;
  /** Resolves when the reader has taken everything, or has gone. */
  flush(): Promise<void>;
}

const ends = ['drain', 'error', 'close'] as const;

/**
 * A reader that leaves (`| head -1`) ends the output, not the run: what is in flight must still be pushed. `mask` stands
 * between everything and the stream.
 */
export function openOutput(stream: Writable, mask: (text: string) => string): Output {
  let open = true;
  stream.on('error', () => {
    open = false;
  });
  const write = (text: string): void => {
    if (open) stream.write(mask(text));
  };
  return {
    line: (text) => write(`${text}\n`),
    raw: write,
    document: (text) =>
      new Promise((resolve) => {
        if (!open || stream.write(mask(text))) return resolve();
        const settle = (): void => {
          for (const event of ends) stream.off(event, settle);
          resolve();
        };
        for (const event of ends) stream.once(event, settle);
      }),
    flush: () =>
      new Promise((resolve) => {
        if (!open) return resolve();
        stream.once('error', () => resolve());
        stream.write('', () => resolve());
      }),
  };
}
