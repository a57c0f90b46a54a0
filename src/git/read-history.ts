import type { CommitRecord } from '#core/commit/commit-record.ts';
import { ZendriftError } from '#errors.ts';
import { type GitObject, openObjectBatch, windowSize } from './object-batch.ts';
import { parseCommit, parseTreeId } from './parse-commit.ts';
import { openPathBatch } from './path-batch.ts';
import type { Git } from './spawn-git.ts';

/** The raw commit, wherever it is; null where nobody has it. */
type ReadElsewhere = (id: string) => Promise<Pick<GitObject, 'body'> | null>;

/** Reads these commits in their order, some hundred at a time, so memory does not grow with the history. */
export async function* readCommits(
  git: Git,
  ids: readonly string[],
  readElsewhere: ReadElsewhere = async () => null,
): AsyncGenerator<CommitRecord> {
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
        const record = { ...parseCommit(commit.id, commit.body), paths: paths[index] ?? [] };
        const [first, , third] = record.parents;
        if (first === undefined || third !== undefined || !joins(record)) yield record;
        else {
          const parent = (await objects.read([first]))[0] ?? (await readElsewhere(first));
          yield { ...record, keepsTree: parent !== null && parseTreeId(parent.body) === parseTreeId(commit.body) };
        }
      }
    }
  } finally {
    objects.close();
    changes.close();
  }
}

/** Of other people's merges nobody asks whether they change anything. */
const joins = ({ parents, message }: Pick<CommitRecord, 'parents' | 'message'>): boolean =>
  parents.length === 2 && message.includes('\nZendesk-Backfill: ');
