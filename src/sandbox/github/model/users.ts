import type { Permission, User } from './entities.ts';
import { type Store, toKey } from './store.ts';

const ranks: Readonly<Record<Permission, number>> = { none: 0, read: 1, triage: 2, write: 3, maintain: 4, admin: 5 };

export type UserDraft = {
  readonly login: string;
  readonly permission?: Permission;
  readonly type?: User['type'];
  readonly name?: string;
  readonly id?: number;
};

/** Adds a user, or changes the one with that login; what the draft leaves out stays. */
export function putUser(store: Store, draft: UserDraft): User {
  const known = store.users.get(toKey(draft.login));
  const user: User = {
    id: draft.id ?? known?.id ?? store.nextId('user'),
    login: draft.login,
    name: draft.name ?? known?.name ?? null,
    type: draft.type ?? known?.type ?? (draft.login.endsWith('[bot]') ? 'Bot' : 'User'),
    permission: draft.permission ?? known?.permission ?? 'none',
  };
  store.users.set(toKey(draft.login), user);
  return user;
}

export function findUser(store: Store, login: string): User | undefined {
  return store.users.get(toKey(login));
}

/** What somebody may do here: the granted permission, and reading for everybody where the repository is public. */
export function effectivePermission(store: Store, user: User): Permission {
  return user.permission === 'none' && store.repository.visibility === 'public' ? 'read' : user.permission;
}

export function permits(has: Permission, needs: Permission): boolean {
  return ranks[has] >= ranks[needs];
}

/** The permission API's old field knows four words; `role_name` has the real one. */
export function toLegacyPermission(permission: Permission): 'none' | 'read' | 'write' | 'admin' {
  if (permission === 'triage') return 'read';
  return permission === 'maintain' ? 'write' : permission;
}
