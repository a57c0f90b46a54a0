import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { appendFile, open, readFile, rename, rm, stat, truncate } from 'node:fs/promises';
import type { ExportFiles } from '#commands/audit/export-files.ts';
import { reasonOf, ZendriftError } from '#errors.ts';

const spoolOf = (file: string): string => `${file}.${randomUUID().slice(0, 8)}.partial`;

/** The files of `audit` on disk. */
export const exportFiles: ExportFiles = {
  spoolOf,
  size: (file) =>
    orNull(file, async () => {
      const found = await stat(file);
      if (!found.isFile()) throw new ZendriftError('output-unwritable', { file, reason: 'it is no plain file' });
      return found.size;
    }),
  read: (file) => orNull(file, () => readFile(file, 'utf8')),
  digestBefore: (file, end, length) =>
    attempt(file, async () => {
      const hash = createHash('sha256');
      if (length > 0)
        for await (const chunk of createReadStream(file, { start: end - length, end: end - 1 })) hash.update(chunk);
      return hash.digest('hex');
    }),
  lines: (file) => readLines(file),
  write: (file, parts) =>
    attempt(file, async () => {
      const handle = await open(file, 'w');
      try {
        for await (const part of parts) await handle.appendFile(part, 'utf8');
        await handle.sync();
        return (await handle.stat()).size;
      } finally {
        await handle.close();
      }
    }),
  replace: (file, text) =>
    attempt(file, async () => {
      const part = spoolOf(file);
      const handle = await open(part, 'w');
      try {
        await handle.writeFile(text, 'utf8');
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(part, file);
    }),
  append: (file, source) =>
    attempt(file, async () => {
      const handle = await open(file, 'a');
      try {
        for await (const chunk of createReadStream(source)) await appendFile(handle, chunk);
        await handle.sync();
      } finally {
        await handle.close();
      }
    }),
  truncate: (file, size) => attempt(file, () => truncate(file, size)),
  remove: (file) => attempt(file, () => rm(file, { force: true })),
};

async function* readLines(file: string): AsyncIterable<string> {
  let rest = '';
  try {
    for await (const chunk of createReadStream(file, 'utf8')) {
      const lines = `${rest}${chunk}`.split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } catch (error) {
    throw isSystem(error) ? new ZendriftError('export-unreadable', { file, reason: reasonOf(error) }, error) : error;
  }
  if (rest !== '') yield rest;
}

async function orNull<Value>(file: string, work: () => Promise<Value>): Promise<Value | null> {
  try {
    return await work();
  } catch (error) {
    if (isSystem(error) && error.code === 'ENOENT') return null;
    throw toError(file, error);
  }
}

async function attempt<Value>(file: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw toError(file, error);
  }
}

const toError = (file: string, error: unknown): unknown =>
  isSystem(error) ? new ZendriftError('output-unwritable', { file, reason: reasonOf(error) }, error) : error;

const isSystem = (error: unknown): error is Error & { readonly code: string } =>
  error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string';
