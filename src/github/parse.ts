import type {
  Account,
  ListedComment,
  ListedIssue,
  ListedReaction,
  Permission,
  ProposedFile,
  WorkflowRun,
} from '#ports.ts';

/** The one place that looks into GitHub's answers. Texts are kept as they are: they are data, never instructions. */
type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const fieldOf = (value: unknown, name: string): unknown => (isFields(value) ? value[name] : undefined);

export const textOf = (value: unknown, name: string): string => {
  const field = fieldOf(value, name);
  return typeof field === 'string' ? field : '';
};

/** Digits of an id; octokit gives one beyond 2^53 as a bigint. */
export const parseId = (value: unknown, name: string): string => {
  const field = fieldOf(value, name);
  return typeof field === 'number' || typeof field === 'bigint' ? String(field) : '';
};

export const numberOf = (value: unknown, name: string): number | null => {
  const field = fieldOf(value, name);
  return typeof field === 'number' && Number.isSafeInteger(field) ? field : null;
};

const loginsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.map((one: unknown) => textOf(one, 'login')).filter((login) => login !== '') : [];

/** A label is an object, or in old answers its name. */
const labelsOf = (value: unknown): readonly string[] =>
  Array.isArray(value)
    ? value.map((one: unknown) => (typeof one === 'string' ? one : textOf(one, 'name'))).filter((name) => name !== '')
    : [];

/** `message` of a refusal, with what its `errors` say; the text itself where the body is none. */
export function readMessage(data: unknown): string {
  if (typeof data === 'string') return data;
  const errors = fieldOf(data, 'errors');
  const details = Array.isArray(errors)
    ? errors.map((one: unknown) =>
        typeof one === 'string'
          ? one
          : [textOf(one, 'field'), textOf(one, 'code'), textOf(one, 'message')].filter((part) => part !== '').join(' '),
      )
    : [];
  return [textOf(data, 'message'), ...details].filter((part) => part !== '').join(': ');
}

export const parseList = (data: unknown): readonly unknown[] | null => (Array.isArray(data) ? data : null);

export const isPullRequest = (data: unknown): boolean => (fieldOf(data, 'pull_request') ?? null) !== null;

/** Null where this is no issue. The URL is built from `webUrl`: one from an answer is never passed on. */
export function parseIssue(data: unknown, webUrl: string): ListedIssue | null {
  const number = numberOf(data, 'number');
  const state = textOf(data, 'state');
  if (number === null || number < 1 || (state !== 'open' && state !== 'closed')) return null;
  const user = fieldOf(data, 'user');
  return {
    number,
    nodeId: textOf(data, 'node_id'),
    author: textOf(user, 'login'),
    authorId: parseId(user, 'id'),
    authorType: textOf(user, 'type'),
    title: textOf(data, 'title'),
    body: textOf(data, 'body'),
    labels: labelsOf(fieldOf(data, 'labels')),
    assignees: loginsOf(fieldOf(data, 'assignees')),
    state,
    url: `${webUrl}/issues/${number}`,
    commentCount: numberOf(data, 'comments') ?? 0,
    locked: fieldOf(data, 'locked') === true,
    createdAt: textOf(data, 'created_at'),
    updatedAt: textOf(data, 'updated_at'),
    closedAt: textOf(data, 'closed_at') || null,
  };
}

/** Null where this is no comment. A deleted account leaves an empty author. */
export function parseComment(data: unknown): ListedComment | null {
  const id = parseId(data, 'id');
  if (id === '') return null;
  const user = fieldOf(data, 'user');
  const [, issue] = /\/issues\/(\d{1,15})$/.exec(textOf(data, 'issue_url')) ?? [];
  return {
    id,
    nodeId: textOf(data, 'node_id'),
    issue: issue === undefined ? null : Number(issue),
    author: textOf(user, 'login'),
    authorId: parseId(user, 'id'),
    authorType: textOf(user, 'type'),
    body: textOf(data, 'body'),
    createdAt: textOf(data, 'created_at'),
    updatedAt: textOf(data, 'updated_at'),
  };
}

export interface ParsedRepository {
  readonly visibility: 'public' | 'private' | 'internal';
  readonly hasIssues: boolean;
  /** Read-only: neither pushes nor issues. */
  readonly archived: boolean;
}

