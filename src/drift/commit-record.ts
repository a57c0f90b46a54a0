/** A commit as git has it: raw, believed only after `parseTrailers` and the checks of `fold`. */
export interface CommitRecord {
  readonly id: string;
  readonly parents: readonly string[];
  readonly authorName: string;
  readonly authorEmail: string;
  /** Seconds since 1970. */
  readonly authorTime: number;
  readonly committerName: string;
  readonly committerEmail: string;
  readonly committerTime: number;
  /** Whole raw message. */
  readonly message: string;
  /** Changed paths against the only parent (the empty tree for a root); blob ids, null = absent. Empty for merges. */
  readonly paths: readonly { readonly path: string; readonly before: string | null; readonly after: string | null }[];
}
