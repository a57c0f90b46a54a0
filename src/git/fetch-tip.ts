import { ZendriftError } from '#errors.ts';
import type { Tip } from '#ports.ts';
import { remoteOf } from './checkout.ts';
import type { HistorySource } from './history-source.ts';
import { verifyLocalBranch } from './local-branch.ts';
import type { RefNames } from './ref-names.ts';
import { type Listing, type LocalRefs, readLocalRefs } from './remote-refs.ts';
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

export interface TipRequest {
  readonly source: HistorySource;
  readonly names: RefNames;
  readonly dryRun: boolean;
  /** `record` = commits follow: then local commits that the remote does not have are an error. */
  readonly purpose: 'record' | 'inspect';
  /** What the refs are, at the remote or here: listed already for the first try, then anew. */
  readonly list: () => Promise<Listing>;
  /** Commits that this run has fetched already. */
  readonly fetched: Set<string>;
}

const tries = 5;

const tipOf = ({ refs }: Listing, names: RefNames): Tip => ({
  branch: refs.get(names.branchRef) ?? null,
  state: refs.get(names.stateRef) ?? null,
});

/** What a ref here points to is here whole; anything else has to be fetched. */
function planFetch(tip: Tip, refs: LocalRefs, fetched: ReadonlySet<string>): readonly string[] {
  const here = new Set([refs.branch, refs.tracking, refs.state]);
  return [...new Set([tip.branch, tip.state])].flatMap((id) =>
    id === null || here.has(id) || fetched.has(id) ? [] : [id],
  );
}

/** Nothing can follow a ref of another kind without force. */
async function refuseNoCommit({ source, names }: TipRequest, id: string): Promise<void> {
  const [object] = await source.store.read([id]);
  // A tag is followed to its commit.
  if (object?.type === 'commit' || object?.type === 'tag') return;
  throw new ZendriftError('state-ref-unusable', { ref: names.stateRef, remote: remoteOf(source.checkout), id });
}

/** git pushes to no name that another ref ends with, not even where it is given in full; or it pushes to the other one. */
function refuseAmbiguous({ source: { checkout }, names }: TipRequest, { refs }: Listing): void {
  const ours = [names.branchRef, names.stateRef];
  const found = ours
    .flatMap((ref) => [`refs/${ref}`, `refs/heads/${ref}`, `refs/tags/${ref}`])
    .filter((ref) => refs.has(ref));
  if (found.length === 0) return;
  const remote = remoteOf(checkout);
  const reason = `${remote} has ${found.join(' and ')}, which git confuses with ${ours.join(' and ')}. Delete it: git push ${remote} --delete ${found.join(' ')}`;
  throw new ZendriftError('repository-unusable', { directory: checkout.git.directory, reason });
}

/**
 * Reads branch and state ref and makes their commits readable. `--depth` only where the checkout is shallow already.
 * Throws `branch-diverged`, `repository-unusable`, `state-ref-unusable`, `remote-refused`, `remote-unreachable`.
 */
export async function fetchTip(request: TipRequest): Promise<FetchedTip> {
  const { source, names, dryRun, purpose, list, fetched } = request;
  const { checkout, store } = source;
  if (checkout.remote === null) {
    const tip = tipOf(await list(), names);
    return { tip, local: tip.branch, tracking: null, known: tip };
  }
  for (let count = 0; count < tries; count += 1) {
    const listing = await list();
    if (purpose === 'record') refuseAmbiguous(request, listing);
    const tip = tipOf(listing, names);
    const refs = await readLocalRefs(checkout.git, names);
    const missing = planFetch(tip, refs, fetched);
    if (missing.length > 0 && (await store.fetchCommits(missing)) !== 'fetched') continue;
    for (const id of missing) fetched.add(id);
    if (tip.state !== null && tip.state !== refs.state) await refuseNoCommit(request, tip.state);
    if (purpose === 'record') await verifyLocalBranch(source, names, refs, tip.branch);
    // Kept under its own name here too, so that the next fetch brings only what is new. Best effort: it is a cache.
    if (!dryRun && tip.state !== null && tip.state !== refs.state) {
      await runGit(checkout.git, ['update-ref', names.stateRef, tip.state]);
    }
    return { tip, local: refs.branch, tracking: refs.tracking, known: { branch: refs.branch, state: refs.state } };
  }
  throw new ZendriftError('race-lost', { branch: `${names.branch} of ${remoteOf(checkout)}`, tries });
}
