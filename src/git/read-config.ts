import type { ConfigEntry } from './environment.ts';
import { readGit, runGit } from './run-git.ts';
import type { Git } from './spawn-git.ts';

/** Configuration of a repository as git sees it, in its order; a key may come more than once. */
export interface GitConfig {
  /** Everything: of the machine, the user, the repository, the environment. */
  readonly all: readonly ConfigEntry[];
  /** What the repository itself says. */
  readonly own: readonly ConfigEntry[];
}

function toEntry(text: string): ConfigEntry {
  const at = text.indexOf('\n');
  // A key without a value means true.
  return at < 0 ? [text, 'true'] : [text.slice(0, at), text.slice(at + 1)];
}

/** One process for all that a run wants to know. */
export async function readGitConfig(git: Git): Promise<GitConfig> {
  const parts = (await readGit(git, ['config', '-z', '--list', '--show-scope'])).split('\0').slice(0, -1);
  const entries = parts.flatMap((scope, index) =>
    index % 2 === 0 ? [{ scope, entry: toEntry(parts[index + 1] ?? '') }] : [],
  );
  return {
    all: entries.map(({ entry }) => entry),
    own: entries.filter(({ scope }) => scope === 'local' || scope === 'worktree').map(({ entry }) => entry),
  };
}

/** The same without scopes, for a repository that says nothing itself. */
export async function readConfigList(git: Git): Promise<readonly ConfigEntry[]> {
  const { stdout } = await runGit(git, ['config', '-z', '--list']);
  return stdout.split('\0').slice(0, -1).map(toEntry);
}
