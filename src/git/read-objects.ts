import { ZendriftError } from '#errors.ts';
import type { Checkout } from './checkout.ts';
import { gitFailure, remoteFailure } from './git-failure.ts';
import { openObjectBatch, windowSize } from './object-batch.ts';
import { parseTree } from './parse-commit.ts';
import { fetchIds } from './remote-refs.ts';
import { runGit } from './run-git.ts';
import { withScratch } from './scratch.ts';
import { type Git, runGitGroup } from './spawn-git.ts';

type Tree = ReturnType<typeof parseTree>;

const absent = /not a valid object name|not a tree object|bad object|could not (?:get|read) object/i;

/** Entries at (or with `-r` below) a path of a commit; a commit that is not here is fetched beside the checkout. */
export async function readTree(
  checkout: Checkout,
  git: Git,
  commit: string,
  path: string,
  deep: boolean,
): Promise<Tree> {
  if (!/^[0-9a-f]{4,64}$/.test(commit)) {
    throw new ZendriftError('git-failed', { command: 'ls-tree', reason: `${JSON.stringify(commit)} is no commit id` });
  }
  const where = path === '' ? [] : [path];
  const args = ['ls-tree', ...(deep ? ['-r'] : []), '-z', '--full-tree', commit, '--', ...where];
  const result = await runGit(git, args);
  if (result.exitCode === 0) return parseTree(result.stdout);
  if (checkout.remote === null || !absent.test(result.stderr)) throw gitFailure(git.directory, args, result);
  return withScratch(checkout.git, checkout.format, async (scratch) => {
    await fetchSomehow(scratch, [commit], ['--depth=1', '--filter=blob:none']);
    const again = await runGit(scratch, args);
    if (again.exitCode !== 0) throw gitFailure(git.directory, args, again);
    return parseTree(again.stdout);
  });
}

/** By id where the server allows that (protocol 2), else everything it has. */
async function fetchSomehow(scratch: Git, ids: readonly string[], options: readonly string[]): Promise<void> {
  const byId = await fetchIds(scratch, ids, options).catch(() => 'moved' as const);
  if (byId === 'fetched') return;
  const result = await runGitGroup(scratch, ['fetch', '--quiet', '--no-tags', 'origin', '+refs/*:refs/scratch/*']);
  if (result.exitCode !== 0) throw remoteFailure('origin', result.stderr);
}

async function readHere(git: Git, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  const batch = openObjectBatch(git);
  try {
    for (let from = 0; from < ids.length; from += windowSize) {
      for (const object of await batch.read(ids.slice(from, from + windowSize))) {
        if (object?.type === 'blob') texts.set(object.id, object.body.toString());
      }
    }
  } finally {
    batch.close();
  }
  return texts;
}

/** Texts by blob id; what is not here comes in one fetch. Throws `repository-unusable` for an id that nobody has. */
export async function readBlobs(
  checkout: Checkout,
  git: Git,
  wanted: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(wanted)].filter((id) => /^[0-9a-f]{40,64}$/.test(id));
  const found = ids.length === 0 ? new Map<string, string>() : await readHere(git, ids);
  const missing = ids.filter((id) => !found.has(id));
  const fetched =
    missing.length === 0 || checkout.remote === null
      ? new Map<string, string>()
      : await withScratch(checkout.git, checkout.format, async (scratch) => {
          await fetchSomehow(scratch, missing, []);
          return readHere(scratch, missing);
        });
  const texts = new Map([...found, ...fetched]);
  const unknown = wanted.find((id) => !texts.has(id));
  if (unknown !== undefined) {
    const reason = `file content ${unknown} is missing here and at the remote`;
    throw new ZendriftError('repository-unusable', { directory: git.directory, reason });
  }
  return texts;
}
