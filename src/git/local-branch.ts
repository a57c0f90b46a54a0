import { ZendriftError } from '#errors.ts';
import type { Checkout } from './checkout.ts';
import { gitFailure } from './git-failure.ts';
import { parseIds } from './parse-commit.ts';
import type { RefNames } from './ref-names.ts';
import { fetchIds, type LocalRefs } from './remote-refs.ts';
import { readGit, runGit } from './run-git.ts';
import { withScratch } from './scratch.ts';
import type { Git } from './spawn-git.ts';

/** Whether `old` is `young` or one of its ancestors, as far as history is here. Throws where a commit is missing. */
export async function isAncestor(git: Git, old: string, young: string): Promise<boolean> {
  const args = ['merge-base', '--is-ancestor', old, young];
  const result = await runGit(git, args);
  if (result.exitCode > 1 || result.exitCode < 0) throw gitFailure(git.directory, args, result);
  return result.exitCode === 0;
}

/** Asks for the commits alone, in a repository of their own, because in the shallow one the way between them is cut. */
async function isAncestorAtRemote(checkout: Checkout, old: string, young: string): Promise<boolean> {
  return withScratch(checkout.git, checkout.format, async (git) => {
    if ((await fetchIds(git, [young], ['--filter=tree:0'])) === 'moved') return false;
    return parseIds(await readGit(git, ['rev-list', young])).includes(old);
  });
}

/**
 * Whether the local branch holds nothing that the remote tip does not: equal, behind, or absent. In a shallow clone an
 * ancestor may have no visible way to the tip; a branch that stands where git last saw the remote has no commit of its
 * own, and for anything else the history is asked for.
 */
async function hasNothingOfItsOwn(checkout: Checkout, git: Git, refs: LocalRefs, tip: string): Promise<boolean> {
  const { branch, tracking } = refs;
  if (branch === null || branch === tip) return true;
  if (await isAncestor(git, branch, tip)) return true;
  if (!checkout.isShallow || (await isAncestor(git, tip, branch))) return false;
  if (branch === tracking) return true;
  if (tracking !== null && (await isAncestor(git, branch, tracking))) return true;
  return isAncestorAtRemote(checkout, branch, tip);
}

/** Throws `branch-diverged` where the local branch has commits that the remote does not have. */
export async function verifyLocalBranch(
  checkout: Checkout,
  git: Git,
  names: RefNames,
  refs: LocalRefs,
  tip: string | null,
): Promise<void> {
  if (refs.branch === null) return;
  if (tip !== null && (await hasNothingOfItsOwn(checkout, git, refs, tip))) return;
  throw new ZendriftError('branch-diverged', {
    branch: names.branch,
    remote: 'origin',
    local: refs.branch.slice(0, 12),
    tip: tip === null ? 'no such branch' : tip.slice(0, 12),
  });
}
