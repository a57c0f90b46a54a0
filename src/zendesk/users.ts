import { ZendriftError } from '#errors.ts';
import type { ZendeskUser } from '#ports.ts';
import type { ZendeskClient } from './client.ts';
import { oneLine } from './one-line.ts';
import { nonsense, type RequestFailure, toZendeskError } from './outcome.ts';
import { parseUser } from './parse.ts';

const path = '/api/v2/users/me';

/**
 * Who the credentials are. Throws `zendesk-credentials` where they are nobody, `zendesk-host` where the address is no
 * account. Whether the role is enough is the caller's question.
 */
export async function readUser(client: ZendeskClient): Promise<ZendeskUser> {
  const outcome = await client.get(path);
  if (outcome.type !== 'answered') throw userError(outcome, client.origin);
  const user = parseUser(outcome.body);
  if (user === null) throw toZendeskError(nonsense('it has no user'), client.origin, `GET ${path}`);
  // Wrong credentials are answered with 200 and a user without an id, "Anonymous user".
  if (user.id === null)
    throw new ZendriftError('zendesk-credentials', {
      url: client.origin,
      reason: `they are nobody there ("${oneLine(user.name, 60)}")`,
    });
  // Times that decide anything are the server's: an account that gives none is of no use.
  client.clock.serverTime();
  return { id: user.id, name: user.name, role: user.role };
}

/** Every account has this path, so a 404 means that there is no account at the address. */
function userError(failure: RequestFailure, url: string): ZendriftError {
  if (failure.type === 'refused' && failure.status === 404)
    return new ZendriftError('zendesk-host', { url, reason: `404 ${failure.reason}` });
  return toZendeskError(failure, url, `GET ${path}`);
}
