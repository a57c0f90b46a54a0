import { ZendriftError } from '#errors.ts';
import type { ZendeskUser } from '#ports.ts';
import type { ZendeskClient } from './client.ts';
import { oneLine } from './one-line.ts';
import { nonsense, type RequestFailure, toZendeskError } from './outcome.ts';
import { digits, field, parseUser, textField } from './parse.ts';

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

/** The most that the API takes at once. */
const mostIds = 100;

/**
 * Names of users by id, those who left included. What cannot be read is left out: the id is enough to know someone by.
 * https://developer.zendesk.com/api-reference/ticketing/users/users/#show-many-users
 */
export async function readPeople(client: ZendeskClient, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  const wanted = ids.filter((id) => /^\d{1,19}$/.test(id));
  for (let start = 0; start < wanted.length; start += mostIds) {
    const part = wanted.slice(start, start + mostIds);
    const outcome = await client.get('/api/v2/users/show_many', [
      ['ids', part.join(',')],
      ['include_deleted', 'true'],
    ]);
    const users = outcome.type === 'answered' ? field(outcome.body, 'users') : undefined;
    for (const user of Array.isArray(users) ? users : []) {
      const [id, name] = [digits(field(user, 'id')), textField(user, 'name')];
      if (id !== null && name !== null) names.set(id, name);
    }
  }
  return names;
}

/** Every account has this path, so a 404 means that there is no account at the address. */
function userError(failure: RequestFailure, url: string): ZendriftError {
  if (failure.type === 'refused' && failure.status === 404)
    return new ZendriftError('zendesk-host', { url, reason: `404 ${failure.reason}` });
  return toZendeskError(failure, url, `GET ${path}`);
}
