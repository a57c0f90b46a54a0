import type { ObjectKey } from '#core/object-key.ts';

/** What differs between two points of the record. Times are UTC; texts are hostile: each sink escapes them. */
export interface DiffResult {
  readonly version: 1;
  readonly account: string;
  readonly from: DiffPoint;
  readonly to: DiffPoint;
  /** Zone of the reader. */
  readonly timezone: string;
  /** Kind by kind in their usual order, each kind's order last, else by title. */
  readonly objects: readonly DifferentObject[];
  /** Changes in between that left no difference. */
  readonly cancelled: number;
}

/** A commit, or everything up to a time, inclusive. A start before the record begins is where it begins. */
export interface DiffPoint {
  readonly commit: string | null;
  readonly time: string | null;
}

export interface DifferentObject {
  readonly object: ObjectKey;
  /** As it is at the end, or was last. Empty for an order. */
  readonly title: string;
  /** `recorded` = it was there before, but its kind was not tracked yet. */
  readonly change: 'created' | 'updated' | 'deleted' | 'reordered' | 'recorded';
  /** What differs, a line each. */
  readonly words: readonly string[];
  readonly before: string | null;
  readonly after: string | null;
  /** Changes in between, with who made them and when the last one was. */
  readonly changes: number;
  readonly actors: readonly string[];
  readonly last: string | null;
}
