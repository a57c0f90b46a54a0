import type { PlannedCommit } from '#ports.ts';
import type { BackfillRun } from './backfill-run.ts';

/** Writes commits in a row, some at a time, so that memory does not grow with their number. Moves no ref. */
export interface Writer {
  add(commit: PlannedCommit): Promise<void>;
  flush(): Promise<void>;
  /** The last one written; null where there is none and nothing to write on. */
  tip(): string | null;
  /** How many were added. */
  count(): number;
}

/** Commits of one stream. */
const batchSize = 1000;

/** `own` = the account's folder. */
export function openWriter({ repository }: BackfillRun, parent: string | null, own: string): Writer {
  let waiting: PlannedCommit[] = [];
  let tip = parent;
  let count = 0;
  const flush = async (): Promise<void> => {
    const commits = waiting;
    waiting = [];
    if (commits.length > 0) tip = (await repository.writeCommits(tip, commits, own)).ids.at(-1) ?? tip;
  };
  return {
    async add(commit) {
      waiting.push(commit);
      count += 1;
      if (waiting.length >= batchSize) await flush();
    },
    flush,
    tip: () => tip,
    count: () => count,
  };
}
