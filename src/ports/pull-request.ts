/** A file that a pull request changes. A renamed one is two: the old path removed, the new one not. */
export interface ProposedFile {
  /** Hostile: whoever may open a pull request chooses it. */
  readonly path: string;
  /** Blob id at the head, null for what is not there any more. */
  readonly blob: string | null;
}

export type ReadPullRequest =
  | { readonly type: 'found'; readonly open: boolean; readonly files: readonly ProposedFile[] }
  /** More files than GitHub lists (3,000), so not all of them can be known. */
  | { readonly type: 'too-large' }
  | { readonly type: 'none' }
  /** The token lacks `pull-requests: read`. */
  | { readonly type: 'forbidden' };
