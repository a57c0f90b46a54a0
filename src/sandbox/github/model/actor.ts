import type { Access, Grant, Permission, User } from './entities.ts';
import { Refusal, refuseUnknown } from './refusal.ts';
import type { Store } from './store.ts';
import { effectivePermission, permits } from './users.ts';

/** Who acts: a person at the site (no grant), or whoever a token stands for. */
export type Actor = { readonly user: User; readonly grant: Grant | undefined };

/**
 * An installation token is governed by its grant alone, a personal one by the person's permission and the grant.
 * Everything that writes to an issue without being its author needs `triage`.
 */
export function actorPermission(store: Store, actor: Actor): Permission {
  if (actor.grant?.kind !== 'actions') return effectivePermission(store, actor.user);
  return actor.grant.issues === 'none' ? 'read' : actor.grant.issues;
}

export function actorPermits(store: Store, actor: Actor, needs: Permission): boolean {
  return permits(actorPermission(store, actor), needs);
}

/** 404 for whoever may not know that the repository exists. */
export function checkVisible(store: Store, actor: Actor | undefined): void {
  if (store.repository.visibility === 'public') return;
  if (actor === undefined || !actorPermits(store, actor, 'read')) throw refuseUnknown();
}

/** Field of a grant → GitHub's word for it. */
const scopes = { issues: 'issues', contents: 'contents', pulls: 'pull_requests', actions: 'actions' } as const;

export type Scope = keyof typeof scopes;

/** 401 or 403 where the token was not given this permission. */
export function checkGrant(actor: Actor | undefined, scope: Scope, needs: Access): void {
  if (actor === undefined) {
    if (needs === 'write') throw new Refusal(401, 'Requires authentication');
    return;
  }
  const has = actor.grant?.[scope] ?? 'write';
  if (has === 'write' || has === needs) return;
  const what = actor.grant?.kind === 'actions' ? 'integration' : 'personal access token';
  const headers = { 'x-accepted-github-permissions': `${scopes[scope]}=${needs}` };
  throw new Refusal(403, `Resource not accessible by ${what}`, [], headers);
}

/** 403 where the person may not change this issue or comment. */
export function checkMayEdit(store: Store, actor: Actor, author: string, needs: Permission): void {
  if (actor.user.login === author || actorPermits(store, actor, needs)) return;
  throw new Refusal(403, 'Must have admin rights to Repository.');
}
