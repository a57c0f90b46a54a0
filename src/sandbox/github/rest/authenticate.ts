import type { Actor } from '#sandbox/github/model/actor.ts';
import { Refusal } from '#sandbox/github/model/refusal.ts';
import type { Store } from '#sandbox/github/model/store.ts';
import { findUser } from '#sandbox/github/model/users.ts';

/** Who the `Authorization` header stands for; nobody without one, 401 with one that is not known. */
export function authenticate(store: Store, header: string | undefined): Actor | undefined {
  if (header === undefined) return undefined;
  const grant = store.tokens.get(readToken(header));
  const user = grant === undefined ? undefined : findUser(store, grant.login);
  if (user === undefined) throw new Refusal(401, 'Bad credentials');
  return { user, grant };
}

/** `Bearer`, `token`, and the password of `Basic`, which are the forms that GitHub takes. */
export function readToken(header: string): string {
  const [scheme = '', value = ''] = header.split(/\s+/, 2);
  if (scheme.toLowerCase() !== 'basic') return value;
  const pair = Buffer.from(value, 'base64').toString();
  return pair.slice(pair.indexOf(':') + 1);
}
