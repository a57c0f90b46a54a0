import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

/** The version that a bundle tells. */
export const packageVersion: string = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;

const built = new Map<string, Promise<string>>();

/**
 * Bundles an entry the way scripts/build.mjs does, into a directory of its own, once a test file: what is tested is what
 * is shipped, and no test depends on a `dist/` that may be stale. Returns the path of a file that `node` runs.
 */
export function buildEntry(entry: string): Promise<string> {
  const known = built.get(entry);
  if (known !== undefined) return known;
  const building = build(entry);
  built.set(entry, building);
  return building;
}

async function build(entry: string): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'zendrift-bundle-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  // Most workers that could build never do.
  const { rolldown } = await import('rolldown');
  const bundle = await rolldown({
    input: join(root, entry),
    platform: 'node',
    moduleTypes: { '.yml': 'text' },
    transform: { define: { 'globalThis.ZENDRIFT_VERSION': JSON.stringify(packageVersion) } },
  });
  const file = join(directory, 'entry.mjs');
  await bundle.write({ file, format: 'esm', codeSplitting: false });
  await bundle.close();
  return file;
}
