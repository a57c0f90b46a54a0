import type { ObjectKey } from '#core/object-key.ts';

export interface IssueResult {
  readonly number: number;
  readonly url: string;
  /** Null for a digest. */
  readonly object: ObjectKey | null;
}
