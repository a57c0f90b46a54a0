/**
 * The files that `audit` keeps, as few operations as they need: each is one step at which a process may be killed. Throws
 * `output-unwritable` and `export-unusable`.
 */
export interface ExportFiles {
  /** Bytes; null where there is no file. */
  size(file: string): Promise<number | null>;
  /** Whole text; null where there is no file. */
  read(file: string): Promise<string | null>;
  /** Digest of `length` bytes in front of `end`. */
  digestBefore(file: string, end: number, length: number): Promise<string>;
  /** Lines without their end, in memory that does not grow with the file. */
  lines(file: string): AsyncIterable<string>;
  /** A name beside a file that no other call uses. */
  spoolOf(file: string): string;
  /** Writes a file anew, safely on disk at the end; gives back its size. */
  write(file: string, parts: AsyncIterable<string>): Promise<number>;
  /** Puts a text in a file's place at once: the old one or the new one is there, never a part. */
  replace(file: string, text: string): Promise<void>;
  /** Adds the bytes of one file to another. */
  append(file: string, source: string): Promise<void>;
  truncate(file: string, size: number): Promise<void>;
  /** Nothing happens where there is no file. */
  remove(file: string): Promise<void>;
}
