import { type Clock, openClock } from './clock.ts';
import { listComments } from './comments.ts';
import type { Access, BranchRule, Comment, Grant, Issue, Label, Repository, User, Visibility } from './entities.ts';
import { listIssues } from './issues.ts';
import { createLabel, type LabelDraft } from './labels.ts';
import { type Person, toPerson } from './person.ts';
import { type Limits, openSequences, type Store, toKey } from './store.ts';
import { findUser, putUser, type UserDraft } from './users.ts';

export type TokenDraft = {
  readonly login: string;
  readonly kind?: Grant['kind'];
  readonly issues?: Access;
  readonly contents?: Access;
  readonly pulls?: Access;
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
  readonly putToken: (token: string, draft: TokenDraft) => void;
  readonly removeToken: (token: string) => void;
  readonly putRules: (branch: string, rules: readonly BranchRule[]) => void;
  readonly putLabel: (draft: LabelDraft) => Label;
  /** Present issues without pull requests, oldest first. */
  readonly issues: (state?: 'open' | 'closed') => readonly Issue[];
  readonly issue: (number: number) => Issue | undefined;
  readonly comments: (issue: number) => readonly Comment[];
  readonly users: () => readonly User[];
  readonly as: (login: string) => Person;
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
    putToken: (token, { login, kind = 'pat', issues = 'write', contents = 'write', pulls = 'read' }) => {
      if (findUser(store, login) === undefined) putUser(store, { login });
      store.tokens.set(token, { login, kind, issues, contents, pulls });
    },
    removeToken: (token) => void store.tokens.delete(token),
    putRules: (branch, rules) => void store.rules.set(branch, rules),
    putLabel: (draft) => {
      store.labels.delete(toKey(draft.name));
      return createLabel(store, draft);
    },
    issues: (state) =>
      listIssues(store).filter((issue) => !issue.pullRequest && (state === undefined || issue.state === state)),
    issue: (number) => store.issues.get(number),
    comments: (issue) => listComments(store, issue),
    users: () => [...store.users.values()],
    as: (login) => toPerson(store, login),
  };
}
