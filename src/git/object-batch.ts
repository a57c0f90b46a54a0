import { ZendriftError } from '#errors.ts';
import { gitFailure } from './git-failure.ts';
import { type Git, openGitStream } from './spawn-git.ts';

export interface GitObject {
  readonly id: string;
  readonly type: string;
  readonly body: Buffer;
}

export interface ObjectBatch {
  /** The objects in the order of their ids; null for one that is not here. */
  read(ids: readonly string[]): Promise<readonly (GitObject | null)[]>;
  close(): void;
}

const command = ['cat-file', '--batch'];
const lf = 0x0a;
/** Ids asked for at once: enough to hide the way through the pipe, few enough to hold their answers. */
export const windowSize = 512;

/** Opens one `cat-file --batch` for any number of reads. */
export function openObjectBatch(git: Git): ObjectBatch {
  const stream = openGitStream(git, command);

  async function readOne(id: string): Promise<GitObject | null> {
    const header = (await stream.stdout.takeUntil(lf))?.toString();
    if (header === undefined) {
      const result = await stream.finished;
      git.signal?.throwIfAborted();
      throw gitFailure(git.directory, command, result);
    }
    const [name, type, size] = header.split(' ');
    if (name !== id || type === undefined || size === undefined) return null;
    const body = await stream.stdout.take(Number(size) + 1);
    if (body === null) throw new ZendriftError('git-failed', { command: 'cat-file', reason: `${id} ends too early` });
    return { id, type, body: body.subarray(0, -1) };
  }

  return {
    async read(ids) {
      stream.stdin.write(ids.map((id) => `${id}\n`).join(''));
      const objects: (GitObject | null)[] = [];
      for (const id of ids) objects.push(await readOne(id));
      return objects;
    },
    close: () => stream.kill(),
  };
}
