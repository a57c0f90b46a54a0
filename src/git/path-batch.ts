import type { CommitRecord } from '#core/commit/commit-record.ts';
import { gitFailure } from './git-failure.ts';
import { type Git, openGitStream } from './spawn-git.ts';

export type ChangedPaths = CommitRecord['paths'];

export interface PathBatch {
  /** Changed paths of each commit against its only parent; empty for merges. */
  read(commits: readonly string[]): Promise<readonly ChangedPaths[]>;
  close(): void;
}

// To know which submodules to leave out, git would read `.gitmodules`, and end at one that is broken.
const wanted = ['--no-renames', '--raw', '--ignore-submodules=none'];
const command = ['diff-tree', '--stdin', '-r', '-z', '--root', ...wanted];
// diff-tree repeats a line that is no object id as it is, and flushes: that ends a commit's answer.
const mark = '=';
const endMark = Buffer.from(`${mark}\n`);

/** Opens one `diff-tree --stdin` for any number of reads, perhaps of some paths alone. */
export function openPathBatch(git: Git, options: readonly string[] = [], only: readonly string[] = []): PathBatch {
  const stream = openGitStream(git, [...command, ...options, ...(only.length === 0 ? [] : ['--', ...only])]);

  async function take<T>(read: Promise<T | null>): Promise<T> {
    const value = await read;
    if (value !== null) return value;
    const result = await stream.finished;
    git.signal?.throwIfAborted();
    throw gitFailure(git.directory, command, result);
  }

  async function readOne(): Promise<ChangedPaths> {
    const paths: ChangedPaths[number][] = [];
    for (;;) {
      const first = await take(stream.stdout.take(1));
      if (first.equals(endMark.subarray(0, 1))) {
        await take(stream.stdout.takeUntil(0x0a));
        return paths;
      }
      const rest = (await take(stream.stdout.takeUntil(0))).toString();
      // Either the commit's own id, or `:100644 100644 <before> <after> M` with the path behind it.
      if (first.toString() !== ':') continue;
      const [, , before = '', after = ''] = rest.split(' ');
      const path = (await take(stream.stdout.takeUntil(0))).toString();
      paths.push({ path, before: known(before), after: known(after) });
    }
  }

  return {
    async read(commits) {
      stream.stdin.write(commits.map((id) => `${id}\n${mark}\n`).join(''));
      const all: ChangedPaths[] = [];
      for (let index = 0; index < commits.length; index += 1) all.push(await readOne());
      return all;
    },
    close: () => stream.kill(),
  };
}

const known = (id: string): string | null => (/^0*$/.test(id) ? null : id);
