import { isOfThePast } from '#core/commit/backfill-facts.ts';
import type { CommitFacts } from '#core/commit/commit-facts.ts';
import type { CommitRecord } from '#core/commit/commit-record.ts';
import { parseFacts } from '#core/commit/parse-facts.ts';
import { isLogFile } from '#core/commit/tool-files.ts';
import { parseTrailers } from '#core/commit/trailer-block.ts';
import { faultOfForm } from '#core/state/commit-form.ts';
import { isByOurCommitter, type OwnCommit, type OwnCommitter, toOwnCommit } from '#core/state/history.ts';
import { type Finding, toFault, toFindingWarning } from '#render/verify/finding.ts';
import type { Claimed } from './check-forgeries.ts';

/** Whose a commit is. */
export type Classified =
  | { readonly type: 'own'; readonly own: OwnCommit }
  /** By this tool for another account of the same repository. */
  | { readonly type: 'other-account'; readonly facts: CommitFacts }
  | { readonly type: 'foreign'; readonly findings: readonly Finding[] }
  | Claimed;

export interface KnownOwners {
  readonly account: string;
  readonly committers: readonly OwnCommitter[];
  /** Other accounts whose baseline was seen before this commit. */
  readonly others: ReadonlySet<string>;
}

/**
 * Whether a commit counts, and what is wrong with one that only looks as if it did. By our committer, a block that is
 * not whole or a path of someone else's is damage; by another committer, our trailers are forged.
 */
export function classify(record: CommitRecord, ownership: KnownOwners): Classified {
  const { account, committers } = ownership;
  const own = toOwnCommit(record, account, committers);
  if (own) return { type: 'own', own };
  if (isByOurCommitter(record, committers)) return classifyOurs(record, ownership);
  return toClaimed(record, account) ?? { type: 'foreign', findings: [] };
}

function classifyOurs(record: CommitRecord, { account, others }: KnownOwners): Classified {
  const foreign = (...findings: readonly Finding[]): Classified => ({ type: 'foreign', findings });
  const { id: commit, message } = record;
  const fault = faultOfForm(record, account);
  if (fault !== null) return foreign(toFault(fault.code, fault.message, { commit, path: fault.path }));
  const trailers = parseTrailers(message);
  const facts = trailers === null ? null : parseFacts(trailers);
  if (facts === null) {
    return foreign(toFindingWarning('broken-block', 'by our committer, but it says nothing about Zendesk', { commit }));
  }
  // Everything else of it was whole: only a signature can be what it lacks.
  if (facts.account === account) return foreign(toFault('signature', lackOf(record), { commit }));
  // A backfill begins before the baseline.
  if (facts.type !== 'baseline' && !isOfThePast(facts) && !others.has(facts.account)) {
    const lack = `by our committer for "${facts.account}", an account without a baseline before it`;
    return foreign(toFault('broken-block', lack, { commit }));
  }
  return { type: 'other-account', facts };
}

const lackOf = ({ trust }: CommitRecord): string =>
  trust === 'invalid'
    ? 'its signature is not one of an allowed signer, so it does not count'
    : 'it is not signed, and no signed commit of its push vouches for it, so it does not count';

function toClaimed({ id, message, paths }: CommitRecord, account: string): Claimed | null {
  if (!claims(message, account)) return null;
  const own = paths.filter(({ path }) => path.startsWith(`snapshots/${account}/`) || isLogFile(path, account));
  const trailers = parseTrailers(message);
  return { type: 'claimed', commit: id, paths: own, facts: trailers === null ? null : parseFacts(trailers) };
}

/** Only the last paragraph could ever count as a block; a message that quotes one above it claims nothing. */
function claims(message: string, account: string): boolean {
  const last =
    message
      .trimEnd()
      .split(/\n{2,}/)
      .at(-1) ?? '';
  return last.split('\n').some((line) => line.trim() === `Zendesk-Account: ${account}`);
}
