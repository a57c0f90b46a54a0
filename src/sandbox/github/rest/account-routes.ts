import { Refusal, refuseInvalid, refuseUnknown } from '#sandbox/github/model/refusal.ts';
import { findUser, findUserById } from '#sandbox/github/model/users.ts';
import { type Answer, type Context, numberParam, param, type Route } from './exchange.ts';
import { toPublicUser } from './to-user.ts';

export const accountRoutes: readonly Route[] = [
  { method: 'GET', path: '/user', answer: answerMyself },
  {
    method: 'GET',
    path: '/users/{username}',
    answer: (context) => {
      const user = findUser(context.store, param(context, 'username'));
      if (user === undefined) throw refuseUnknown();
      return { status: 200, body: toPublicUser(context.origins, user, context.store.repository.createdAt) };
    },
  },
  {
    method: 'GET',
    path: '/user/{account_id}',
    answer: (context) => {
      const user = findUserById(context.store, numberParam(context, 'account_id'));
      if (user === undefined) throw refuseUnknown();
      return { status: 200, body: toPublicUser(context.origins, user, context.store.repository.createdAt) };
    },
  },
  {
    method: 'GET',
    path: '/meta',
    answer: () => ({ status: 200, body: { verifiable_password_authentication: false, installed_version: 'sandbox' } }),
  },
  { method: 'GET', path: '/rate_limit', answer: ({ rate }) => ({ status: 200, body: rate.overview() }) },
  {
    // The search index lags, so zendrift lists; a caller of search is to fail in every test.
    method: 'GET',
    path: '/search/issues',
    answer: () => {
      throw refuseInvalid({ resource: 'Search', field: 'q', code: 'invalid', message: 'The sandbox has no search' });
    },
  },
];

function answerMyself({ actor, origins, store }: Context): Answer {
  if (actor === undefined) throw new Refusal(401, 'Requires authentication');
  if (actor.grant?.kind === 'actions') throw new Refusal(403, 'Resource not accessible by integration');
  const nothing = { collaborators: 0, disk_usage: 0, owned_private_repos: 0, private_gists: 0, total_private_repos: 0 };
  const body = toPublicUser(origins, actor.user, store.repository.createdAt);
  return { status: 200, body: { ...body, ...nothing, two_factor_authentication: true } };
}
