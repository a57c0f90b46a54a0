import type { ConfigEntry } from './environment.ts';
import { runGit } from './run-git.ts';
import type { Git } from './spawn-git.ts';

/** Entries of the configuration that `git config` gives for these arguments, in their order; a key may come more than once. */
export async function readConfig(git: Git, ...args: readonly string[]): Promise<readonly ConfigEntry[]> {
  const { stdout } = await runGit(git, ['config', '-z', ...args]);
  return stdout.split('\0').flatMap((entry) => {
    const at = entry.indexOf('\n');
    return at < 0 ? [] : [[entry.slice(0, at), entry.slice(at + 1)] as const];
  });
}
