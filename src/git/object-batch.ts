import { ZendriftError } from '#errors.ts';
import { gitFailure } from './git-failure.ts';
import { type Git, openGitStream } from './spawn-git.ts';

export interface GitObject {
  readonly id: string;
  readonly type: string;
  readonly body: Buffer;
}

/**
 * Reads objects in the order of their names: ids, or `<commit>:<path>`, where an empty path is the root. Null for one that
 * is not here. Calls may overlap.
 */
export type ReadObjects = (names: readonly string[]) => Promise<readonly (GitObject | null)[]>;

export interface ObjectBatch {
  readonly read: ReadObjects;
  close(): void;
}

const command = ['cat-file', '--batch'];
const found = /^([0-9a-f]{40,64}) ([a-z]+) (\d+)$/;
const lf = 0x0a;
/** Names asked for at once: enough to hide the way through the pipe, few enough to hold their answers. */
export const windowSize = 512;

/** Opens one `cat-file --batch` for any number of reads. */
export function openObjectBatch(git: Git): ObjectBatch {
  const stream = openGitStream(git, command);
  let turn: Promise<unknown> = Promise.resolve();

  async function readOne(name: string): Promise<GitObject | null> {
    const header = (await stream.stdout.takeUntil(lf))?.toString();
    if (header === undefined) {
      const result = await stream.finished;
      git.signal?.throwIfAborted();
      throw gitFailure(git.directory, command, result);
    }
    const [, id, type, size] = found.exec(header) ?? [];
    if (id === undefined || type === undefined) return null;
    const body = await stream.stdout.take(Number(size) + 1);
    if (body === null) throw new ZendriftError('git-failed', { command: 'cat-file', reason: `${name} ends too early` });
    return { id, type, body: body.subarray(0, -1) };
  }

  async function readAll(names: readonly string[]): Promise<readonly (GitObject | null)[]> {
    stream.stdin.write(names.map((name) => `${name}\n`).join(''));
    const objects: (GitObject | null)[] = [];
    for (const name of names) objects.push(await readOne(name));
    return objects;
  }

  return {
    read(names) {
      const broken = names.find((name) => name.includes('\n'));
      if (broken !== undefined) {
        const reason = `${JSON.stringify(broken)} is no name of an object`;
        throw new ZendriftError('git-failed', { command: 'cat-file', reason });
      }
      const reading = turn.then(() => readAll(names));
      turn = reading.catch(() => {});
      return reading;
    },
    close: () => stream.kill(),
  };
}

/** Reads with one process that is closed afterwards, also after a failure. */
export async function withObjectBatch<Value>(git: Git, use: (read: ReadObjects) => Promise<Value>): Promise<Value> {
  const batch = openObjectBatch(git);
  try {
    return await use(batch.read);
  } finally {
    batch.close();
  }
}
