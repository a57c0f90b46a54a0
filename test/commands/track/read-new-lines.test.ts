import { expect, test } from 'vitest';
import { toJson } from '#commands/audit/render-entries.ts';
import { readNewLines } from '#commands/track/read-new-lines.ts';
import { parseConfig } from '#config/parse.ts';
import type { LogLine } from '#core/entry/log-file.ts';
import { openRecordedFiles, type RecordedFiles } from '#ledger/recorded-files.ts';
import { toLogEntry } from '../../support/audit-world.ts';

const line = (id: number, minute: number, month = 11): LogLine => {
  const time = `2026-${month}-20T08:${String(minute).padStart(2, '0')}:00Z`;
  return { time, id: String(id), text: `${toJson(toLogEntry({ id: String(id), created_at: time }))}\n`, alert: 'a' };
};
const lines = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const textOf = (all: readonly LogLine[]) => all.map(({ text }) => text).join('');

/** What is recorded: path → text. */
const recorded = (files: Readonly<Record<string, string>> = {}): RecordedFiles =>
  openRecordedFiles(
    { blobId: (text) => text, readBlobs: async (blobs) => new Map(blobs.map((blob) => [blob, blob])) },
    new Map(Object.entries(files)),
  );

async function read(
  limits: { readonly lines: number; readonly bytes: number },
  batches: readonly (readonly LogLine[])[],
  files = recorded(),
) {
  const warnings: string[] = [];
  const taken: number[] = [];
  async function* source() {
    for (const [index, batch] of batches.entries()) {
      taken.push(index);
      yield batch;
    }
  }
  const run = {
    config: parseConfig('', 'zendrift.yml', 'acme'),
    log: { limits },
    progress: {
      stage: () => {},
      detail: () => {},
      warn: ({ message }: { readonly message: string }) => void warnings.push(message),
    },
  };
  return { ...(await readNewLines(run, files, source())), warnings, taken };
}

const plenty = { lines: 1000, bytes: 1_000_000 };
const path = 'log/acme/2026-11.jsonl';

test('a run stops after the lines that it may hold, and the next one goes on from there', async () => {
  const batches = [lines(1, 4), lines(5, 8), lines(9, 12)].map((ids) => ids.map((id) => line(id, id)));
  const first = await read({ ...plenty, lines: 6 }, batches);
  expect(first.taken).toEqual([0, 1]);
  expect(first.files).toEqual([{ path, text: textOf(batches.slice(0, 2).flat()) }]);
  expect(first.stoppedAt).toBe('2026-11-20T08:08:00Z');
  const second = await read({ ...plenty, lines: 6 }, batches, recorded({ [path]: first.files[0]?.text ?? '' }));
  expect(second.files).toEqual([{ path, text: textOf(batches.flat()) }]);
  expect(second.stoppedAt).toBeNull();
});

test('lines that are kept already do not stop it: it would never come further', async () => {
  const batches = [lines(1, 4), lines(5, 8), lines(9, 10)].map((ids) => ids.map((id) => line(id, id)));
  const kept = recorded({ [path]: textOf(batches.slice(0, 2).flat()) });
  const { files, taken, alerts } = await read({ ...plenty, lines: 2 }, batches, kept);
  expect(taken).toEqual([0, 1, 2]);
  expect(files).toEqual([{ path, text: textOf(batches.flat()) }]);
  expect(alerts.map(({ entries }) => entries[0]?.id)).toEqual(['9', '10']);
});

test('a month that would become too large stays as it is, says so and opens no alert; other months go on', async () => {
  const november = lines(1, 3).map((id) => line(id, id));
  const december = [line(9, 1, 12)];
  const kept = recorded({ [path]: textOf(november.slice(0, 2)) });
  const bytes = Buffer.byteLength(textOf(november)) - 1;
  const { files, alerts, warnings } = await read({ ...plenty, bytes }, [[...november, ...december]], kept);
  expect(files).toEqual([{ path: 'log/acme/2026-12.jsonl', text: textOf(december) }]);
  expect(alerts.map(({ entries }) => entries[0]?.id)).toEqual(['9']);
  expect(warnings).toEqual([expect.stringContaining(`${path} would be larger than GitHub accepts`)]);
  const exact = await read({ ...plenty, bytes: bytes + 1 }, [november], kept);
  expect(exact.files).toEqual([{ path, text: textOf(november) }]);
});

test('bytes are counted, not characters', async () => {
  const wide = { ...line(1, 1), text: '{"x":"äöü"}\n' };
  expect((await read({ ...plenty, bytes: 14 }, [[wide]])).files).toEqual([]);
  expect((await read({ ...plenty, bytes: 15 }, [[wide]])).files).toHaveLength(1);
});
