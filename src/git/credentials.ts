import type { ConfigEntry } from './environment.ts';
import { runGit } from './run-git.ts';
import type { Git } from './spawn-git.ts';

export interface GitHubAccess {
  /** `https://github.com`; plain http only on loopback. */
  readonly serverUrl: string;
  readonly token: string;
}

const loopback = /^http:\/\/(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?(?:\/|$)/;

async function isSet(git: Git, args: readonly string[]): Promise<boolean> {
  const { exitCode, stdout } = await runGit(git, ['config', ...args]);
  return exitCode === 0 && stdout.trim() !== '';
}

/**
 * Configuration that sends the token to the GitHub server behind the URL of `origin`, or none where this checkout brings its own way in: another
 * kind of URL, a name in the URL, a header of actions/checkout, a credential helper of its own. The empty value in front
 * removes whatever came before for the same URL; two authorization headers are answered with HTTP 400.
 */
export async function readCredentials(
  git: Git,
  url: string,
  access: GitHubAccess | undefined,
): Promise<readonly ConfigEntry[]> {
  if (access === undefined || access.token === '') return [];
  const server = `${access.serverUrl.replace(/\/+$/, '')}/`;
  if (!server.startsWith('https://') && !loopback.test(server)) return [];
  if (!url.toLowerCase().startsWith(server.toLowerCase())) return [];
  if (await isSet(git, ['--get-urlmatch', 'http.extraheader', url])) return [];
  if (await isSet(git, ['--local', '--get-regexp', '^credential\\.(.*\\.)?helper$'])) return [];
  const key = `http.${server}.extraheader`;
  const basic = Buffer.from(`x-access-token:${access.token}`).toString('base64');
  return [
    [key, ''],
    [key, `AUTHORIZATION: basic ${basic}`],
  ];
}
