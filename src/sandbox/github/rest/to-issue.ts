import { listComments } from '#sandbox/github/model/comments.ts';
import type { Comment, Issue, Label, Reaction } from '#sandbox/github/model/entities.ts';
import { reactionContents } from '#sandbox/github/model/entities.ts';
import { listIssueLabels } from '#sandbox/github/model/labels.ts';
import type { Store } from '#sandbox/github/model/store.ts';
import { findUser, permits } from '#sandbox/github/model/users.ts';
import type { Origins } from './exchange.ts';
import { toRepositoryUrl } from './to-repository.ts';
import { toAuthor, toNodeId } from './to-user.ts';

/** GitHub's `issue`; a pull request is one with a `pull_request` key. */
export function toIssue(store: Store, origins: Origins, issue: Issue) {
  const repositoryUrl = toRepositoryUrl(store, origins);
  const url = `${repositoryUrl}/issues/${issue.number}`;
  const assignees = issue.assignees.flatMap((login) => toAuthor(store, origins, login) ?? []);
  return {
    url,
    repository_url: repositoryUrl,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    timeline_url: `${url}/timeline`,
    html_url: toIssuePage(store, origins, issue),
    id: issue.id,
    node_id: toNodeId(issue.pullRequest ? 'PullRequest' : 'Issue', issue.id),
    number: issue.number,
    title: issue.title,
    user: toAuthor(store, origins, issue.login),
    labels: listIssueLabels(store, issue).map((label) => toLabel(store, origins, label)),
    state: issue.state,
    state_reason: issue.stateReason,
    locked: issue.locked,
    active_lock_reason: issue.lockReason,
    assignee: assignees[0] ?? null,
    assignees,
    milestone: null,
    comments: listComments(store, issue.number).length,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    closed_by: toAuthor(store, origins, issue.closedBy),
    author_association: toAssociation(store, issue.login),
    body: issue.body,
    reactions: toRollup(`${url}/reactions`, issue.reactions),
    performed_via_github_app: null,
    ...(issue.pullRequest ? toPullRequestLinks(store, origins, issue) : {}),
  };
}

/** GitHub's `issue-comment`. */
export function toComment(store: Store, origins: Origins, comment: Comment) {
  const repositoryUrl = toRepositoryUrl(store, origins);
  const url = `${repositoryUrl}/issues/comments/${comment.id}`;
  const issue = store.issues.get(comment.issue);
  const page = issue === undefined ? origins.web : toIssuePage(store, origins, issue);
  return {
    url,
    html_url: `${page}#issuecomment-${comment.id}`,
    issue_url: `${repositoryUrl}/issues/${comment.issue}`,
    id: comment.id,
    node_id: toNodeId('IssueComment', comment.id),
    user: toAuthor(store, origins, comment.login),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: toAssociation(store, comment.login),
    body: comment.body,
    reactions: toRollup(`${url}/reactions`, comment.reactions),
    performed_via_github_app: null,
  };
}

export function toLabel(store: Store, origins: Origins, label: Label) {
  return {
    id: label.id,
    node_id: toNodeId('Label', label.id),
    url: `${toRepositoryUrl(store, origins)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    default: false,
    description: label.description,
  };
}

export function toReaction(store: Store, origins: Origins, reaction: Reaction) {
  return {
    id: reaction.id,
    node_id: toNodeId('Reaction', reaction.id),
    user: toAuthor(store, origins, reaction.login),
    content: reaction.content,
    created_at: reaction.createdAt,
  };
}

export function toIssuePage(store: Store, origins: Origins, issue: Issue): string {
  const { owner, name } = store.repository;
  return `${origins.web}/${owner}/${name}/${issue.pullRequest ? 'pull' : 'issues'}/${issue.number}`;
}

function toPullRequestLinks(store: Store, origins: Origins, issue: Issue) {
  const page = toIssuePage(store, origins, issue);
  const url = `${toRepositoryUrl(store, origins)}/pulls/${issue.number}`;
  return {
    draft: false,
    pull_request: { url, html_url: page, diff_url: `${page}.diff`, patch_url: `${page}.patch`, merged_at: null },
  };
}

function toRollup(url: string, reactions: readonly Reaction[]) {
  const counts = reactionContents.map((content) => [
    content,
    reactions.filter((reaction) => reaction.content === content).length,
  ]);
  return { url, total_count: reactions.length, ...Object.fromEntries(counts) };
}

function toAssociation(store: Store, login: string): string {
  const user = findUser(store, login);
  if (user === undefined || user.type === 'Bot') return 'NONE';
  if (permits(user.permission, 'admin')) return 'MEMBER';
  return permits(user.permission, 'triage') ? 'COLLABORATOR' : 'NONE';
}
