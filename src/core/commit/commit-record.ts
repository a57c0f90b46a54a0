/**
 * What a commit's signature is worth where allowed signers are named: its own is valid, a later one of the same push speaks
 * for it, it is older than `signed-after` and counts without one, it has none, or one that is not theirs.
 */
export type SignatureTrust = 'signed' | 'vouched' | 'earlier' | 'unsigned' | 'invalid';

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
  /** Of a merge of two commits: whether its tree is that of the first. */
  readonly keepsTree?: boolean;
  /** Left out where no signature is asked for. */
  readonly trust?: SignatureTrust;
}
