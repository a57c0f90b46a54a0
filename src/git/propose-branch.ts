import { ZendriftError } from '#errors.ts';
import type { FileChange, PlannedCommit } from '#ports.ts';
import { remoteOf } from './checkout.ts';
import type { Clone } from './clone.ts';
import { renderReason } from './git-failure.ts';
import { nullId } from './object-id.ts';
import { parsePushFailure, renderPushFailure } from './push-outcome.ts';
import { runGitGroup } from './spawn-git.ts';
import { writeImport } from './write-commits.ts';

/** Who commits in this clone, as git would say it; null where nobody is configured. */
export function readCommitter({ checkout }: Clone): { readonly name: string; readonly email: string } | null {
  const lookUp = (key: string): string | undefined => checkout.config.findLast(([name]) => name === key)?.[1];
  const [name, email] = [lookUp('user.name'), lookUp('user.email')];
  return name && email ? { name, email } : null;
}

/** Writes a commit on `parent`, which must be readable here; moves no ref. Returns its id. */
export async function writeProposal(
  { checkout, store, options }: Clone,
  parent: string,
  files: readonly FileChange[],
  commit: Omit<PlannedCommit, 'files'>,
): Promise<string> {
  const ref = `refs/zendrift-run/${Math.floor(options.random() * 2 ** 48).toString(16)}`;
  const plan = { ref, parent, nullId: nullId(checkout.format), tree: 'changed' } as const;
  const [id] = await writeImport(await store.open(), { ...plan, commits: [{ ...commit, files }] });
  if (id === undefined) throw new ZendriftError('git-failed', { command: 'fast-import', reason: 'no commit' });
  return id;
}

/** Brings a commit to a branch of the remote, never by force. Throws `push-refused`, `remote-unreachable`, `git-failed`. */
export async function pushProposal(clone: Clone, commit: string, branch: string): Promise<void> {
  const { checkout, store } = clone;
  const remote = remoteOf(checkout);
  const args = ['push', '--porcelain', '--no-verify', '--no-follow-tags', remote, `${commit}:refs/heads/${branch}`];
  const result = await runGitGroup(await store.open(), args);
  if (result.exitCode === 0) return;
  const reason = renderReason(renderPushFailure(result));
  const failure = parsePushFailure(result);
  if (failure === 'network') throw new ZendriftError('remote-unreachable', { remote, reason });
  if (failure === 'unknown') throw new ZendriftError('git-failed', { command: 'push', reason });
  throw new ZendriftError('push-refused', { branch, reason });
}
