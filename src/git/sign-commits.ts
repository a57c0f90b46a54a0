import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ZendriftError } from '#errors.ts';
import { openObjectBatch, windowSize } from './object-batch.ts';
import type { ObjectFormat } from './object-id.ts';
import { parseIds } from './parse-commit.ts';
import { readGit } from './run-git.ts';
import { commitIdOf, withParent, withSignature, withVouched } from './signature.ts';
import type { Git } from './spawn-git.ts';
import { sign, withPrivateFolder, writeKey } from './ssh-keygen.ts';

export interface Signing {
  /** Text of an SSH private key without passphrase. */
  readonly key: string;
  /** `last` = the last commit of a push alone; it says for how many before it. */
  readonly which: 'every' | 'last';
}

/**
 * Writes signed versions of commits that stand in a row, oldest first; moves no ref. Returns the ids that hold from now
 * on. The key is on disk only meanwhile. Throws `signing-unusable`, `git-failed`.
 */
export async function signCommits(
  git: Git,
  format: ObjectFormat,
  ids: readonly string[],
  { key, which }: Signing,
): Promise<readonly string[]> {
  const first = which === 'every' ? 0 : Math.max(0, ids.length - 1);
  const written = ids.slice(first);
  if (written.length === 0) return ids;
  return withPrivateFolder(async (folder) => {
    const keyPath = await writeKey(folder, key);
    const signed: string[] = [];
    for await (const body of readBodies(git, written)) {
      const parent = signed.at(-1);
      const moved = parent === undefined ? body : withParent(body, parent);
      const payload = withVouched(moved, first);
      const whole = withSignature(payload, format, await sign(git, keyPath, payload));
      await writeFile(join(folder, String(signed.length)), whole);
      signed.push(commitIdOf(format, whole));
    }
    const paths = signed.map((_, index) => `${join(folder, String(index))}\n`).join('');
    const stored = parseIds(await readGit(git, ['hash-object', '-t', 'commit', '-w', '--stdin-paths'], paths));
    if (stored.length !== signed.length || stored.some((id, index) => id !== signed[index])) {
      const reason = 'the signed commits were not stored as they were made';
      throw new ZendriftError('git-failed', { command: 'hash-object', reason });
    }
    return [...ids.slice(0, first), ...signed];
  });
}

async function* readBodies(git: Git, ids: readonly string[]): AsyncGenerator<Buffer> {
  const objects = openObjectBatch(git);
  try {
    for (let from = 0; from < ids.length; from += windowSize) {
      for (const object of await objects.read(ids.slice(from, from + windowSize))) {
        if (object === null) throw new ZendriftError('git-failed', { command: 'cat-file', reason: 'a commit is lost' });
        yield object.body;
      }
    }
  } finally {
    objects.close();
  }
}
