import { resolve } from 'node:path';
import { readCheckout } from './checkout.ts';
import { type GitHubAccess, readCredentials } from './credentials.ts';
import { gitEnvironment, withConfig } from './environment.ts';
import { renderReason } from './git-failure.ts';
import { runGit } from './run-git.ts';
import { runGitGroup } from './spawn-git.ts';

export interface TryPushOptions {
  readonly directory: string;
  readonly github: GitHubAccess | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal | undefined;
}

export type PushTrial =
  | { readonly type: 'accepted' }
  | { readonly type: 'refused'; readonly reason: string }
  | { readonly type: 'empty' };

// A name that nobody has, so that the trial says nothing about who is ahead of whom.
const trialRef = 'refs/zendrift-trial/push';

/**
 * Whether `origin` would let these credentials push: the whole conversation but its end, so nothing is moved. Server hooks
 * and branch rules are not asked. Throws `not-a-repository`, `repository-unusable`.
 */
export async function tryPush(options: TryPushOptions): Promise<PushTrial> {
  const { directory, github, environment, signal } = options;
  const { git, remoteUrl } = await readCheckout({
    directory: resolve(directory),
    environment: gitEnvironment(environment),
    signal,
  });
  const head = await runGit(git, ['rev-parse', '-q', '--verify', 'HEAD^{commit}']);
  if (head.exitCode !== 0) return { type: 'empty' };
  const entries = await readCredentials(git, remoteUrl, github);
  const able = entries.length === 0 ? git : { ...git, environment: withConfig(git.environment, entries) };
  const result = await runGitGroup(able, ['push', '--dry-run', '--quiet', 'origin', `HEAD:${trialRef}`]);
  return result.exitCode === 0 ? { type: 'accepted' } : { type: 'refused', reason: renderReason(result.stderr) };
}
