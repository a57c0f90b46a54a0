import { type Clock, openClock, toIso } from './clock.ts';
import { listComments, readComment, saveComment, updateComment } from './comments.ts';
import type { Access, BranchRule, Comment, Grant, Issue, Label, Repository, User, Visibility } from './entities.ts';
import { listIssues } from './issues.ts';
import { createLabel, type LabelDraft } from './labels.ts';
import { type Person, toPerson } from './person.ts';
import { type RefusalStatus, toIssueRefusal } from './refusal.ts';
import { type Limits, openSequences, type Store, toKey } from './store.ts';
import { findUser, putUser, removeUser, renameUser, type UserDraft } from './users.ts';

export type TokenDraft = {
  readonly login: string;
  readonly kind?: Grant['kind'];
  readonly issues?: Access;
  readonly contents?: Access;
  readonly pulls?: Access;
  readonly actions?: Access;
};

export type ModelOptions = {
  /** `owner/name`; `acme/zendesk-config` when left out. */
  readonly repository?: string;
  readonly visibility?: Visibility;
  readonly issues?: { readonly enabled: boolean };
  readonly users?: readonly UserDraft[];
  /** Token → whom it stands for; beside these, `sandboxToken` always is an Actions token of `github-actions[bot]`. */
  readonly tokens?: Readonly<Record<string, TokenDraft>>;
  readonly defaultBranch?: string;
  /** ISO time at which the clock stands still; without it the sandbox follows the machine's clock. */
  readonly clock?: string;
  readonly firstIssue?: number;
  readonly limits?: Partial<Limits>;
};

/** The control handle of tests and of the demo: what is in the repository, and whoever acts on it. */
export type GitHubModel = {
  readonly store: Store;
  readonly clock: Clock;
  readonly repository: () => Repository;
  readonly configure: (change: Partial<Omit<Repository, 'id' | 'createdAt'>>) => Repository;
  readonly limit: (change: Partial<Limits>) => void;
  readonly putUser: (draft: UserDraft) => User;
  /** Gives an account another login; `putUser` may then give the old one to someone else. */
  readonly renameUser: (from: string, to: string) => User;
  readonly removeUser: (login: string) => void;
  readonly putToken: (token: string, draft: TokenDraft) => void;
  readonly removeToken: (token: string) => void;
  readonly putRules: (branch: string, rules: readonly BranchRule[]) => void;
  readonly putLabel: (draft: LabelDraft) => Label;
  /** A workflow run that this person started. */
  readonly putRun: (id: number, login: string) => void;
  /** Someone who may edits a comment: its author, if nobody is named. */
  readonly editComment: (id: number, body: string, options?: EditOptions) => Comment;
  /** Moves `updated_at` on, as GitHub does for reasons of its own, without an edit. */
  readonly touchComment: (id: number, seconds?: number) => Comment;
  /** Every write to this issue through the API is refused with this status; null = no longer. */
  readonly refuseWrites: (issue: number, status: RefusalStatus | null) => void;
  /** After this many comments the issue takes no more. */
  readonly limitComments: (issue: number, comments: number) => void;
  /** Present issues without pull requests, oldest first. */
  readonly issues: (state?: 'open' | 'closed') => readonly Issue[];
  readonly issue: (number: number) => Issue | undefined;
  readonly comments: (issue: number) => readonly Comment[];
  readonly users: () => readonly User[];
  readonly as: (login: string) => Person;
};

export type EditOptions = {
  readonly by?: string;
  /** Within the second in which it was written: `updated_at` stays equal to `created_at`. */
  readonly sameSecond?: boolean;
};

export const sandboxToken = 'sandbox-actions-token';

export const actionsLogin = 'github-actions[bot]';

