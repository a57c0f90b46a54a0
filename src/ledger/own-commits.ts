import type { Config } from '#config/config.ts';
import { isOfThePast } from '#core/commit/backfill-facts.ts';
import type { CommitRecord } from '#core/commit/commit-record.ts';
import { faultOfForm, isMergeOfOthers } from '#core/state/commit-form.ts';
import {
  isByOurCommitter,
  isJoin,
  lacksSignature,
  type OwnCommit,
  type OwnCommitter,
  toOwnCommit,
} from '#core/state/history.ts';
import type { DoubtedCommit, State } from '#core/state/state.ts';
import type { Repository } from '#ports.ts';
import { openPastChains } from './past-chains.ts';

/** Whose commits count, and for which account. */
export interface Ownership {
  readonly account: string;
  readonly committers: readonly OwnCommitter[];
  /** Commits that only look like ours: what a run found to be forged. */
  readonly dropped?: ReadonlySet<string>;
}

export const ownershipOf = ({ account, committer, formerCommitters }: Config): Ownership => ({
  account,
  committers: [committer, ...formerCommitters],
});

/** The same, without the commits that a state says are forged. */
export const withoutForged = (config: Config, { doubted }: Pick<State, 'doubted'>): Ownership => ({
  ...ownershipOf(config),
  dropped: new Set(doubted.map(({ commit }) => commit)),
});

export interface OwnCommits {
  /** Every commit, whoever made it. */
  readonly onCommit?: (id: string) => void;
  /** A commit that would count if it were signed. */
  readonly onUnsigned?: (id: string) => void;
  /** A commit by our committer that looks like one of ours and is none. */
  readonly onBroken?: (broken: DoubtedCommit) => void;
  /** Only what came after this ancestor. */
  readonly after?: string;
  /**
   * Backfilled commits too, for people to read: nothing recorded is ever made of them. At the end it is called with those that
   * no backfill has joined, which anyone may have made up.
   */
  readonly withPast?: (stray: string) => void;
}

/**
 * The commits of an account that count, oldest first. A backfill stands behind a merge, with a root of its own: whatever it
 * says is left out here, so that no reader of the record can take it for recorded. All else behind that merge is read like
 * any other commit, because a forged merge must hide nothing either.
 */
export async function* readOwnCommits(
  repository: Repository,
  { account, committers, dropped }: Ownership,
  tip: string,
  { onCommit, onUnsigned, onBroken, after, withPast }: OwnCommits = {},
): AsyncGenerator<OwnCommit> {
  const chains = openPastChains();
  for await (const record of repository.readHistory(tip, after === undefined ? {} : { after })) {
    onCommit?.(record.id);
    const own = toOwnCommit(record, account, committers);
    if (dropped?.has(record.id)) continue;
    if (own && isOfThePast(own.facts)) {
      chains.take(record);
      if (withPast) yield own;
    } else if (own) {
      if (isJoin(own.facts)) chains.join(record);
      yield own;
    } else if (onUnsigned && lacksSignature(record, account, committers)) onUnsigned(record.id);
    else if (onBroken && isByOurCommitter(record, committers)) {
      const broken = toBroken(record, account);
      if (broken !== null) onBroken(broken);
    }
  }
  for (const commit of chains.left()) {
    withPast?.(commit);
    onBroken?.({ commit, what: 'backfill', reason: 'a backfilled commit that no backfill has joined' });
  }
}

/** Whether one of ours, or one that looks like it, came after an ancestor. */
export async function hasOwnCommits(
  repository: Repository,
  ownership: Ownership,
  tip: string,
  after: string,
): Promise<boolean> {
  let isBroken = false;
  const onBroken = () => {
    isBroken = true;
  };
  const own = readOwnCommits(repository, ownership, tip, { after, onBroken });
  const { done } = await own.next();
  await own.return(undefined);
  return done !== true || isBroken;
}

function toBroken(record: CommitRecord, account: string): DoubtedCommit | null {
  const fault = faultOfForm(record, account);
  return fault === null || isMergeOfOthers(fault, record)
    ? null
    : { commit: record.id, what: fault.path ?? fault.code, reason: fault.message };
}