/** Fails closed: a repository that does not say that it is private is public. Null where this is no repository. */
export function parseRepository(data: unknown): ParsedRepository | null {
  if (textOf(data, 'full_name') === '') return null;
  const visibility = textOf(data, 'visibility');
  const isPrivate = fieldOf(data, 'private') === true;
  const known = isPrivate && (visibility === 'private' || visibility === 'internal') ? visibility : null;
  return {
    visibility: known ?? (isPrivate ? 'private' : 'public'),
    hasIssues: fieldOf(data, 'has_issues') !== false,
    archived: fieldOf(data, 'archived') === true,
  };
}

export const parseLogin = (data: unknown): string | null => textOf(data, 'login') || null;

/** Null where this is no account. */
export function parseAccount(data: unknown): Account | null {
  const [id, login] = [parseId(data, 'id'), textOf(data, 'login')];
  return id === '' || login === '' ? null : { id, login, type: textOf(data, 'type') };
}

/** Null where this is no reaction. */
export function parseReaction(data: unknown): ListedReaction | null {
  const [content, user] = [textOf(data, 'content'), fieldOf(data, 'user')];
  return content === '' ? null : { content, author: textOf(user, 'login'), authorId: parseId(user, 'id') };
}

/** Null where this is no workflow run. */
export function parseWorkflowRun(data: unknown): WorkflowRun | null {
  const actor = parseAccount(fieldOf(data, 'actor'));
  return parseId(data, 'id') === '' || actor === null ? null : { actorId: actor.id, actorLogin: actor.login };
}

export const parseLabelName = (data: unknown): string => textOf(data, 'name');

const permissions: readonly Permission[] = ['none', 'read', 'triage', 'write', 'maintain', 'admin'];

/**
 * `role_name` distinguishes triage and maintain; a custom role has a name of its own, then the legacy `permission` stands.
 * Null for an answer about someone else, or with words that are not known: GitHub did not say.
 * https://docs.github.com/rest/collaborators/collaborators#get-repository-permissions-for-a-user
 */
export function parsePermission(data: unknown, login: string): Permission | null {
  if (textOf(fieldOf(data, 'user'), 'login').toLowerCase() !== login.toLowerCase()) return null;
  const find = (name: string): Permission | undefined => permissions.find((one) => one === textOf(data, name));
  return find('role_name') ?? find('permission') ?? null;
}

/** A branch with the summary of its classic protection. Null where this is no branch. */
export function parseProtection(
  data: unknown,
): { readonly protected: boolean; readonly checks: readonly string[] } | null {
  const isProtected = fieldOf(data, 'protected');
  if (typeof isProtected !== 'boolean') return null;
  const required = fieldOf(fieldOf(data, 'protection'), 'required_status_checks');
  const contexts = textOf(required, 'enforcement_level') === 'off' ? [] : fieldOf(required, 'contexts');
  const checks = Array.isArray(contexts) ? contexts.filter((one): one is string => typeof one === 'string') : [];
  return { protected: isProtected, checks };
}

/** Null where this is no pull request. */
export function parsePullRequest(data: unknown): { readonly open: boolean; readonly changedFiles: number } | null {
  const state = textOf(data, 'state');
  const changedFiles = numberOf(data, 'changed_files');
  return changedFiles === null || (state !== 'open' && state !== 'closed')
    ? null
    : { open: state === 'open', changedFiles };
}

/** The paths that one entry of a list of changed files touches. Null where it does not say. */
export function parseProposed(data: unknown): readonly ProposedFile[] | null {
  const path = textOf(data, 'filename');
  const [status, before] = [textOf(data, 'status'), textOf(data, 'previous_filename')];
  const blob = textOf(data, 'sha');
  if (path === '' || (status === 'renamed' && before === '')) return null;
  if (status === 'removed') return [{ path, blob: null }];
  if (!isObjectId(blob)) return null;
  return [...(status === 'renamed' ? [{ path: before, blob: null }] : []), { path, blob }];
}

export const isObjectId = (text: string): boolean => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);

/** Bytes of a blob, null where this is none. */
export function parseBlob(data: unknown): Uint8Array | null {
  const [encoding, content] = [textOf(data, 'encoding'), fieldOf(data, 'content')];
  if (typeof content !== 'string') return null;
  if (encoding === 'utf-8') return new TextEncoder().encode(content);
  return encoding === 'base64' ? Buffer.from(content, 'base64') : null;
}
