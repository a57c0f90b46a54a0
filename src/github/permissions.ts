import type { Permission } from '#ports.ts';
import { isLogin } from './accounts.ts';
import { nonsense } from './answer.ts';
import type { Client } from './client.ts';
import { parsePermission } from './parse.ts';

/**
 * What somebody may do in this repository. Fails closed: who is unknown, or no login at all, may do nothing. Throws
 * `github-forbidden` where the token may not ask, `github-unavailable` where the answer does not tell.
 */
export async function readPermission(client: Client, login: string): Promise<Permission> {
  if (!isLogin(login)) return 'none';
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
  if (permission === null) throw nonsense(`GET permission of ${login}`, 'a permission');
  return permission;
}
