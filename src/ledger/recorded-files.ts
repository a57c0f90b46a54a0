import type { Kind } from '#kinds/kind.ts';
import type { FileChange, Repository } from '#ports.ts';
import { readPresentBlobs } from './present-blobs.ts';

/** What is recorded below `snapshots/<account>`, as commits are planned on top of it: blob ids, and texts as far as read. */
export interface RecordedFiles {
  readonly blobs: ReadonlyMap<string, string>;
  /** Text of a path that was loaded or written here; null where the path does not exist or is not at hand. */
  readonly textOf: (path: string) => string | null;
  readonly textOfBlob: (blob: string) => string | null;
  /** Reads the texts of paths, or of any blobs, that are not at hand yet. */
  readonly load: (paths: readonly string[]) => Promise<void>;
  readonly loadBlobs: (blobs: readonly string[]) => Promise<void>;
  /** The same for blobs that a commit names without having them: what nobody has is left out. */
  readonly loadNamed: (blobs: readonly string[]) => Promise<void>;
  /** The files after these changes; this one stays as it is. */
  readonly with: (files: readonly FileChange[]) => RecordedFiles;
}

/** `texts` = blob id → text, shared by all files made from these: a text is the same whichever commit asks. */
export function openRecordedFiles(
  repository: Pick<Repository, 'blobId' | 'readBlobs'>,
  blobs: ReadonlyMap<string, string>,
  texts: Map<string, string> = new Map(),
): RecordedFiles {
  const textOfBlob = (blob: string): string | null => texts.get(blob) ?? null;
  const missingOf = (wanted: readonly string[]) => [...new Set(wanted)].filter((blob) => !texts.has(blob));
  const keep = (found: ReadonlyMap<string, string>) => {
    for (const [blob, text] of found) texts.set(blob, text);
  };
  const loadBlobs = async (wanted: readonly string[]): Promise<void> => {
    const missing = missingOf(wanted);
    if (missing.length > 0) keep(await repository.readBlobs(missing));
  };
  return {
    blobs,
    textOfBlob,
    textOf: (path) => {
      const blob = blobs.get(path);
      return blob === undefined ? null : textOfBlob(blob);
    },
    loadBlobs,
    loadNamed: async (wanted) => {
      const missing = missingOf(wanted);
      if (missing.length > 0) keep((await readPresentBlobs(repository, missing)).texts);
    },
    load: (paths) => loadBlobs(paths.flatMap((path) => blobs.get(path) ?? [])),
    with: (files) => {
      const next = new Map(blobs);
      for (const { path, text } of files) {
        if (text === null) {
          next.delete(path);
        } else {
          const blob = repository.blobId(text);
          next.set(path, blob);
          texts.set(blob, text);
        }
      }
      return openRecordedFiles(repository, next, texts);
    },
  };
}

/** Ids of the kind's recorded snapshots. */
export function fileIds(account: string, files: ReadonlyMap<string, string>, kind: Kind): readonly string[] {
  const folder = `snapshots/${account}/${kind.plural}/`;
  return [...files.keys()]
    .filter((path) => path.startsWith(folder) && path.endsWith('.json') && path !== `${folder}order.json`)
    .map((path) => path.slice(folder.length, -'.json'.length));
}

export const countFiles = (
  { state, files }: { readonly state: { readonly account: string }; readonly files: ReadonlyMap<string, string> },
  kind: Kind,
): number => fileIds(state.account, files, kind).length;
