import type { PushResult, Tip } from '#ports.ts';
import { gitFailure } from './git-failure.ts';
import { nullId, type ObjectFormat } from './object-id.ts';
import type { RefNames } from './ref-names.ts';
import { runGit } from './run-git.ts';
import type { Git } from './spawn-git.ts';

const moved = /but expected|reference already exists|cannot lock ref|unable to resolve reference/i;

/** Without a remote: both refs in one transaction, or none, and only from where they were seen. */
export async function pushLocally(
  git: Git,
  names: RefNames,
  format: ObjectFormat,
  head: string | null,
  state: string,
  expected: Tip,
): Promise<PushResult> {
  const none = nullId(format);
  const lines = [
    'start',
    ...(head === null ? [] : [`update ${names.branchRef} ${head} ${expected.branch ?? none}`]),
    `update ${names.stateRef} ${state} ${expected.state ?? none}`,
    'prepare',
    'commit',
  ];
  const args = ['update-ref', '-m', 'zendrift: record', '--stdin'];
  const result = await runGit(git, args, `${lines.join('\n')}\n`);
  if (result.exitCode === 0) return { type: 'pushed', head, state };
  if (moved.test(result.stderr)) return { type: 'raced' };
  throw gitFailure(git.directory, args, result);
}
