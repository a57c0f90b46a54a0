import { execFile } from 'node:child_process';
import { env } from 'node:process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Nothing of the machine's or the caller's git settings may reach a sandbox repository. */
export const cleanGitEnvironment: Readonly<Record<string, string>> = {
  PATH: env['PATH'] ?? '/usr/bin:/bin',
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
  LC_ALL: 'C.UTF-8',
};

/** An empty bare repository at `directory`, made with its parents. */
export async function createBareRepository(
  directory: string,
  options: { readonly defaultBranch?: string } = {},
): Promise<void> {
  const branch = options.defaultBranch ?? 'main';
  await run('git', ['init', '--quiet', '--bare', `--initial-branch=${branch}`, directory], {
    env: cleanGitEnvironment,
  });
}
