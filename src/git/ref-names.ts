import { ZendriftError } from '#errors.ts';
import { runGit } from './run-git.ts';
import type { Git } from './spawn-git.ts';

export interface RefNames {
  readonly branch: string;
  /** `refs/heads/<branch>` */
  readonly branchRef: string;
  readonly stateRef: string;
  /** Where git keeps what it last knew of the remote's branch; null without a remote. */
  readonly trackingRef: string | null;
}

// Good by every rule of git-check-ref-format, whatever is put together of it: no process needs to be asked.
const plain = /^refs\/(?:heads|zendrift)\/[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?$/;

// `--normalize` repeats a good name, squeezing slashes.
async function isRefName(git: Git, ref: string): Promise<boolean> {
  if (plain.test(ref)) return true;
  const { exitCode, stdout } = await runGit(git, ['check-ref-format', '--normalize', ref]);
  return exitCode === 0 && stdout === `${ref}\n`;
}

/**
 * A state commit has no file but its own: a branch that people use would be emptied by it, so only branches below
 * `zendrift-state/` may hold one. The others are not ours to move.
 */
const taken = /^refs\/(?:heads\/(?!zendrift-state\/)|(?:tags|remotes|pull|replace)\/)/;

/** A longer name does not fit into a file name, which is what git keeps a ref in. */
const mostLetters = 200;

/** An option, a revision, or the full name of a ref that is no branch. */
const isMisleading = (branch: string): boolean => /^(?:-|refs\/)/.test(branch) || branch === 'HEAD' || branch === '@';

/** Checks the names that settings chose: never an option, never a revision expression. Throws `settings-invalid`. */
export async function readRefNames(
  git: Git,
  remote: string | null,
  branch: string,
  stateRef: string,
): Promise<RefNames> {
  const branchRef = `refs/heads/${branch}`;
  const problems: string[] = [];
  if (isMisleading(branch) || branch.length > mostLetters || !(await isRefName(git, branchRef))) {
    problems.push(`${JSON.stringify(branch.slice(0, mostLetters))} is not a valid branch name`);
  }
  if (!stateRef.startsWith('refs/') || taken.test(stateRef) || !(await isRefName(git, stateRef))) {
    problems.push(`"state-ref" must be a ref such as refs/zendrift/acme, not ${JSON.stringify(stateRef)}`);
  }
  if (problems.length > 0) {
    throw new ZendriftError('settings-invalid', {
      problems: problems.join('; '),
      hint: 'Fix "branch" or "state-ref" in the configuration, or --branch.',
    });
  }
  const trackingRef = remote === null ? null : `refs/remotes/${remote}/${branch}`;
  return { branch, branchRef, stateRef, trackingRef };
}
