import { ZendriftError } from '#errors.ts';
import { type Cursor, type CursorOwner, cursorFileOf, type Mark, parseCursor } from './cursor.ts';
import type { ExportFiles } from './export-files.ts';

/** Where an earlier call left the file. */
export interface Base {
  /** Null where nothing has been written yet. */
  readonly mark: Mark | null;
  /** Bytes as found; more than the mark's where a call was killed while it appended. Null where there is no file. */
  readonly size: number | null;
  /** Text of the cursor as found, null where there is none. */
  readonly cursor: string | null;
}

/**
 * Looks at an incremental file without touching it. Throws `export-unusable` for a file that zendrift did not write, that was
 * changed since, or that holds something else than what is asked for.
 */
export async function readBase(files: ExportFiles, file: string, owner: CursorOwner): Promise<Base> {
  const [size, text] = [await files.size(file), await files.read(cursorFileOf(file))];
  if (text === null) {
    if (size === null || size === 0) return { mark: null, size, cursor: null };
    const reason = `there is no ${cursorFileOf(file)} beside it, so zendrift did not write it`;
    throw unusable(file, reason, 'Name a file that does not exist yet, or put its cursor back.');
  }
  const cursor = parseCursor(text);
  if (cursor === null) {
    const reason = `${cursorFileOf(file)} is damaged`;
    throw unusable(file, reason, 'Put the cursor back from a copy, or name a new file to start over.');
  }
  checkOwner(file, cursor, owner);
  return { mark: await findMark(files, file, { cursor, size: size ?? 0 }), size, cursor: text };
}

function checkOwner(file: string, cursor: Cursor, owner: CursorOwner): void {
  const differs = (['account', 'format', 'filters'] as const).find((key) => cursor[key] !== owner[key]);
  if (differs === undefined) return;
  const [was, is] = [cursor[differs] || 'none', owner[differs] || 'none'];
  const reason = `it was written with another ${differs === 'filters' ? 'set of filters' : differs} (${was}, now ${is})`;
  throw unusable(file, reason, 'Give the options of the first call, or name another file.');
}

interface Found {
  readonly cursor: Cursor;
  readonly size: number;
}

/** The mark that the file stands at. */
async function findMark(files: ExportFiles, file: string, { cursor, size }: Found): Promise<Mark | null> {
  const { done, next } = cursor;
  const isAt = async (mark: Mark): Promise<boolean> =>
    mark.bytes <= size && (size === 0 || (await files.digestBefore(file, mark.bytes, mark.tail)) === mark.digest);
  if (next !== null && size === next.bytes && (await isAt(next))) return next;
  const isStarted = done === null || (await isAt(done));
  const bytes = done?.bytes ?? 0;
  // In between: the call that announced `next` was killed. What it had appended is cut off and read again.
  if (isStarted && (size === bytes || (next !== null && size < next.bytes))) return done;
  throw changed(file, size, bytes);
}

function changed(file: string, size: number, bytes: number): ZendriftError {
  const reason =
    size < bytes
      ? `it is cut off: ${size} bytes of ${bytes} are left`
      : 'its content is not what zendrift wrote: someone changed or replaced it';
  return unusable(
    file,
    reason,
    `Put the file back from a copy, or move it and ${cursorFileOf(file)} away to start over.`,
  );
}

const unusable = (file: string, reason: string, hint: string): ZendriftError =>
  new ZendriftError('export-unusable', { file, reason, hint });

/** Throws where another call has changed file or cursor since they were read. */
export async function checkUnchanged(files: ExportFiles, file: string, { size, cursor }: Base): Promise<void> {
  const isSame = (await files.size(file)) === size && (await files.read(cursorFileOf(file))) === cursor;
  if (isSame) return;
  throw unusable(file, 'another call wrote to it at the same time', 'Nothing was written. Run one call at a time.');
}
