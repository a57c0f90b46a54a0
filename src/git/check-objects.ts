import { gitFailure } from './git-failure.ts';
import type { Git } from './spawn-git.ts';
import { runGitGroup } from './spawn-git.ts';

// A user's reflog or index may name what is long gone; neither is part of the history.
const command = ['fsck', '--full', '--no-dangling', '--no-reflogs', '--no-progress'];

/** Exit codes up to this are sums of what was found; anything else means that the check itself failed. */
const highestFinding = 31;

const chatter = /^(?:notice:|warning:|Checking |dangling |\s*$)/;

/** Lines of `git fsck` about damage. Throws `git-failed`, `repository-unusable` where it cannot be run at all. */
export async function checkObjects(git: Git): Promise<readonly string[]> {
  const result = await runGitGroup(git, command);
  if (result.exitCode === 0) return [];
  if (result.exitCode < 0 || result.exitCode > highestFinding) throw gitFailure(git.directory, command, result);
  const lines = `${result.stdout}\n${result.stderr}`.split('\n').map((line) => line.trim());
  const findings = [...new Set(lines)].filter((line) => !chatter.test(line));
  return findings.length > 0 ? findings : [`git fsck ends with exit code ${result.exitCode}`];
}
