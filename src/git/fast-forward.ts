import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ZendriftError } from '#errors.ts';
import type { Checkout } from './checkout.ts';
import { renderReason } from './git-failure.ts';
import { seesAncestor } from './history-source.ts';
import { emptyTreeId, nullId } from './object-id.ts';
import { readStatus, resetOwnFiles } from './own-files.ts';
import type { RefNames } from './ref-names.ts';
import { readLocalRefs } from './remote-refs.ts';
import { readGit, runGit } from './run-git.ts';
import type { Git } from './spawn-git.ts';

interface Move {
  readonly checkout: Checkout;
  readonly names: RefNames;
  readonly from: string | null;
  readonly to: string;
}

/** Compare-and-swap of the branch; null = done, else why not. */
async function moveRef({ checkout, names, from, to }: Move): Promise<string | null> {
  const args = ['update-ref', '-m', 'zendrift: fast-forward', names.branchRef, to, from ?? nullId(checkout.format)];
  const result = await runGit(checkout.git, args);
  return result.exitCode === 0 ? null : renderReason(result.stderr);
}

/** Index and files first, the ref last, like `git merge --ff-only`: a run killed between the two can start over. */
async function moveCheckout(move: Move): Promise<string | null> {
  const { checkout, from, to } = move;
  // A file in every format of refs (gitglossary, "pseudoref").
  if (existsSync(join(checkout.gitDirectory, 'MERGE_HEAD'))) return 'a merge is not concluded';
  const before = from ?? emptyTreeId(checkout.format);
  const step = ['read-tree', '-m', '-u', before, to];
  let result = await runGit(checkout.git, step);
  if (result.exitCode !== 0) {
    // Files that were only touched count as changed.
    await runGit(checkout.git, ['update-index', '-q', '--refresh']);
    result = await runGit(checkout.git, step);
  }
  if (result.exitCode !== 0) return renderReason(result.stderr);
  const failure = await moveRef(move);
  if (failure !== null) await runGit(checkout.git, ['read-tree', '-m', '-u', to, before]);
  return failure;
}

async function isCheckedOutElsewhere({ checkout, names }: Move): Promise<boolean> {
  const list = await readGit(checkout.git, ['worktree', 'list', '--porcelain']);
  return list
    .split('\n\n')
    .some((tree) => tree.split('\n').includes(`branch ${names.branchRef}`) && !/\nbare(?:\n|$)/.test(tree));
}

async function moveBranch(move: Move, isHead: boolean): Promise<string | null> {
  if (move.from === move.to) return null;
  // A checkout of another branch does not get a local branch that it never had.
  if (move.from === null && !isHead) return null;
  if (!isHead && (await isCheckedOutElsewhere(move))) return 'it is checked out in another work tree';
  return isHead && move.checkout.worktree !== null ? moveCheckout(move) : moveRef(move);
}

/**
 * Brings the local branch and, where it is checked out, index and files to `to`. Returns why that was not possible, or
 * null. `verified` = the local branch that the fetch found to hold nothing of its own; in a shallow clone its way to `to`
 * may not be visible.
 */
export async function fastForward(
  checkout: Checkout,
  names: RefNames,
  to: string,
  own: string,
  verified: string | null,
): Promise<string | null> {
  try {
    const { git, worktree } = checkout;
    const status = worktree === null ? null : await readStatus(git, own);
    const isHead = status === null ? await isHeadOf(git, names) : status.branch === names.branch;
    const from = status !== null && isHead ? status.commit : (await readLocalRefs(git, names)).branch;
    if (status !== null && isHead) await resetOwnFiles(git, own, status);
    if (from !== null && from !== to && from !== verified && (await seesAncestor(git, from, to)) !== true) {
      return `Local branch ${names.branch} stays at ${from.slice(0, 12)}: it has commits that ${to.slice(0, 12)} does not have.`;
    }
    const failure = await moveBranch({ checkout, names, from, to }, isHead);
    return failure === null ? null : renderWarning(names, from, failure);
  } catch (thrown) {
    checkout.git.signal?.throwIfAborted();
    return renderWarning(names, null, thrown instanceof ZendriftError ? thrown.message : String(thrown));
  }
}

const isHeadOf = async (git: Git, names: RefNames): Promise<boolean> =>
  (await runGit(git, ['symbolic-ref', '-q', 'HEAD'])).stdout.trim() === names.branchRef;

const renderWarning = (names: RefNames, from: string | null, reason: string): string =>
  `Everything is recorded, but the local branch ${names.branch} stays${from === null ? '' : ` at ${from.slice(0, 12)}`}: ${reason}`;
