import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { openOutput } from '#entry/output.ts';

/** A reader that takes what is in its pipe when it is told to. */
function openSlowReader() {
  const taken: string[] = [];
  const waiting: (() => void)[] = [];
  const stream = new Writable({
    highWaterMark: 8,
    decodeStrings: false,
    write: (text, _encoding, done) => {
      taken.push(String(text));
      waiting.push(() => done());
    },
  });
  const read = async () => {
    waiting.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { stream, taken, read };
}

test('a long document waits for a slow reader and does not pile up', async () => {
  const { stream, read } = openSlowReader();
  const output = openOutput(stream, (text) => text);
  let settled = 0;
  void output.document('a line that is longer than the pipe\n').then(() => {
    settled += 1;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(settled).toBe(0);
  await read();
  expect(settled).toBe(1);
});

test('a reader that has gone keeps nobody waiting', async () => {
  const { stream } = openSlowReader();
  const output = openOutput(stream, (text) => text);
  const waiting = output.document('a line that is longer than the pipe\n');
  stream.destroy(new Error('EPIPE'));
  await waiting;
  await output.document('more\n');
  expect(stream.listenerCount('drain')).toBe(0);
});
