import type { JsonObject } from '#json.ts';

/** One version of a trigger as the API keeps it: exact author, time and content. */
export interface Revision {
  readonly id: string;
  readonly authorId: string;
  readonly time: string;
  /** Raw `title description active conditions actions`. */
  readonly snapshot: JsonObject;
}

/** A revision as a page of them has it. */
export interface PagedRevision extends Pick<Revision, 'id' | 'time'> {
  /** Null where it names nobody, as for a user who was deleted. */
  readonly authorId: string | null;
  /** Null where it cannot be kept exactly. */
  readonly snapshot: JsonObject | null;
}

export type RevisionPage =
  | {
      readonly type: 'page';
      /** As they were sent; newest first as a rule. */
      readonly revisions: readonly PagedRevision[];
      /** Items without an id or a time. */
      readonly unplaced: number;
      /** Cursor of the next older page, null on the last. */
      readonly older: string | null;
    }
  /** The kind has none, the object is gone, or the plan or the role does not give them. */
  | { readonly type: 'none' }
  | { readonly type: 'unreadable'; readonly reason: string };
