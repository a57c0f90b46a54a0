import { createHash } from 'node:crypto';

export type ObjectFormat = 'sha1' | 'sha256';

/** The id that git gives a file with this text, computed without git. */
export function blobIdOf(format: ObjectFormat, text: string): string {
  const bytes = Buffer.from(text);
  return createHash(format).update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

/** "No object": what a ref that does not exist yet is said to have been. */
export const nullId = (format: ObjectFormat): string => '0'.repeat(format === 'sha1' ? 40 : 64);

/** The tree without entries, known to git without being stored. */
export const emptyTreeId = (format: ObjectFormat): string => createHash(format).update('tree 0\0').digest('hex');
