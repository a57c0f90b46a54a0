import type { Config } from '#config/config.ts';
import { lacksSignature, type OwnCommit, type OwnCommitter, toOwnCommit } from '#core/state/history.ts';
import type { Repository } from '#ports.ts';

/** Whose commits count, and for which account. */
export interface Ownership {
  readonly account: string;
  readonly committers: readonly OwnCommitter[];
}

export const ownershipOf = ({ account, committer, formerCommitters }: Config): Ownership => ({
  account,
  committers: [committer, ...formerCommitters],
});

export interface OwnCommits {
  /** Every commit, whoever made it. */
  readonly onCommit?: (id: string) => void;
  /** A commit that would count if it were signed. */
  readonly onUnsigned?: (id: string) => void;
  /** Only what came after this ancestor. */
  readonly after?: string;
}

/** The commits of an account that count, oldest first. */
export async function* readOwnCommits(
  repository: Repository,
  { account, committers }: Ownership,
  tip: string,
  { onCommit, onUnsigned, after }: OwnCommits = {},
): AsyncGenerator<OwnCommit> {
  for await (const record of repository.readHistory(tip, after === undefined ? {} : { after })) {
    onCommit?.(record.id);
    const own = toOwnCommit(record, account, committers);
    if (own) yield own;
    else if (onUnsigned && lacksSignature(record, account, committers)) onUnsigned(record.id);
  }
}
