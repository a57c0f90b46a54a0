import type { CommitRecord } from '#core/commit/commit-record.ts';
import { ZendriftError } from '#errors.ts';
import { openObjectBatch, windowSize } from './object-batch.ts';
import { parseCommit } from './parse-commit.ts';
import { openPathBatch } from './path-batch.ts';
import type { Git } from './spawn-git.ts';

/** Reads these commits in their order, some hundred at a time, so memory does not grow with the history. */
export async function* readCommits(git: Git, ids: readonly string[]): AsyncGenerator<CommitRecord> {
  const objects = openObjectBatch(git);
  const changes = openPathBatch(git);
  try {
    for (let from = 0; from < ids.length; from += windowSize) {
      const part = ids.slice(from, from + windowSize);
      const [commits, paths] = await Promise.all([objects.read(part), changes.read(part)]);
      for (const [index, commit] of commits.entries()) {
        if (commit === null) {
          throw new ZendriftError('repository-unusable', {
            directory: git.directory,
            reason: `commit ${part[index]} is missing`,
          });
        }
        yield { ...parseCommit(commit.id, commit.body), paths: paths[index] ?? [] };
      }
    }
  } finally {
    objects.close();
    changes.close();
  }
}
