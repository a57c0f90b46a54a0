import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { type Checkout, inBare } from './checkout.ts';
import { type ConfigEntry, withConfig } from './environment.ts';
import type { ObjectFormat } from './object-id.ts';
import { readConfigList } from './read-config.ts';
import type { Git } from './spawn-git.ts';

/** A bare repository in the temporary directory that goes away again. */
export interface Scratch {
  readonly git: Git;
  /** Takes back what `fetch --filter` notes down: with it, git fetches each missing object by itself, one at a time. */
  forgetFilter(): Promise<void>;
  remove(): Promise<void>;
}

// What says how to reach the remote. The fetch refspec, tags and the partial-clone settings stay behind.
const network = /^(?:http\.|credential\.|url\.|ssh\.|protocol\.|core\.(?:sshcommand|gitproxy|askpass)$)/;
const ofRemote = /^(?:url|pushurl|uploadpack|receivepack|proxy|proxyauthmethod|vcs|serveroption)$/;

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

/** What of the user's configuration a scratch repository needs, in its own words; empty = nothing. */
function toNetwork({ remote, git }: Checkout, [key, value]: ConfigEntry): readonly ConfigEntry[] {
  if (network.test(key)) return [[key, value]];
  const prefix = `remote.${remote}.`;
  const name = key.startsWith(prefix) ? key.slice(prefix.length) : '';
  if (!ofRemote.test(name)) return [];
  return [[key, /url$/.test(name) && isRelativePath(value) ? resolve(git.directory, value) : value]];
}

const configText = (format: ObjectFormat): string =>
  format === 'sha1'
    ? '[core]\n\trepositoryformatversion = 0\n\tbare = true\n'
    : '[core]\n\trepositoryformatversion = 1\n\tbare = true\n[extensions]\n\tobjectformat = sha256\n';

/**
 * Opens a throw-away bare repository that reaches the same remote as the checkout in the same way. What the checkout adds to
 * the global configuration is handed over as effective values, not as a file: an `includeIf.gitdir`, where actions/checkout
 * keeps its credentials, would not hold for another directory. Nothing of it is written to disk.
 */
export async function openScratch(checkout: Checkout): Promise<Scratch> {
  const directory = await mkdtemp(join(tmpdir(), 'zendrift-'));
  const remove = () => rm(directory, { recursive: true, force: true, maxRetries: 3 });
  const forgetFilter = () => writeFile(join(directory, 'config'), configText(checkout.format));
  try {
    // What `git init` would make, without a process.
    await mkdir(join(directory, 'objects', 'info'), { recursive: true });
    await mkdir(join(directory, 'refs'));
    await writeFile(join(directory, 'HEAD'), 'ref: refs/heads/main\n');
    await forgetFilter();
    const bare = inBare(checkout.git, directory);
    const missing = without(checkout.config, await readConfigList(bare)).flatMap((entry) => toNetwork(checkout, entry));
    return { git: { ...bare, environment: withConfig(bare.environment, missing) }, forgetFilter, remove };
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
