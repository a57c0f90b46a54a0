import type { CommitRecord } from '#core/commit/commit-record.ts';
import type { AuditEntry } from '#core/entry/audit-entry.ts';
import type { Names } from '#core/names/names.ts';
import type { ObservedObject } from '#core/snapshot/snapshot.ts';
import type { OrderWrite } from '#core/write-back/order-write.ts';
import type { JsonObject } from '#json.ts';
import type { Kind } from '#kinds/kind.ts';
import type { Warning } from '#warning.ts';
import type { Revision, RevisionPage } from './ports/revisions.ts';
import type { WorkRef } from './ports/work-ref.ts';

export type * from '#ports/issues.ts';
export type { ProposedFile, ReadPullRequest } from './ports/pull-request.ts';
export type * from './ports/revisions.ts';
export type * from './ports/work-ref.ts';

/** Narrow interfaces that the commands need. `connect` builds the real ones; nothing else chooses an adapter. */

/** One read of a whole kind. `partial` = some items were not readable; they stand among the items. */
export type Listing =
  | { readonly type: 'listed'; readonly objects: readonly ObservedObject[]; readonly categories: readonly string[] }
  /**
   * Nothing of this kind may be believed (HTML, `{}`, wrong shape, repeated cursor). `forbidden` marks a 403; `absent` a
   * 403 or a 404, which is how an account says that it does not offer the kind.
   */
  | { readonly type: 'unusable'; readonly reason: string; readonly forbidden: boolean; readonly absent: boolean };

export type ReadObject =
  | { readonly type: 'found'; readonly object: ObservedObject }
  | { readonly type: 'gone' }
  /** 401, 403, 5xx, nonsense: never a deletion. `forbidden` = 403; `missing` = a 404 that does not name the object. */
  | { readonly type: 'unreadable'; readonly reason: string; readonly forbidden: boolean; readonly missing?: true };

export interface ZendeskUser {
  readonly id: string;
  readonly name: string;
  readonly role: string;
}

export interface AuditWindow {
  /** Inclusive, UTC whole seconds. */
  readonly from: string;
  readonly to: string;
}

export interface AuditPage {
  /** Edits (`create`, `update`, `destroy`) of a tracked source type (or "rule"), unsorted, each id once. */
  readonly entries: readonly AuditEntry[];
  /** Entries of the same source types with any other action: to be exported and counted, never the reason of a change. */
  readonly others: readonly AuditEntry[];
  /** Items of the answer that are no entry at all, with why: reported, never guessed at. */
  readonly unreadable: readonly string[];
}

