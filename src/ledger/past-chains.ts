import type { CommitRecord } from '#core/commit/commit-record.ts';

type Place = Pick<CommitRecord, 'id' | 'parents'>;

/** Which backfilled commits stand behind the merge of a backfill. A past is one line, and its merge comes after all of it. */
export interface PastChains {
  take(commit: Place): void;
  join(merge: Place): void;
  /** Those that no merge has joined. */
  left(): Iterable<string>;
}

export function openPastChains(): PastChains {
  /** Last commit of a line → all of it. */
  const lines = new Map<string, string[]>();
  return {
    take: ({ id, parents: [parent = ''] }) => {
      const line = lines.get(parent) ?? [];
      lines.delete(parent);
      line.push(id);
      lines.set(id, line);
    },
    join: ({ parents: [, tip = ''] }) => void lines.delete(tip),
    left: () => [...lines.values()].flat(),
  };
}
