import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { type ConfigEntry, withConfig } from './environment.ts';
import type { ObjectFormat } from './object-id.ts';
import { readConfig } from './read-config.ts';
import { readGit } from './run-git.ts';
import type { Git } from './spawn-git.ts';

/** A bare repository in the temporary directory that goes away again. */
export interface Scratch {
  readonly git: Git;
  remove(): Promise<void>;
}

// What says how to reach the remote. The fetch refspec, tags and the partial-clone settings stay behind.
const network =
  /^(?:http\.|credential\.|url\.|ssh\.|protocol\.|core\.(?:sshcommand|gitproxy|askpass)$|remote\.origin\.(?:url|pushurl|uploadpack|receivepack|proxy|proxyauthmethod|vcs|serveroption)$)/;

/** `a` without one occurrence of each element of `b`. */
function without(a: readonly ConfigEntry[], b: readonly ConfigEntry[]): readonly ConfigEntry[] {
  const counts = new Map<string, number>();
  const name = ([key, value]: ConfigEntry) => `${key}\n${value}`;
  for (const entry of b) counts.set(name(entry), (counts.get(name(entry)) ?? 0) + 1);
  return a.filter((entry) => {
    const left = counts.get(name(entry)) ?? 0;
    counts.set(name(entry), left - 1);
    return left <= 0;
  });
}

// A remote given as a relative path means relative to the user's repository.
const isRelativePath = (url: string): boolean => /^\.\.?\//.test(url) || (!url.includes(':') && !isAbsolute(url));

const absoluteUrl = ([key, value]: ConfigEntry, directory: string): ConfigEntry =>
  /^remote\.origin\.(?:push)?url$/.test(key) && isRelativePath(value) ? [key, resolve(directory, value)] : [key, value];

/**
 * Opens a throw-away bare repository that reaches the same remote as `home` in the same way. What `home` adds to the
 * global configuration is handed over as effective values, not as a file: an `includeIf.gitdir`, where actions/checkout
 * keeps its credentials, would not hold for another directory. Nothing of it is written to disk.
 */
export async function openScratch(home: Git, format: ObjectFormat): Promise<Scratch> {
  const directory = await mkdtemp(join(tmpdir(), 'zendrift-'));
  const remove = () => rm(directory, { recursive: true, force: true, maxRetries: 3 });
  try {
    const bare: Git = { ...home, directory };
    await readGit(bare, ['init', '--bare', '--template=', `--object-format=${format}`, '.']);
    const [mine, present] = await Promise.all([readConfig(home, '--list'), readConfig(bare, '--list')]);
    const missing = without(mine, present)
      .filter(([key]) => network.test(key))
      .map((entry) => absoluteUrl(entry, home.directory));
    return { git: { ...bare, environment: withConfig(home.environment, missing) }, remove };
  } catch (thrown) {
    await remove();
    throw thrown;
  }
}

/** Lets a scratch repository see the objects of another one, cut off where that one is. */
export async function borrowObjects(scratch: Scratch, objects: string, shallow: string | null): Promise<void> {
  await writeFile(join(scratch.git.directory, 'objects', 'info', 'alternates'), `${objects}\n`);
  if (shallow !== null) await writeFile(join(scratch.git.directory, 'shallow'), shallow);
}

/** Runs with a scratch repository that is removed afterwards, also after a failure. */
export async function withScratch<T>(home: Git, format: ObjectFormat, use: (git: Git) => Promise<T>): Promise<T> {
  const scratch = await openScratch(home, format);
  try {
    return await use(scratch.git);
  } finally {
    await scratch.remove();
  }
}