export interface Zendesk {
  /** Account URL for people: `https://acme.zendesk.com`. */
  readonly url: string;
  /** Who the credentials are; throws for bad credentials ("Anonymous user") . Sets the server clock. */
  readUser(): Promise<ZendeskUser>;
  /** Server time of the newest answer (`Date` header), UTC whole seconds; throws before the first answer. */
  serverTime(): string;
  /** Server clock minus local clock at the newest answer, in seconds. */
  clockSkew(): number;
  listAuditEntries(window: AuditWindow): Promise<AuditPage>;
  /** Whole listing of a kind, each object once, and for triggers the category ids in their order. */
  listObjects(kind: Kind): Promise<Listing>;
  readObject(kind: Kind, id: string): Promise<ReadObject>;
  /** Trigger revisions newest first, or null where the plan or permission does not give them. */
  listRevisions(kind: Kind, id: string): Promise<readonly Revision[] | null>;
  /** Names of users by id, as far as they can be read. */
  readPeople(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** One page of them: the newest without a cursor. */
  readRevisionPage(kind: Kind, id: string, cursor: string | null): Promise<RevisionPage>;
  /** Raw words for people: definitions, groups, webhooks …; what cannot be read is left out and named. */
  readNames(kinds: readonly Kind[]): Promise<{ readonly names: Names; readonly missing: readonly string[] }>;
  /** Requests sent so far. */
  requestCount(): number;
}

/** What became of a write. */
export type Written =
  /** Done. `id` of what was created, null where the answer does not say it. */
  | { readonly type: 'done'; readonly id: string | null }
  | { readonly type: 'gone' }
  /** The account refuses it, so nothing was written. */
  | { readonly type: 'refused'; readonly status: number; readonly reason: string }
  /** No usable answer: it may be written or not. Look before doing it again. */
  | { readonly type: 'unknown'; readonly reason: string };

/**
 * The account, for changing it: a connection of its own under the writing credentials. A write is sent once; only what
 * the account turned away unread (429, an expired token) is sent again. Its user is whose name the audit log will show.
 */
export interface ZendeskWriter
  extends Pick<Zendesk, 'readUser' | 'serverTime' | 'readObject' | 'listObjects' | 'requestCount'> {
  /** `body` = what stands inside the kind's envelope. */
  update(kind: Kind, id: string, body: JsonObject): Promise<Written>;
  create(kind: Kind, body: JsonObject): Promise<Written>;
  remove(kind: Kind, id: string): Promise<Written>;
  writeOrder(kind: Kind, write: OrderWrite): Promise<Written>;
}

/** A file operation of a commit: `text` null deletes the path. */
export interface FileChange {
  readonly path: string;
  readonly text: string | null;
}

export interface Signature {
  readonly name: string;
  readonly email: string;
  /** UTC, whole seconds. */
  readonly time: string;
}

/** A commit to be, before it has a parent or an id. */
export interface PlannedCommit {
  readonly author: Signature;
  readonly committer: Signature;
  /** Whole message, ends with one LF. `{{commit:N}}` is never expanded: ids known before are put in by the plan. */
  readonly message: string;
  readonly files: readonly FileChange[];
  /** A second parent, which adds nothing to the tree. */
  readonly joins?: string;
}

/** What stands in the repository and, where there is one, at the remote, read at the start of a try. */
export interface Tip {
  /** Commit id of the branch, null while the branch does not exist. */
  readonly branch: string | null;
  /** Commit id of the state ref, null while it does not exist. */
  readonly state: string | null;
}

export type PushResult =
  | { readonly type: 'pushed'; readonly head: string | null; readonly state: string }
  /** The branch or the state ref moved: read the tips again. */
  | { readonly type: 'raced' }
  /** The server's push protection found secrets in these files, or contents, of the commits; nothing was pushed. */
  | {
      readonly type: 'withheld';
      readonly paths: readonly string[];
      readonly blobs: readonly string[];
      readonly reason: string;
    };

export interface WrittenCommits {
  /** Ids in the order of the plan. */
  readonly ids: readonly string[];
  /** Tree id of `own` at the last commit (or the parent, without commits), null where it does not exist. */
  readonly tree: string | null;
}

/** The configuration that a run works under, and where it comes from. */
export interface ConfigSource {
  /** Branch it was read from; null for a local file, a detached checkout, and where no branch exists yet. */
  readonly branch: string | null;
  /** Commit it was read from; null for a local file (dry run, doctor) and where there is no commit yet. */
  readonly commit: string | null;
  /** Path in that commit; null = there is no file, the defaults hold. */
  readonly path: string | null;
  /** Empty where there is no file. */
  readonly text: string;
}

/** A text that a file once had. */
export interface FileVersion {
  readonly path: string;
  /** Blob id. */
  readonly blob: string;
  /** What it was before; null = there was no such file (in one parent of a merge at least). */
  readonly before: string | null;
  /** The commit that brought it. */
  readonly commit: string;
  readonly authorName: string;
  readonly authorEmail: string;
  /** Of the author, UTC, whole seconds. */
  readonly time: string;
}

export interface Repository {
  readonly directory: string;
  readonly branch: string;
  readonly stateRef: string;
  /** Name of the remote (`origin`), null without one. */
  readonly remote: string | null;
  /**
   * Default branch of the remote, null while it has no branch. Without a remote: the branch that is checked out, null where
   * HEAD is detached.
   */
  readonly defaultBranch: string | null;
  /** Branch → commit, at the remote or here without one, as they were when the repository was opened. */
  listHeads(): ReadonlyMap<string, string>;
  /** Blob id of a text in this repository's object format, computed in memory. */
  blobId(text: string): string;
  /** Reads the tips of branch and state ref (from the remote where there is one) and makes their commits readable here. */
  fetchTip(): Promise<Tip>;
  /**
   * The same where only reading follows: a local branch with commits that the remote does not have is no error. `known` =
   * branch and state ref as this repository had them before.
   */
  inspectTip(): Promise<{ readonly tip: Tip; readonly known: Tip }>;
  /** What `git fsck` finds wrong with the objects that are here, a line each; empty = sound. */
  checkObjects(): Promise<readonly string[]>;
  /**
   * Path → blob id below a path of a commit's tree; empty where the path does not exist. What is no plain file (executable, a
   * link) is reported as `<mode>:<id>`, which no recorded blob ever equals. A file or link where a folder of that path belongs
   * is listed itself: `snapshots` for `snapshots/acme`.
   */
  listTree(commit: string, path: string): Promise<ReadonlyMap<string, string>>;
  /** Tree id at `commit:path`, or null. */
  readTreeId(commit: string, path: string): Promise<string | null>;
  /** Texts of blobs by id, fetched where missing. Throws for an unknown id. */
  readBlobs(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** One file of a commit, or null. */
  readFile(commit: string, path: string): Promise<string | null>;
  /**
   * All commits that are ancestors of `commit`, itself included, oldest first (topological), with raw message and changed
   * paths. Complete from any clone. `after` leaves out that commit and its ancestors, and then little is fetched: it must be
   * an ancestor itself (`isAncestor`), else this throws `repository-unusable`.
   */
  readHistory(commit: string, options?: { readonly after?: string | undefined }): AsyncIterable<CommitRecord>;
  /** One commit without its changed paths, or null where nobody has it. */
  readCommit(id: string): Promise<Omit<CommitRecord, 'paths'> | null>;
  /** Whether `old` is `young` or one of its ancestors; right from any clone. */
  isAncestor(old: string, young: string): Promise<boolean>;
  /**
   * Every text that one of these files had in a commit of the default branch (without a remote: of HEAD), newest first.
   * A deletion is not listed. Complete from any clone.
   */
  listFileVersions(paths: readonly string[]): Promise<readonly FileVersion[]>;
  /** Other branches whose tip has something at the path `own`: asked once, before a first run begins a new record. */
  findRecord(own: string): Promise<readonly string[]>;
  /** Makes commits of the remote, such as the tip of another branch, readable here and usable as a parent. */
  fetchCommits(ids: readonly string[]): Promise<void>;
  /** Whether a commit by itself bears the signature of an allowed signer; true where none are named. */
  isTrusted(commit: string): Promise<boolean>;
  /**
   * Writes the commits on `parent` as one fast-import stream; moves no ref. `own` = the path whose tree id is wanted back,
   * such as `snapshots/acme`.
   */
  writeCommits(parent: string | null, commits: readonly PlannedCommit[], own: string): Promise<WrittenCommits>;
  /** Writes one commit whose tree is exactly `files`; moves no ref. */
  writeStateCommit(
    parent: string | null,
    commit: Omit<PlannedCommit, 'files'>,
    files: ReadonlyMap<string, string>,
  ): Promise<string>;
  /**
   * The commit point: moves branch (when `head` is given) and state ref together, fast-forward only, atomically; at the
   * remote, or here without one. A lost answer counts as pushed when the remote's state ref is ours. Throws
   * `push-refused`, `remote-unreachable`.
   */
  push(head: string | null, state: string, expected: Tip): Promise<PushResult>;
  /** Opens `<state-ref>+<name>`: no account can have a state ref of that name. */
  openWorkRef(name: string): WorkRef;
  /** Best effort: brings the checkout to `head`; resets our own leftovers below `own`, leaves other people's dirt. Returns a warning or null. */
  fastForward(head: string, own: string): Promise<string | null>;
  /** Removes what a dry run kept beside the repository. Call it at the end, also after a failure. */
  close(): Promise<void>;
}

/** Local time, for committer dates and deadlines only. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

/** Where a run reports what it does: plain lines or a progress line; never the result. */
export interface Progress {
  stage(text: string): void;
  warn(warning: Warning): void;
  detail(text: string): void;
}

/** Whether a remote would take a push. */
export type PushTrial =
  | { readonly type: 'accepted' }
  | { readonly type: 'refused'; readonly reason: string }
  /** There is no commit that could be offered. */
  | { readonly type: 'empty' };

/** Names and values of the query of a URL. */
export type Query = readonly (readonly [name: string, value: string])[];
