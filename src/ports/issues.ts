import type { UtcTime } from '#core/time.ts';
import type { ReadPullRequest } from './pull-request.ts';

/** What the commands need of GitHub. Ids are digits; `nodeId` is the same thing's name in GraphQL. */

/** An issue as GitHub lists it. */
export interface ListedIssue {
  readonly number: number;
  readonly nodeId: string;
  readonly author: string;
  /** Empty for a deleted account, like `author`. */
  readonly authorId: string;
  readonly authorType: string;
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
  readonly state: 'open' | 'closed';
  readonly url: string;
  readonly commentCount: number;
  /** Takes no comments; its text and its state can be changed all the same. */
  readonly locked: boolean;
  /** UTC. */
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Null while it is open. */
  readonly closedAt: string | null;
}

export interface ListedComment {
  readonly id: string;
  readonly nodeId: string;
  /** Number of the issue or pull request that it is on; null where the answer does not say. */
  readonly issue: number | null;
  readonly author: string;
  readonly authorId: string;
  readonly authorType: string;
  readonly body: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/**
 * `time` = GitHub's clock at the first answer. Pass it as the next `since`, a few minutes earlier: what was written while
 * GitHub answered may be listed late. What overlaps is listed twice.
 */
export interface ChangedIssues {
  readonly issues: readonly ListedIssue[];
  /** Number of each pull request that changed → when; a push to its head is a change. */
  readonly pulls: ReadonlyMap<number, UtcTime>;
  readonly time: UtcTime;
}

/**
 * Reads the newest first, and no page more after one on which nothing is new: everything on it is from `time` or before, and
 * `isKnown`. However much of what is known falls into the overlap of two readings, it costs one request.
 */
export interface StopAt<Item> {
  readonly time: UtcTime;
  readonly isKnown: (item: Item) => boolean;
}

export interface ChangedComments {
  readonly comments: readonly ListedComment[];
  readonly time: UtcTime;
}

export interface OpenCheck {
  /** Exactly as many issues are open as were expected. */
  readonly matches: boolean;
  /** All open issues, oldest first, where one page holds them all; null where it does not. */
  readonly issues: readonly ListedIssue[] | null;
}

export interface IssueDraft {
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
}

export interface IssuePatch {
  readonly title?: string;
  readonly body?: string;
  readonly labels?: readonly string[];
  readonly state?: 'open' | 'closed';
  readonly stateReason?: 'completed' | 'not_planned' | 'reopened';
}

/** What GitHub refuses about one issue. It says nothing about any other issue. */
export type IssueRefusal =
  /** Deleted, or moved to another repository. */
  { readonly type: 'gone' } | { readonly type: 'refused'; readonly reason: string };

export type CommentResult =
  | { readonly type: 'posted'; readonly comment: ListedComment }
  | { readonly type: 'locked' }
  /** It has as many comments as GitHub allows, and never takes another one. */
  | { readonly type: 'full' }
  | IssueRefusal;

/** `issue` = as GitHub says that it is now; null where the answer does not say. */
export type UpdateResult = { readonly type: 'done'; readonly issue: ListedIssue | null } | IssueRefusal;

export interface RepositoryFacts {
  readonly visibility: 'public' | 'private' | 'internal';
  readonly hasIssues: boolean;
  /** Read-only: neither pushes nor issues. */
  readonly archived: boolean;
}

/** `id` stays with an account when its login changes; another account may take the old login. */
export interface Account {
  readonly id: string;
  readonly login: string;
  /** `User`, `Bot` or `Organization`. */
  readonly type: string;
}

export interface ListedReaction {
  /** `+1`, `eyes` … */
  readonly content: string;
  readonly author: string;
  readonly authorId: string;
}

/** Who started a workflow run: `GITHUB_ACTOR` in its jobs. */
export interface WorkflowRun {
  readonly actorId: string;
  readonly actorLogin: string;
}

/** One edit of what an issue says. */
export interface TextEdit {
  readonly part: 'body' | 'title';
  readonly at: UtcTime;
  /** Login, null = an account that is gone. */
  readonly by: string | null;
}

/**
 * Each method throws `github-credentials`, `github-forbidden`, `github-refused`, `github-unavailable` and `rate-limited`. A run
 * waits for GitHub once: after `github-unavailable` the next call is tried once, and if that fails, too, all later ones fail
 * at once; after `rate-limited` they fail at once until GitHub's limit is over.
 */
export interface Issues {
  /** `acme/zendesk-config` */
  readonly repository: string;
  /** Web URL for links: `https://github.com/acme/zendesk-config`. */
  readonly webUrl: string;
  /** Whether the repository is public, and whether it can hold this at all. */
  readRepository(): Promise<RepositoryFacts>;
  /** Open issues (no pull requests) with a label, by listing, oldest first. */
  listOpen(label: string): Promise<readonly ListedIssue[]>;
  /** Whether exactly `expected` issues with all of these labels (joined by commas) are open. Costs one request. */
  checkOpen(labels: string, expected: number): Promise<OpenCheck>;
  /** The newest closed issues (no pull requests) with all of these labels, at most 100. */
  listClosed(labels: string): Promise<readonly ListedIssue[]>;
  /** Open and closed issues that changed at `since` or later; null = all. Costs one request if few did. */
  listChangedIssues(since: UtcTime | null, stopAt?: StopAt<ListedIssue>): Promise<ChangedIssues>;
  /** The same for comments, on issues and on pull requests. */
  listChangedComments(since: UtcTime | null, stopAt?: StopAt<ListedComment>): Promise<ChangedComments>;
  read(number: number): Promise<ListedIssue | null>;
  listComments(number: number): Promise<readonly ListedComment[]>;
  /** Null for a comment that was deleted or never existed. */
  readComment(id: string): Promise<ListedComment | null>;
  /** By id; those that do not exist are left out. */
  readComments(ids: readonly string[]): Promise<ReadonlyMap<string, ListedComment>>;
  /**
   * When the body of each issue or comment was last edited by anyone, null = never. What GitHub does not report is left
   * out: never take that for "not edited".
   */
  readEdits(nodeIds: readonly string[]): Promise<ReadonlyMap<string, UtcTime | null>>;
  /** Who edited the body of each issue last; null = nobody, or an account that is gone. What GitHub does not report is left out. */
  readEditors(nodeIds: readonly string[]): Promise<ReadonlyMap<string, string | null>>;
  /** The edits of each issue's body and title, oldest first; those of long ago may be missing. What GitHub does not report is left out. */
  readTextEdits(nodeIds: readonly string[]): Promise<ReadonlyMap<string, readonly TextEdit[]>>;
  create(draft: IssueDraft): Promise<ListedIssue>;
  update(number: number, patch: IssuePatch): Promise<UpdateResult>;
  comment(number: number, body: string): Promise<CommentResult>;
  /** Makes missing labels with their colour and description; a refusal is only a warning. */
  ensureLabels(labels: readonly string[]): Promise<void>;
  /** Our own reaction on a comment; repeating it changes nothing. */
  react(commentId: string, reaction: Reaction): Promise<void>;
  /** Everybody's reactions on a comment; none where it is gone. */
  listReactions(commentId: string): Promise<readonly ListedReaction[]>;
  /** What someone may do in the repository; `none` for whoever is unknown. Throws where the token may not ask. */
  readPermission(login: string): Promise<Permission>;
  /** The account that has this login now; null where there is none. */
  readUser(login: string): Promise<Account | null>;
  /** The account with this id, whatever it is called now; null where there is none. */
  readAccount(id: string): Promise<Account | null>;
  /** Null where there is no such run in this repository, or the token may not ask. */
  readWorkflowRun(id: string): Promise<WorkflowRun | null>;
  readPullRequest(number: number): Promise<ReadPullRequest>;
  /** Text of a blob that a pull request brings, also one from a fork; null where there is none or it is no UTF-8. */
  readBlobText(id: string): Promise<string | null>;
  /** Login of the token's owner; null for GITHUB_TOKEN, which GitHub does not say (it writes as `github-actions[bot]`). */
  readLogin(): Promise<string | null>;
  /** Requests sent so far. */
  requestCount(): number;
}

export type Reaction = '+1' | '-1' | 'confused' | 'eyes' | 'rocket';

/** Weakest first. */
export type Permission = 'none' | 'read' | 'triage' | 'write' | 'maintain' | 'admin';
