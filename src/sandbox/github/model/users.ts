import type { Permission, Reaction, User } from './entities.ts';
import { type Store, toKey } from './store.ts';

const ranks: Readonly<Record<Permission, number>> = { none: 0, read: 1, triage: 2, write: 3, maintain: 4, admin: 5 };

export type UserDraft = {
  readonly login: string;
  readonly permission?: Permission;
  readonly type?: User['type'];
  readonly name?: string;
  readonly email?: string;
  readonly id?: number;
};

/** Adds a user, or changes the one with that login; what the draft leaves out stays. */
export function putUser(store: Store, draft: UserDraft): User {
  const known = store.users.get(toKey(draft.login));
  const user: User = {
    id: draft.id ?? known?.id ?? store.nextId('user'),
    login: draft.login,
    name: draft.name ?? known?.name ?? null,
    email: draft.email ?? known?.email ?? null,
    type: draft.type ?? known?.type ?? (draft.login.endsWith('[bot]') ? 'Bot' : 'User'),
    permission: draft.permission ?? known?.permission ?? 'none',
  };
  store.users.set(toKey(draft.login), user);
  return user;
}

/** Gives an account another login. Everything that it wrote goes with it; the old login is free for someone else. */
export function renameUser(store: Store, from: string, to: string): User {
  const user = findUser(store, from);
  if (user === undefined) throw new Error(`Nobody is called ${from} here`);
  if (findUser(store, to) !== undefined && toKey(from) !== toKey(to)) throw new Error(`${to} is taken`);
  const renamed = { ...user, login: to };
  store.users.delete(toKey(from));
  store.users.set(toKey(to), renamed);
  replaceLogin(store, user.login, to);
  return renamed;
}

/** Deletes an account. What it wrote is its ghost's, whoever takes the login later. */
export function removeUser(store: Store, login: string): void {
  const user = findUser(store, login);
  if (user === undefined) throw new Error(`Nobody is called ${login} here`);
  store.users.delete(toKey(login));
  replaceLogin(store, user.login, ghost);
}

/** No account can have it. */
const ghost = '';

function replaceLogin(store: Store, from: string, to: string): void {
  const swap = (login: string): string => (login === from ? to : login);
  const ofReactions = (reactions: readonly Reaction[]): readonly Reaction[] =>
    reactions.map((reaction) => ({ ...reaction, login: swap(reaction.login) }));
  for (const [token, grant] of store.tokens) store.tokens.set(token, { ...grant, login: swap(grant.login) });
  for (const comment of store.comments.values()) {
    const reactions = ofReactions(comment.reactions);
    store.comments.set(comment.id, { ...comment, login: swap(comment.login), reactions });
  }
  for (const issue of store.issues.values()) {
    store.issues.set(issue.number, {
      ...issue,
      login: swap(issue.login),
      assignees: issue.assignees.map(swap).filter((login) => login !== ghost),
      closedBy: issue.closedBy === null ? null : swap(issue.closedBy),
      reactions: ofReactions(issue.reactions),
    });
  }
}

export function findUserById(store: Store, id: number): User | undefined {
  return [...store.users.values()].find((user) => user.id === id);
}

export function findUser(store: Store, login: string): User | undefined {
  return store.users.get(toKey(login));
}

/** What someone may do here: the granted permission, and reading for everybody where the repository is public. */
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
