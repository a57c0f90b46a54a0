import { expect, test } from 'vitest';
import {
  chunkPath,
  chunkText,
  type KeptEntry,
  parseChunk,
  parseRevisionPath,
  revisionPath,
} from '#commands/backfill/spool-files.ts';
import { listRevisions, readTimeline } from '#commands/backfill/timeline.ts';
import { addSeconds } from '#core/time.ts';

const at = (seconds: number): string => addSeconds('2026-04-01T09:00:00Z', seconds);

const entry = (id: string, seconds: number): KeptEntry => ({
  ...{ id, object: 'macro/41', action: 'update', time: at(seconds), actorId: '1001', actorName: 'Jane "J" Doe' },
  ...{ label: 'Macro: A\nB', description: '', ip: '203.0.113.7' },
});

/** Chunks as they are saved, and how they are read. */
function spoolOf(chunks: readonly (readonly KeptEntry[])[]) {
  const blobs = new Map(chunks.map((chunk, index) => [`blob-${index}`, chunkText(chunk)]));
  const files = new Map(chunks.map((chunk, index) => [chunkPath(chunk, index), `blob-${index}`]));
  const readBlobs = async (ids: readonly string[]) => new Map(ids.map((id) => [id, blobs.get(id) ?? '']));
  return { files, readBlobs };
}

test('what is saved is read back as it was', () => {
  const one = entry('9', 0);
  expect(parseChunk(chunkText([one, { ...one, ip: null }]))).toEqual([one, { ...one, ip: null }]);
  const revision = { id: '7', trigger: '41', authorId: null, time: at(0) };
  expect(parseRevisionPath(revisionPath(revision), 'b')).toEqual({ ...revision, blob: 'b' });
  expect(parseRevisionPath('log/000000000001-000000000002-00000000.jsonl', 'b')).toBeNull();
});

test('entries come in order and once, though pages were in any order and were read twice', async () => {
  const { files, readBlobs } = spoolOf([
    [entry('3', 30), entry('1', 10), entry('2', 20)],
    [entry('3', 30), entry('2', 20), entry('4', 20)],
    [entry('6', 60), entry('5', 50)],
  ]);
  const ids: string[] = [];
  for await (const edit of readTimeline({ readBlobs }, files)) ids.push(edit.entry?.id ?? '');
  expect(ids).toEqual(['1', '2', '4', '3', '5', '6']);
});

test('a revision that was sent twice counts once, and revisions of one second follow their numbers', () => {
  const path = (id: string, seconds: number) =>
    revisionPath({ id, trigger: '41', authorId: '1001', time: at(seconds) });
  const files = new Map([path('10', 1), path('9', 1), path('10', 2), path('8', 5)].map((one) => [one, 'b']));
  expect(listRevisions(files).map(({ id }) => id)).toEqual(['9', '10', '8']);
});
