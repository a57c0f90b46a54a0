/** What the embedded GitHub knows, as plain data. Times are UTC with whole seconds; ids are positive integers. */

export type Permission = 'none' | 'read' | 'triage' | 'write' | 'maintain' | 'admin';

export type Visibility = 'public' | 'private' | 'internal';

export type Repository = {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  readonly description: string | null;
  readonly visibility: Visibility;
  readonly hasIssues: boolean;
  readonly archived: boolean;
  readonly defaultBranch: string;
  readonly createdAt: string;
};

export type User = {
  readonly id: number;
  readonly login: string;
  readonly name: string | null;
  /** The public address of the profile. */
  readonly email: string | null;
  readonly type: 'User' | 'Bot';
  /** What the repository grants; a public repository adds `read` for everybody. */
  readonly permission: Permission;
};

export type Access = 'none' | 'read' | 'write';

/** What a token stands for. An Actions token is an installation: it has no user of its own behind `GET /user`. */
export type Grant = {
  readonly login: string;
  readonly kind: 'actions' | 'pat';
  readonly issues: Access;
  readonly contents: Access;
  readonly pulls: Access;
  readonly actions: Access;
};

export type Label = {
  readonly id: number;
  readonly name: string;
  /** Six hexadecimal digits, no `#`. */
  readonly color: string;
  readonly description: string | null;
};

export const reactionContents = ['+1', '-1', 'laugh', 'confused', 'heart', 'hooray', 'rocket', 'eyes'] as const;
export type ReactionContent = (typeof reactionContents)[number];

export type Reaction = {
  readonly id: number;
  readonly login: string;
  readonly content: ReactionContent;
  readonly createdAt: string;
};

export type Comment = {
  readonly id: number;
  readonly issue: number;
  readonly login: string;
  readonly body: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** When anyone last edited the body; null = never. Only GraphQL says it, as `lastEditedAt`. */
  readonly editedAt: string | null;
  readonly reactions: readonly Reaction[];
};

export const stateReasons = ['completed', 'not_planned', 'duplicate', 'reopened'] as const;
export type StateReason = (typeof stateReasons)[number];

/** Where an issue went. GitHub answers 410 for a deleted one and 301 for a transferred one. */
export type Fate = { readonly type: 'present' } | { readonly type: 'deleted' } | TransferredFate;
type TransferredFate = { readonly type: 'transferred'; readonly repository: string; readonly number: number };

export type IssueEdit = { readonly part: 'body' | 'title'; readonly at: string; readonly login: string };

export type Issue = {
  readonly id: number;
  readonly number: number;
  readonly title: string;
  readonly body: string | null;
  readonly login: string;
  readonly state: 'open' | 'closed';
  readonly stateReason: StateReason | null;
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
  readonly locked: boolean;
  readonly lockReason: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** As that of a comment: editing the title or the labels is no edit. */
  readonly editedAt: string | null;
  /** Who made that edit. */
  readonly editor: string | null;
  /** Every edit of the body and of the title, oldest first. */
  readonly edits: readonly IssueEdit[];
  readonly closedAt: string | null;
  readonly closedBy: string | null;
  /** GitHub lists pull requests among the issues; only this distinguishes them. */
  readonly pullRequest: boolean;
  /** Branch, commit or ref in the attached repository that a pull request wants to merge; null where it says none. */
  readonly head: string | null;
  readonly reactions: readonly Reaction[];
  readonly fate: Fate;
};

/** A run of a workflow in GitHub Actions. */
export type WorkflowRun = {
  readonly id: number;
  readonly attempt: number;
  /** Id of the account that started it. */
  readonly actor: number;
  readonly createdAt: string;
};

/** One entry of `GET /rules/branches/{branch}`. */
export type BranchRule = { readonly type: string; readonly parameters?: Readonly<Record<string, unknown>> };
