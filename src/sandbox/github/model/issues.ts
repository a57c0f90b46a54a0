import { type Actor, actorPermits, checkMayEdit } from './actor.ts';
import type { Issue, StateReason } from './entities.ts';
import { resolveLabels } from './labels.ts';
import { Refusal, refuseInvalid, refuseUnknown } from './refusal.ts';
import type { Store } from './store.ts';
import { checkIssueText, isLonger } from './text-rules.ts';
import { findUser } from './users.ts';

export type IssueDraft = {
  readonly title: string;
  readonly body?: string | null | undefined;
  readonly labels?: readonly string[] | undefined;
  readonly assignees?: readonly string[] | undefined;
  readonly pullRequest?: boolean | undefined;
  /** Of a pull request: a branch, a commit, or a ref such as `refs/pull/7/head`. */
  readonly head?: string | null | undefined;
};

export type IssuePatch = {
  readonly title?: string | undefined;
  readonly body?: string | null | undefined;
  readonly state?: 'open' | 'closed' | undefined;
  readonly stateReason?: StateReason | null | undefined;
  readonly labels?: readonly string[] | undefined;
  readonly assignees?: readonly string[] | undefined;
};

/** The issue, or 404, 410 (deleted), 301 (transferred) as GitHub answers them. */
export function readIssue(store: Store, number: number): Issue {
  const issue = store.issues.get(number);
  if (issue === undefined) throw refuseUnknown();
  checkIssuesEnabled(store, issue.pullRequest);
  if (issue.fate.type === 'deleted') throw new Refusal(410, 'This issue was deleted');
  if (issue.fate.type === 'transferred') {
    const target = `/repos/${issue.fate.repository}/issues/${issue.fate.number}`;
    throw new Refusal(301, 'Moved Permanently', [], { location: target });
  }
  return issue;
}

export function createIssue(store: Store, actor: Actor, draft: IssueDraft): Issue {
  checkIssuesEnabled(store, draft.pullRequest === true);
  checkIssueText(store.limits, draft);
  // "Only users with push access can set labels for new issues. Labels are silently dropped otherwise."
  // https://docs.github.com/rest/issues/issues#create-an-issue
  const trusted = actorPermits(store, actor, 'triage');
  const assignees = trusted ? resolveAssignees(store, draft.assignees ?? []) : [];
  const now = store.clock.iso();
  const issue: Issue = {
    id: store.nextId('issue'),
    number: store.nextId('number'),
    title: draft.title,
    body: draft.body ?? null,
    login: actor.user.login,
    state: 'open',
    stateReason: null,
    labels: trusted ? resolveLabels(store, draft.labels ?? []) : [],
    assignees,
    locked: false,
    lockReason: null,
    createdAt: now,
    updatedAt: now,
    editedAt: null,
    editor: null,
    edits: [],
    closedAt: null,
    closedBy: null,
    pullRequest: draft.pullRequest ?? false,
    head: draft.head ?? null,
    reactions: [],
    fate: { type: 'present' },
  };
  store.issues.set(issue.number, issue);
  return issue;
}

export function updateIssue(store: Store, actor: Actor, number: number, patch: IssuePatch): Issue {
  const issue = readIssue(store, number);
  checkMayEdit(store, actor, issue.login, 'triage');
  const ignored = store.limits.overlongUpdate === 'ignored' && isLonger(patch.body ?? '', store.limits.body);
  const body = ignored || patch.body === undefined ? issue.body : patch.body;
  checkIssueText(store.limits, { title: patch.title, body });
  const trusted = actorPermits(store, actor, 'triage');
  const title = patch.title ?? issue.title;
  const edit = { at: store.clock.iso(), login: actor.user.login };
  return saveIssue(store, issue, {
    title,
    body,
    edits: [
      ...issue.edits,
      ...(body === issue.body ? [] : [{ part: 'body' as const, ...edit }]),
      ...(title === issue.title ? [] : [{ part: 'title' as const, ...edit }]),
    ],
    ...(body === issue.body ? {} : { editedAt: store.clock.iso(), editor: actor.user.login }),
    ...planState(store, actor, issue, patch),
    ...(patch.labels && trusted ? { labels: resolveLabels(store, patch.labels) } : {}),
    ...(patch.assignees && trusted ? { assignees: resolveAssignees(store, patch.assignees) } : {}),
  });
}

/** Replaces the stored issue; `touch` false leaves `updated_at` alone, as a reaction does. */
export function saveIssue(store: Store, issue: Issue, change: Partial<Issue>, touch = true): Issue {
  const saved: Issue = { ...issue, ...change, updatedAt: touch ? store.clock.iso() : issue.updatedAt };
  store.issues.set(issue.number, saved);
  return saved;
}

/** Issues and pull requests that are still here, in the order of their numbers. */
export function listIssues(store: Store): readonly Issue[] {
  return [...store.issues.values()].filter(
    (issue) => issue.fate.type === 'present' && (issue.pullRequest || store.repository.hasIssues),
  );
}

function planState(store: Store, actor: Actor, issue: Issue, patch: IssuePatch): Partial<Issue> {
  if (patch.state === 'open') {
    if (issue.state === 'open') return {};
    return { state: 'open', stateReason: 'reopened', closedAt: null, closedBy: null };
  }
  const reason = patch.stateReason ?? undefined;
  if (patch.state !== 'closed') return issue.state === 'closed' && reason ? { stateReason: reason } : {};
  if (reason === 'reopened') {
    throw refuseInvalid({ resource: 'Issue', field: 'state_reason', code: 'invalid', value: reason });
  }
  if (issue.state === 'closed') return reason ? { stateReason: reason } : {};
  const [closedAt, closedBy] = [store.clock.iso(), actor.user.login];
  return { state: 'closed', stateReason: reason ?? 'completed', closedAt, closedBy };
}

function resolveAssignees(store: Store, logins: readonly string[]): readonly string[] {
  return logins.map((login) => {
    const user = findUser(store, login);
    if (user !== undefined && user.type === 'User' && user.permission !== 'none') return user.login;
    throw refuseInvalid({ resource: 'Issue', field: 'assignees', code: 'invalid', value: login });
  });
}

function checkIssuesEnabled(store: Store, pullRequest: boolean): void {
  if (!store.repository.hasIssues && !pullRequest) throw new Refusal(410, 'Issues are disabled for this repo');
}
