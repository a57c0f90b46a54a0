import { resolve } from 'node:path';
import type { PushTrial } from '#ports.ts';
import { readCheckout, readHeadCommit, remoteOf } from './checkout.ts';
import type { GitHubAccess } from './credentials.ts';
import { gitEnvironment } from './environment.ts';
import { renderReason } from './git-failure.ts';
import { runGitGroup } from './spawn-git.ts';

export interface TryPushOptions {
  readonly directory: string;
  readonly github: GitHubAccess | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal | undefined;
}

// A name that nobody has, so that the trial says nothing about who is ahead of whom.
const trialRef = 'refs/zendrift-trial/push';

/**
 * Whether the remote would let these credentials push: the whole conversation but its end, so nothing is moved. Server hooks
 * and branch rules are not asked. Throws `not-a-repository`, `repository-unusable`.
 */
export async function tryPush(options: TryPushOptions): Promise<PushTrial> {
  const { directory, github, environment, signal } = options;
  const git = { directory: resolve(directory), environment: gitEnvironment(environment), signal };
  const checkout = await readCheckout(git, { named: directory !== '.', github });
  if ((await readHeadCommit(checkout)) === null) return { type: 'empty' };
  const args = ['push', '--dry-run', '--quiet', remoteOf(checkout), `HEAD:${trialRef}`];
  const result = await runGitGroup(checkout.git, args);
  return result.exitCode === 0 ? { type: 'accepted' } : { type: 'refused', reason: renderReason(result.stderr) };
}
