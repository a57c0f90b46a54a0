import type { Permission } from '#ports.ts';
import { nonsense } from './answer.ts';
import type { Client } from './client.ts';
import { parsePermission } from './parse.ts';

/** Letters, digits and single dashes; managed accounts add `_company`, apps `[bot]`. Nothing else is a login. */
const loginPattern = /^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,98})?(?:\[bot\])?$/;

/**
 * What somebody may do in this repository. Fails closed: who is unknown, or no login at all, may do nothing. Throws
 * `github-forbidden` where the token may not ask, `github-unavailable` where the answer does not tell.
 */
export async function readPermission(client: Client, login: string): Promise<Permission> {
  if (!loginPattern.test(login)) return 'none';
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
