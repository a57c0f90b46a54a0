import { ZendriftError } from '#errors.ts';
import type { Tip } from '#ports.ts';
import type { Checkout } from './checkout.ts';
import { verifyLocalBranch } from './local-branch.ts';
import type { ObjectStore } from './object-store.ts';
import type { RefNames } from './ref-names.ts';
import { fetchIds, type LocalRefs, listRemoteTip, readLocalRefs } from './remote-refs.ts';
import { runGit } from './run-git.ts';

export interface FetchedTip {
  readonly tip: Tip;
  /** The local branch, found to hold nothing of its own (unless that was not asked for). */
  readonly local: string | null;
  /** Where this repository last knew the remote's branch; null where it keeps no name for that. */
  readonly tracking: string | null;
  /** What this repository had before. */
  readonly known: Tip;
}

const tries = 5;

/** What a ref here points to is here whole; anything else has to be fetched. */
function planFetch(tip: Tip, refs: LocalRefs): readonly string[] {
  const here = new Set([refs.branch, refs.tracking, refs.state]);
  return [tip.branch, tip.state].flatMap((id) => (id === null || here.has(id) ? [] : [id]));
}

/** Nothing can follow a ref of another kind without force. */
async function refuseNoCommit(store: ObjectStore, { stateRef }: RefNames, id: string): Promise<void> {
  const [object] = await store.read([id]);
  // A tag is followed to its commit.
  if (object?.type === 'commit' || object?.type === 'tag') return;
  throw new ZendriftError('state-ref-unusable', { ref: stateRef, remote: 'origin', id });
}

/**
 * Reads branch and state ref and makes their commits readable. `--depth` only where the checkout is shallow already.
 * Throws `branch-diverged`, `remote-refused`, `remote-unreachable`.
 */
export async function fetchTip(
  checkout: Checkout,
  store: ObjectStore,
  names: RefNames,
  dryRun: boolean,
  diverged: 'refuse' | 'accept' = 'refuse',
): Promise<FetchedTip> {
  if (checkout.remote === null) {
    const { branch, state } = await readLocalRefs(checkout.git, names);
    return { tip: { branch, state }, local: branch, tracking: null, known: { branch, state } };
  }
  for (let count = 0; count < tries; count += 1) {
    const tip = await listRemoteTip(checkout.git, names);
    const refs = await readLocalRefs(checkout.git, names);
    const missing = planFetch(tip, refs);
    const git = missing.length > 0 ? await store.open() : checkout.git;
    const depth = checkout.isShallow ? ['--depth=1'] : [];
    if (missing.length > 0 && (await fetchIds(git, missing, depth)) === 'moved') continue;
    if (tip.state !== null && tip.state !== refs.state) await refuseNoCommit(store, names, tip.state);
    if (diverged === 'refuse') await verifyLocalBranch(checkout, git, names, refs, tip.branch);
    // Kept under its own name here too, so that the next fetch brings only what is new. Best effort: it is a cache.
    if (!dryRun && tip.state !== null && tip.state !== refs.state) {
      await runGit(checkout.git, ['update-ref', names.stateRef, tip.state]);
    }
    return { tip, local: refs.branch, tracking: refs.tracking, known: { branch: refs.branch, state: refs.state } };
  }
  throw new ZendriftError('race-lost', { branch: names.branch, tries });
}
