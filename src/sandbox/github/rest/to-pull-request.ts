import type { FileChange } from '#sandbox/github/git/read-diff.ts';
import type { Commit } from '#sandbox/github/git/read-git.ts';
import type { Issue } from '#sandbox/github/model/entities.ts';
import type { Store } from '#sandbox/github/model/store.ts';
import type { Origins } from './exchange.ts';

import { toIssue, toIssuePage } from './to-issue.ts';
import { toRepository, toRepositoryUrl } from './to-repository.ts';
import { toNodeId } from './to-user.ts';

/** GitHub's `pull-request`: most of it is the issue behind it. Nothing here is ever merged. */
export function toPullRequest(store: Store, origins: Origins, issue: Issue, proposal: Proposal) {
  const { base, head, commits, files } = proposal;
  const repositoryUrl = toRepositoryUrl(store, origins);
  const url = `${repositoryUrl}/pulls/${issue.number}`;
  const page = toIssuePage(store, origins, issue);
  const {
    reactions: _,
    pull_request: __,
    state_reason: ___,
    repository_url: ____,
    ...shared
  } = {
    pull_request: null,
    ...toIssue(store, origins, issue),
  };
  const links = {
    self: url,
    html: page,
    issue: shared.url,
    comments: shared.comments_url,
    review_comments: `${url}/comments`,
    review_comment: `${repositoryUrl}/pulls/comments{/number}`,
    commits: `${url}/commits`,
    statuses: `${repositoryUrl}/statuses/${head.sha}`,
  };
  return {
    ...shared,
    url,
    node_id: toNodeId('PullRequest', issue.id),
    issue_url: shared.url,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    commits_url: links.commits,
    review_comments_url: links.review_comments,
    review_comment_url: links.review_comment,
    statuses_url: links.statuses,
    head: toEnd(store, origins, issue.head ?? store.repository.defaultBranch, head),
    base: toEnd(store, origins, store.repository.defaultBranch, base),
    _links: Object.fromEntries(Object.entries(links).map(([name, href]) => [name, { href }])),
    auto_merge: null,
    draft: false,
    merged: false,
    merged_at: null,
    merged_by: null,
    merge_commit_sha: null,
    mergeable: true,
    mergeable_state: 'clean',
    rebaseable: true,
    maintainer_can_modify: false,
    review_comments: 0,
    commits,
    additions: files.reduce((total, file) => total + file.additions, 0),
    deletions: files.reduce((total, file) => total + file.deletions, 0),
    changed_files: files.length,
  };
}

function toEnd(store: Store, origins: Origins, ref: string, { sha }: Commit) {
  const repo = toRepository(store, origins, undefined);
  return { label: `${store.repository.owner}:${ref}`, ref, sha, repo, user: repo.owner };
}

/** What a pull request would merge: its files are those that changed since its head left the base. */
export type Proposal = {
  readonly base: Commit;
  readonly head: Commit;
  readonly commits: number;
  readonly files: readonly FileChange[];
};