export function openModel(options: ModelOptions = {}): GitHubModel {
  const clock = openClock(options.clock);
  const [owner = 'acme', name = 'zendesk-config'] = (options.repository ?? 'acme/zendesk-config').split('/');
  const store: Store = {
    repository: {
      id: 1_296_269,
      owner,
      name,
      description: 'Zendesk configuration, watched by zendrift',
      visibility: options.visibility ?? 'private',
      hasIssues: options.issues?.enabled ?? true,
      archived: false,
      defaultBranch: options.defaultBranch ?? 'main',
      createdAt: clock.iso(),
    },
    limits: { title: 256, body: 65_536, overlongUpdate: 'refused', ...options.limits },
    clock,
    users: new Map(),
    tokens: new Map(),
    labels: new Map(),
    issues: new Map(),
    comments: new Map(),
    rules: new Map(),
    runs: new Map(),
    refusing: new Map(),
    commentLimits: new Map(),
    nextId: openSequences(options.firstIssue ?? 1),
  };
  const model = toModel(store);
  // The account id of github-actions[bot] on github.com, part of its noreply address.
  model.putUser({ login: actionsLogin, type: 'Bot', permission: 'write', id: 41_898_282 });
  for (const user of options.users ?? []) model.putUser(user);
  model.putToken(sandboxToken, { login: actionsLogin, kind: 'actions' });
  for (const [token, draft] of Object.entries(options.tokens ?? {})) model.putToken(token, draft);
  return model;
}

function toModel(store: Store): GitHubModel {
  return {
    store,
    clock: store.clock,
    repository: () => store.repository,
    configure: (change) => {
      store.repository = { ...store.repository, ...change };
      return store.repository;
    },
    limit: (change) => {
      store.limits = { ...store.limits, ...change };
    },
    putUser: (draft) => putUser(store, draft),
    renameUser: (from, to) => renameUser(store, from, to),
    removeUser: (login) => removeUser(store, login),
    putToken: (token, draft) => {
      const { login, kind = 'pat', issues = 'write', contents = 'write', pulls = 'read', actions = 'read' } = draft;
      if (findUser(store, login) === undefined) putUser(store, { login });
      store.tokens.set(token, { login, kind, issues, contents, pulls, actions });
    },
    removeToken: (token) => void store.tokens.delete(token),
    putRules: (branch, rules) => void store.rules.set(branch, rules),
    putLabel: (draft) => {
      store.labels.delete(toKey(draft.name));
      return createLabel(store, draft);
    },
    putRun: (id, login) => {
      const actor = findUser(store, login);
      if (actor === undefined) throw new Error(`Nobody is called ${login} here`);
      store.runs.set(id, { id, attempt: 1, actor: actor.id, createdAt: store.clock.iso() });
    },
    editComment: (id, body, options) => editComment(store, id, body, options),
    touchComment: (id, seconds = 1) => {
      const comment = readComment(store, id);
      const updatedAt = toIso(new Date(Date.parse(comment.updatedAt) + seconds * 1000));
      return saveComment(store, { ...comment, updatedAt });
    },
    refuseWrites: (issue, status) => {
      if (status === null) store.refusing.delete(issue);
      else store.refusing.set(issue, toIssueRefusal(status));
    },
    limitComments: (issue, comments) => void store.commentLimits.set(issue, comments),
    issues: (state) =>
      listIssues(store).filter((issue) => !issue.pullRequest && (state === undefined || issue.state === state)),
    issue: (number) => store.issues.get(number),
    comments: (issue) => listComments(store, issue),
    users: () => [...store.users.values()],
    as: (login) => toPerson(store, login),
  };
}

function editComment(store: Store, id: number, body: string, options: EditOptions = {}): Comment {
  const { login, createdAt } = readComment(store, id);
  const user = findUser(store, options.by ?? login);
  if (user === undefined) throw new Error(`Nobody is called ${options.by ?? login} here`);
  const edited = updateComment(store, { user, grant: undefined }, id, body);
  return options.sameSecond === true
    ? saveComment(store, { ...edited, updatedAt: createdAt, editedAt: createdAt })
    : edited;
}
