import { actorPermits } from '#sandbox/github/model/actor.ts';
import type { Permission } from '#sandbox/github/model/entities.ts';
import { Refusal } from '#sandbox/github/model/refusal.ts';
import { effectivePermission, findUser, permits, toLegacyPermission } from '#sandbox/github/model/users.ts';
import { type Answer, type Context, param, type Route } from './exchange.ts';
import { answerPage } from './page.ts';
import { toRepository } from './to-repository.ts';
import { toSimpleUser } from './to-user.ts';

const repository = '/repos/{owner}/{repo}';

export const repositoryRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: repository,
    answer: (context) => ({ status: 200, body: toRepository(context.store, context.origins, context.actor) }),
  },
  { method: 'GET', path: `${repository}/collaborators`, answer: answerCollaborators },
  { method: 'GET', path: `${repository}/collaborators/{username}/permission`, answer: answerPermission },
  {
    method: 'GET',
    path: `${repository}/rules/branches/{branch+}`,
    answer: (context) => {
      const rules = context.store.rules.get(param(context, 'branch')) ?? [];
      const { owner, name } = context.store.repository;
      const origin = { ruleset_source_type: 'Repository', ruleset_source: `${owner}/${name}`, ruleset_id: 42 };
      return answerPage(context, rules, (rule) => ({ ...rule, ...origin }));
    },
  },
];

/** For people who may push; a job's own token has no "members" permission. */
function answerCollaborators(context: Context): Answer {
  const { actor, store, origins } = context;
  if (actor?.grant?.kind === 'actions') throw new Refusal(403, 'Resource not accessible by integration');
  if (actor === undefined || !actorPermits(store, actor, 'write'))
    throw new Refusal(403, 'Must have push access to view repository collaborators.');
  const wanted = context.request.query.get('permission') === 'push' ? 'write' : 'read';
  const people = [...store.users.values()].filter((user) => user.type === 'User' && permits(user.permission, wanted));
  return answerPage(context, people, (user) => ({
    ...toSimpleUser(origins, user),
    role_name: user.permission,
    permissions: toPermissions(user.permission),
  }));
}

/** Bots and unknown logins are both "not a user": an app's login never has a collaborator's permission. */
function answerPermission(context: Context): Answer {
  const login = param(context, 'username');
  const user = findUser(context.store, login);
  if (user === undefined || user.type === 'Bot') throw new Refusal(404, `${login} is not a user`);
  const role = effectivePermission(context.store, user);
  return {
    status: 200,
    body: {
      permission: toLegacyPermission(role),
      role_name: role,
      user: { ...toSimpleUser(context.origins, user), permissions: toPermissions(role), role_name: role },
    },
  };
}

const toPermissions = (role: Permission) => ({
  admin: permits(role, 'admin'),
  maintain: permits(role, 'maintain'),
  push: permits(role, 'write'),
  triage: permits(role, 'triage'),
  pull: permits(role, 'read'),
});
