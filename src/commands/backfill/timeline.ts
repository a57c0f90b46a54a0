import { compareEntries, compareText } from '#core/entry/audit-entry.ts';
import type { UtcTime } from '#core/time.ts';
import type { Repository } from '#ports.ts';
import { openMatcher, type PastEdit } from './match.ts';
import { type KeptEntry, type KeptRevision, parseChunk, parseRevisionPath, startOfChunk } from './spool-files.ts';

type Files = ReadonlyMap<string, string>;

/** Everything collected as edits, oldest first, each once. In memory are where each revision is, and a few chunks of the log. */
export async function* readTimeline(repository: Pick<Repository, 'readBlobs'>, files: Files): AsyncGenerator<PastEdit> {
  const matcher = openMatcher();
  for await (const item of inOrder(listRevisions(files), readEntries(repository, files))) yield* matcher.add(item);
  yield* matcher.end();
}

/** Oldest first; of one second by their numbers, as Zendesk sorts them. A revision that was sent twice counts once. */
export function listRevisions(files: Files): readonly KeptRevision[] {
  const revisions = new Map<string, KeptRevision>();
  for (const [path, blob] of files) {
    const revision = parseRevisionPath(path, blob);
    if (revision === null) continue;
    const key = `${revision.trigger}/${revision.id}`;
    const known = revisions.get(key);
    if (known === undefined || compareRevisions(revision, known) < 0) revisions.set(key, revision);
  }
  return [...revisions.values()].sort(compareRevisions);
}

const compareRevisions = (a: KeptRevision, b: KeptRevision): number =>
  compareText(a.time, b.time) ||
  a.id.length - b.id.length ||
  compareText(a.id, b.id) ||
  compareText(a.trigger, b.trigger);

/** Chunks may overlap, and inside them the account may have sent anything in any order. */
async function* readEntries(repository: Pick<Repository, 'readBlobs'>, files: Files): AsyncGenerator<KeptEntry> {
  const chunks = [...files.keys()].filter((path) => startOfChunk(path) !== null).sort();
  let waiting: readonly KeptEntry[] = [];
  for (const [index, path] of chunks.entries()) {
    const blob = files.get(path) ?? '';
    const more = parseChunk((await repository.readBlobs([blob])).get(blob) ?? '');
    waiting = distinct([...waiting, ...more]);
    const next = startOfChunk(chunks[index + 1] ?? '');
    const ready = next === null ? waiting : waiting.filter(({ time }) => time < next);
    waiting = waiting.slice(ready.length);
    yield* ready;
  }
}

/** In order, each id once: equal ids have equal times, so they are never in two batches. */
const distinct = (entries: readonly KeptEntry[]): readonly KeptEntry[] =>
  [...new Map(entries.map((entry) => [entry.id, entry])).values()].sort(compareEntries);

async function* inOrder(
  revisions: readonly KeptRevision[],
  entries: AsyncIterable<KeptEntry>,
): AsyncGenerator<PastEdit> {
  let place = 0;
  const next = (): UtcTime | null => revisions[place]?.time ?? null;
  for await (const entry of entries) {
    for (let time = next(); time !== null && time <= entry.time; time = next()) {
      const revision = revisions[place];
      place += 1;
      if (revision) yield { revision, entry: null };
    }
    yield { revision: null, entry };
  }
  for (const revision of revisions.slice(place)) yield { revision, entry: null };
}
