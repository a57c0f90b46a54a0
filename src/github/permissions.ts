import type { Permission } from '#ports.ts';
import { isGitHubLogin } from './accounts.ts';
import { toNonsenseError } from './answer.ts';
import type { GitHubClient } from './client.ts';
import { parsePermission } from './parse.ts';

/**
 * What someone may do in this repository. Fails closed: who is unknown, or no login at all, may do nothing. Throws
 * `github-forbidden` where the token may not ask, `github-unavailable` where the answer does not say.
 */
export async function readPermission(client: GitHubClient, login: string): Promise<Permission> {
  if (!isGitHubLogin(login)) return 'none';
  const { status, data } = await client.send(
    {
      method: 'GET',
      path: '/repos/{owner}/{repo}/collaborators/{username}/permission',
      parameters: { username: login },
    },
    { accept: [404] },
  );
  if (status !== 200) return 'none';
  const permission = parsePermission(data, login);
  if (permission === null) throw toNonsenseError(`GET permission of ${login}`, 'a permission');
  return permission;
}
