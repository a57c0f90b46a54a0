import { type Actor, actorPermits } from '#sandbox/github/model/actor.ts';
import type { Permission } from '#sandbox/github/model/entities.ts';
import { listIssues } from '#sandbox/github/model/issues.ts';
import type { Store } from '#sandbox/github/model/store.ts';
import type { Origins } from './exchange.ts';
import { toNodeId, toSimpleUser } from './to-user.ts';

export function toRepositoryUrl(store: Store, origins: Origins): string {
  return `${origins.api}/repos/${store.repository.owner}/${store.repository.name}`;
}

/** GitHub's `full-repository`. */
export function toRepository(store: Store, origins: Origins, actor: Actor | undefined) {
  const { repository } = store;
  const url = toRepositoryUrl(store, origins);
  const page = `${origins.web}/${repository.owner}/${repository.name}`;
  const open = listIssues(store).filter((issue) => issue.state === 'open').length;
  const owner = {
    id: 9_919,
    login: repository.owner,
    name: null,
    email: null,
    type: 'User',
    permission: 'admin',
  } as const;
  return {
    id: repository.id,
    node_id: toNodeId('Repository', repository.id),
    name: repository.name,
    full_name: `${repository.owner}/${repository.name}`,
    private: repository.visibility !== 'public',
    visibility: repository.visibility,
    owner: { ...toSimpleUser(origins, owner), type: 'Organization' },
    html_url: page,
    description: repository.description,
    fork: false,
    url,
    ...Object.fromEntries(plainLinks.map((name) => [`${name}_url`, `${url}/${name}`])),
    ...Object.fromEntries(templateLinks.map(([name, suffix]) => [`${name}_url`, `${url}/${suffix}`])),
    git_url: `git://github.invalid/${repository.owner}/${repository.name}.git`,
    ssh_url: `git@github.invalid:${repository.owner}/${repository.name}.git`,
    clone_url: `${page}.git`,
    svn_url: page,
    mirror_url: null,
    homepage: null,
    language: null,
    license: null,
    forks: 0,
    forks_count: 0,
    stargazers_count: 0,
    watchers: 0,
    watchers_count: 0,
    subscribers_count: 0,
    network_count: 0,
    size: 108,
    default_branch: repository.defaultBranch,
    open_issues: open,
    open_issues_count: open,
    topics: [],
    is_template: false,
    has_issues: repository.hasIssues,
    has_projects: true,
    has_wiki: false,
    has_pages: false,
    has_downloads: true,
    has_discussions: false,
    archived: repository.archived,
    disabled: false,
    allow_forking: true,
    web_commit_signoff_required: false,
    created_at: repository.createdAt,
    updated_at: repository.createdAt,
    pushed_at: repository.createdAt,
    ...(actor === undefined ? {} : { permissions: toPermissions(store, actor) }),
  };
}

function toPermissions(store: Store, actor: Actor) {
  const has = (needs: Permission): boolean => actorPermits(store, actor, needs);
  return {
    admin: has('admin'),
    maintain: has('maintain'),
    push: has('write'),
    triage: has('triage'),
    pull: has('read'),
  };
}

const plainLinks = [
  ...['contributors', 'deployments', 'downloads', 'events', 'forks', 'hooks', 'languages', 'merges', 'stargazers'],
  ...['subscribers', 'subscription', 'tags', 'teams'],
];

const templateLinks: ReadonlyArray<readonly [string, string]> = [
  ['archive', '{archive_format}{/ref}'],
  ['assignees', 'assignees{/user}'],
  ['blobs', 'git/blobs{/sha}'],
  ['branches', 'branches{/branch}'],
  ['collaborators', 'collaborators{/collaborator}'],
  ['comments', 'comments{/number}'],
  ['commits', 'commits{/sha}'],
  ['compare', 'compare/{base}...{head}'],
  ['contents', 'contents/{+path}'],
  ['git_commits', 'git/commits{/sha}'],
  ['git_refs', 'git/refs{/sha}'],
  ['git_tags', 'git/tags{/sha}'],
  ['issue_comment', 'issues/comments{/number}'],
  ['issue_events', 'issues/events{/number}'],
  ['issues', 'issues{/number}'],
  ['keys', 'keys{/key_id}'],
  ['labels', 'labels{/name}'],
  ['milestones', 'milestones{/number}'],
  ['notifications', 'notifications{?since,all,participating}'],
  ['pulls', 'pulls{/number}'],
  ['releases', 'releases{/id}'],
  ['statuses', 'statuses/{sha}'],
  ['trees', 'git/trees{/sha}'],
];
