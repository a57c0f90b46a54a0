import { type Zippable, zipSync } from 'fflate';

// The first day that a zip file can hold, as a local time: the format has no zone.
const noTime = new Date(1980, 0, 1);

/** A zip file whose bytes depend on its files alone: by path, without times. */
export function packZip(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const entries: Zippable = {};
  for (const [path, bytes] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) entries[path] = bytes;
  return zipSync(entries, { level: 9, mtime: noTime });
}
