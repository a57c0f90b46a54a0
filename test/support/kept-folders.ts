import { cpSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/** Where a lab's repositories stand: a bare remote and a clone of it, or one repository that is both. */
export interface Folders {
  readonly remote: string;
  readonly checkout: string;
}

/** By name, for as long as the worker lives; the folders go away with the run. */
const kept = new Map<string, Folders>();

/** Keeps a copy of repositories under a name, and gives them back. */
export function keepFolders(name: string, folders: Folders): Folders {
  const home = mkdtempSync(join(tmpdir(), 'git-test-kept-'));
  kept.set(name, copyTo(home, folders));
  return folders;
}

/** A copy of what was kept under a name, in a folder of its own; null where nothing was. */
export function copyFolders(name: string, makeHome: () => string): Folders | null {
  const folders = kept.get(name);
  return folders === undefined ? null : copyTo(makeHome(), folders);
}

function copyTo(home: string, { remote, checkout }: Folders): Folders {
  const copy = { remote: join(home, basename(remote)), checkout: join(home, basename(checkout)) };
  cpSync(remote, copy.remote, { recursive: true, preserveTimestamps: true });
  if (remote === checkout) return copy;
  cpSync(checkout, copy.checkout, { recursive: true, preserveTimestamps: true });
  // A clone knows its remote by its place.
  const inside = join(copy.checkout, '.git', 'config');
  const config = existsSync(inside) ? inside : join(copy.checkout, 'config');
  writeFileSync(config, readFileSync(config, 'utf8').replaceAll(remote, copy.remote));
  return copy;
}
