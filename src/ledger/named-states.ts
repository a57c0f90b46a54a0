import type { NamedState } from '#core/names/used-names.ts';
import { isOrder, kindOf } from '#core/object-key.ts';
import type { Episode } from '#core/state/episode.ts';
import { type Json, tryParse } from '#json.ts';
import { kinds } from '#kinds/registry.ts';
import type { RecordedFiles } from './recorded-files.ts';

/** Paths of every recorded state, objects and orders alike, each with its kind. */
function listStates(account: string, { blobs }: RecordedFiles): readonly (readonly [path: string, kind: string])[] {
  const names = new Map(kinds.map(({ name, plural }) => [plural, name]));
  const folder = `snapshots/${account}/`;
  return [...blobs.keys()].flatMap((path) => {
    const [plural = '', file = ''] = path.slice(folder.length).split('/');
    const kind = names.get(plural);
    return kind !== undefined && path.startsWith(folder) && file.endsWith('.json') ? [[path, kind] as const] : [];
  });
}

/** Blobs at both ends of each change of an open episode: its issue describes them, whatever became of the object since. */
const listEnds = (episodes: Iterable<Episode>): readonly (readonly [blob: string, kind: string])[] =>
  [...episodes].flatMap(({ object, approvedState, changes }) =>
    isOrder(object)
      ? []
      : [approvedState, ...changes.flatMap(({ before, after }) => [before, after])].flatMap((blob) =>
          blob === null ? [] : [[blob, kindOf(object)] as const],
        ),
  );

/** Reads every state that may be described from now on: what is recorded, and the ends of open episodes. */
export async function readNamedStates(
  account: string,
  files: RecordedFiles,
  episodes: ReadonlyMap<string, Episode>,
  more: Iterable<NamedState> = [],
): Promise<Iterable<NamedState>> {
  const paths = listStates(account, files);
  const ends = new Map(listEnds(episodes.values()));
  await files.loadBlobs([...paths.map(([path]) => files.blobs.get(path) ?? ''), ...ends.keys()]);
  return toStates(files, paths, ends, more);
}

/** One after the other: parsed, all states of an account are several times as large as their texts. */
function* toStates(
  files: RecordedFiles,
  paths: Iterable<readonly [path: string, kind: string]>,
  ends: Iterable<readonly [blob: string, kind: string]>,
  more: Iterable<NamedState>,
): Generator<NamedState> {
  yield* more;
  for (const [path, kind] of paths) yield* toState(kind, files.textOf(path));
  for (const [blob, kind] of ends) yield* toState(kind, files.textOfBlob(blob));
}

function toState(kind: string, text: string | null): readonly NamedState[] {
  if (text === null || tryParse(text) === undefined) return [];
  const value: Json = JSON.parse(text);
  return [{ kind, value }];
}
