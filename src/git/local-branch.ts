import { ZendriftError } from '#errors.ts';
import { remoteOf } from './checkout.ts';
import { type HistorySource, isAncestorHere, isInHistory } from './history-source.ts';
import type { RefNames } from './ref-names.ts';
import type { LocalRefs } from './remote-refs.ts';

/**
 * Whether the local branch holds nothing that the remote tip does not: equal, behind, or absent. In a shallow clone an
 * ancestor may have no visible way to the tip; a branch that stands where git last saw the remote has no commit of its own,
 * and only for anything else the history is asked for.
 */
async function hasNothingOfItsOwn(source: HistorySource, refs: LocalRefs, tip: string): Promise<boolean> {
  const { branch, tracking } = refs;
  if (branch === null || branch === tip) return true;
  const isBehind = await isAncestorHere(source, branch, tip);
  if (isBehind !== null) return isBehind;
  if ((await isAncestorHere(source, tip, branch)) === true) return false;
  if (branch === tracking) return true;
  if (tracking !== null && (await isAncestorHere(source, branch, tracking)) === true) return true;
  return isInHistory(source, branch, tip);
}

/** Throws `branch-diverged` where the local branch has commits that the remote does not have. */
export async function verifyLocalBranch(
  source: HistorySource,
  names: RefNames,
  refs: LocalRefs,
  tip: string | null,
): Promise<void> {
  if (refs.branch === null) return;
  if (tip !== null && (await hasNothingOfItsOwn(source, refs, tip))) return;
  throw new ZendriftError('branch-diverged', {
    branch: names.branch,
    remote: remoteOf(source.checkout),
    local: refs.branch.slice(0, 12),
    tip: tip === null ? 'no such branch' : tip.slice(0, 12),
  });
}
