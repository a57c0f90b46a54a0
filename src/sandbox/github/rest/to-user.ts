import type { User } from '#sandbox/github/model/entities.ts';
import type { Store } from '#sandbox/github/model/store.ts';
import { findUser } from '#sandbox/github/model/users.ts';
import type { Origins } from './exchange.ts';

/** GitHub's `simple-user`. */
export function toSimpleUser(origins: Origins, user: User) {
  const url = `${origins.api}/users/${encodeURIComponent(user.login)}`;
  return {
    login: user.login,
    id: user.id,
    node_id: toNodeId(user.type, user.id),
    avatar_url: `${origins.web}/avatars/u/${user.id}`,
    gravatar_id: '',
    url,
    html_url: `${origins.web}/${user.type === 'Bot' ? 'apps/' : ''}${encodeURIComponent(user.login.replace('[bot]', ''))}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: user.type,
    user_view_type: 'public',
    site_admin: false,
  };
}

/** The author of something; `null` for an account that is gone, as GitHub shows its ghost. */
export function toAuthor(store: Store, origins: Origins, login: string | null) {
  const user = login === null ? undefined : findUser(store, login);
  return user === undefined ? null : toSimpleUser(origins, user);
}

/** GitHub's `public-user`. */
export function toPublicUser(origins: Origins, user: User, createdAt: string) {
  return {
    ...toSimpleUser(origins, user),
    name: user.name,
    company: null,
    blog: null,
    location: null,
    email: user.email,
    hireable: null,
    bio: null,
    twitter_username: null,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: createdAt,
    updated_at: createdAt,
  };
}

export function toNodeId(type: string, id: number): string {
  return Buffer.from(`0${type.length}:${type}${id}`).toString('base64');
}

/** Type and id behind a node id; undefined for text that is none. */
export function readNodeId(nodeId: string): { readonly type: string; readonly id: number } | undefined {
  const [, length, type = '', id] = /^0(\d+):([A-Za-z]+)(\d+)$/.exec(Buffer.from(nodeId, 'base64').toString()) ?? [];
  return Number(length) === type.length && toNodeId(type, Number(id)) === nodeId ? { type, id: Number(id) } : undefined;
}
