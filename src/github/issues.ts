import { ZendriftError } from '#errors.ts';
import type {
  ChangedIssues,
  Clock,
  IssueDraft,
  IssuePatch,
  Issues,
  ListedComment,
  ListedIssue,
  OpenCheck,
  StopAt,
  UpdateResult,
} from '#ports.ts';
import { readAccount, readAccountByLogin, readWorkflowRun } from './accounts.ts';
import { reasonOfAnswer, toNonsenseError } from './answer.ts';
import { listChanged, listNewest } from './changes.ts';
import { type GitHubClient, openGitHubClient } from './client.ts';
import { createComment, listComments, readComment, readComments, toComment } from './comments.ts';
import { createOnce, isSameIssue } from './create-once.ts';
import { readEditors, readEdits, readTextEdits } from './edits.ts';
import { type Identity, openIdentity } from './identity.ts';
import { openLabels } from './labels.ts';
import { type Outage, openOutage } from './outage.ts';
import { isPullRequest, parseIssue, parseRepository } from './parse.ts';
import { readPermission } from './permissions.ts';
import { openBlobs, readPullRequest } from './pull-requests.ts';
import { createReaction, listReactions } from './reactions.ts';
import { refusals, toRefusal } from './refusals.ts';
import { openRetryBudget } from './retry.ts';
import { openTransport } from './transport.ts';

export interface IssuesOptions {
  /** All without a slash at their end. The token is sent to the first two. */
  readonly apiUrl: string;
  readonly graphqlUrl: string;
  readonly serverUrl: string;
  /** `owner/name`, checked by the settings. */
  readonly repository: string;
  readonly token: string;
  readonly clock: Clock;
  /** When the run must end: milliseconds since 1970, on `clock`. */
  readonly deadline: () => number;
  /** What a person should know although it went on: a wait, a label or an assignee that was refused. */
  readonly warn: (text: string) => void;
  /** What another connection of the same run has learned about GitHub being down. */
  readonly outage?: Outage;
  readonly signal?: AbortSignal;
  /** For a proxy. */
  readonly fetch?: typeof globalThis.fetch;
}

const path = '/repos/{owner}/{repo}/issues';
const one = `${path}/{number}`;

/** The issues of one repository, by REST listing alone: the index of the search lags behind. */
export function openIssues(options: IssuesOptions): Issues {
  const { clock, deadline, warn, repository, outage = openOutage() } = options;
  const signal = options.signal ?? new AbortController().signal;
  const retryBudget = openRetryBudget({ clock, deadline, signal });
  const client = openGitHubClient({ transport: openTransport(options), retryBudget, outage, repository, signal, warn });
  const identity = openIdentity(client);
  const webUrl = `${options.serverUrl}/${repository}`;
  return {
    repository,
    webUrl,
    readRepository: () => readRepository(client, repository),
    listOpen: (label) => listOpen(client, webUrl, { labels: label }),
    checkOpen: (labels, expected) => checkOpen(client, webUrl, labels, expected),
    listClosed: (labels) => listClosed(client, webUrl, labels),
    listChangedIssues: (since, stopAt) => listChangedIssues(client, webUrl, since, stopAt),
    listChangedComments: async (since, stopAt) => {
      const { items, time } = await listChangedComments(client, since, stopAt);
      return { comments: items, time };
    },
    read: (number) => readIssue(client, webUrl, number),
    listComments: (number) => listComments(client, number),
    readComment: (id) => readComment(client, id),
    readComments: (ids) => readComments(client, ids),
    readEdits: (nodeIds) => readEdits(client, nodeIds),
    readEditors: (nodeIds) => readEditors(client, nodeIds),
    readTextEdits: (nodeIds) => readTextEdits(client, nodeIds),
    create: (draft) => createIssue(client, identity, webUrl, draft, warn),
    update: (number, patch) => updateIssue(client, webUrl, number, patch),
    comment: (number, body) => createComment(client, identity, { number, body, now: clock.now() }),
    ensureLabels: openLabels(client, warn),
    react: (commentId, reaction) => createReaction(client, commentId, reaction),
    listReactions: (commentId) => listReactions(client, commentId),
    readUser: (login) => readAccountByLogin(client, login),
    readAccount: (id) => readAccount(client, id),
    readWorkflowRun: (id) => readWorkflowRun(client, id),
    readPermission: (login) => readPermission(client, login),
    readPullRequest: (number) => readPullRequest(client, number),
    readBlobText: openBlobs(client),
    readLogin: identity.readLogin,
    requestCount: client.requestCount,
  };
}

async function readRepository(client: GitHubClient, repository: string): ReturnType<Issues['readRepository']> {
  const { data } = await client.send({ method: 'GET', path: '/repos/{owner}/{repo}' });
  const parsed = parseRepository(data);
  if (parsed === null) throw toNonsenseError(`GET /repos/${repository}`, 'a repository');
  return parsed;
}

async function listOpen(
  client: GitHubClient,
  webUrl: string,
  filter: { readonly labels?: string },
): Promise<readonly ListedIssue[]> {
  const issues = toIssues(await client.list(path, { ...filter, ...openOldestFirst }), webUrl);
  return [...new Map(issues.map((issue) => [issue.number, issue])).values()];
}

/** What is opened while the pages are read comes last and moves nothing. */
const openOldestFirst = { state: 'open', sort: 'created', direction: 'asc' } as const;

/**
 * Asks for the page that must be the last one. GitHub does not always name a list's last page, but it does say whether a next
 * one follows. A pull request with the labels counts as an issue on the pages before that one.
 */
async function checkOpen(client: GitHubClient, webUrl: string, labels: string, expected: number): Promise<OpenCheck> {
  const number = Math.max(1, Math.ceil(expected / 100));
  const { items, hasNext } = await client.readPage(path, { labels, ...openOldestFirst }, number);
  const issues = toIssues(items, webUrl);
  const matches = !hasNext && issues.length === expected - (number - 1) * 100;
  return { matches, issues: number === 1 && !hasNext ? issues : null };
}

const toIssues = (items: readonly unknown[], webUrl: string): readonly ListedIssue[] =>
  items.filter((item) => !isPullRequest(item)).map((item) => toIssue(item, webUrl, `GET ${path}`));

async function listClosed(client: GitHubClient, webUrl: string, labels: string): Promise<readonly ListedIssue[]> {
  const newest = { state: 'closed', sort: 'updated', direction: 'desc' };
  return toIssues((await client.readPage(path, { labels, ...newest }, 1)).items, webUrl);
}

async function listChangedIssues(
  client: GitHubClient,
  webUrl: string,
  since: string | null,
  stopAt?: StopAt<ListedIssue>,
): Promise<ChangedIssues> {
  const pulls = new Map<number, string>();
  const read = (data: unknown) => {
    const issue = toIssue(data, webUrl, `GET ${path}`);
    const isPull = isPullRequest(data);
    if (isPull) pulls.set(issue.number, issue.updatedAt);
    return { key: issue.number, updatedAt: issue.updatedAt, item: isPull ? null : issue };
  };
  const all = { state: 'all' };
  const { items, time } = await (stopAt === undefined
    ? listChanged(client, path, since, read, all)
    : listNewest(client, path, since, read, stopAt, all));
  return { issues: items, pulls, time };
}

function listChangedComments(client: GitHubClient, since: string | null, stopAt?: StopAt<ListedComment>) {
  const comments = `${path}/comments`;
  const read = (data: unknown) => {
    const comment = toComment(data, `GET ${comments}`);
    return { key: comment.id, updatedAt: comment.updatedAt, item: comment };
  };
  return stopAt === undefined
    ? listChanged(client, comments, since, read)
    : listNewest(client, comments, since, read, stopAt);
}

/** Null for an issue that was deleted (404, 410) or moved to another repository (301). */
async function readIssue(client: GitHubClient, webUrl: string, number: number): Promise<ListedIssue | null> {
  const request = { method: 'GET', path: one, parameters: { number } } as const;
  const { status, data } = await client.send(request, { accept: [301, 404, 410] });
  return status === 200 && !isPullRequest(data) ? toIssue(data, webUrl, `GET issue ${number}`) : null;
}

function createIssue(
  client: GitHubClient,
  identity: Identity,
  webUrl: string,
  draft: IssueDraft,
  warn: (text: string) => void,
): Promise<ListedIssue> {
  const { title, body, labels } = draft;
  const send = async (assignees: readonly string[]): Promise<ListedIssue> => {
    const parameters = { title, body, labels, assignees };
    const { data } = await client.send({ method: 'POST', path, parameters }, { repeat: false });
    return toIssue(data, webUrl, 'POST issue');
  };
  return createOnce({
    create: () =>
      send(draft.assignees).catch((error: unknown) => {
        // Someone who left must not keep an issue from being filed.
        if (!isRefusedAssignee(error) || draft.assignees.length === 0) throw error;
        warn(`Issue opened without assignees (${draft.assignees.join(', ')}): ${error.message}`);
        return send([]);
      }),
    find: async () => {
      const isOwn = await identity.readIsOwn();
      const open = await listOpen(client, webUrl, {});
      return open.find((issue) => isOwn(issue.author) && isSameIssue(issue, draft)) ?? null;
    },
    backOff: (failures, cause) => client.backOff(failures, `POST issue "${title}"`, cause),
    giveUp: client.giveUp,
  });
}

async function updateIssue(
  client: GitHubClient,
  webUrl: string,
  number: number,
  patch: IssuePatch,
): Promise<UpdateResult> {
  const { stateReason, ...rest } = patch;
  const parameters = { ...rest, number, ...(stateReason === undefined ? {} : { state_reason: stateReason }) };
  const answer = await client.send({ method: 'PATCH', path: one, parameters }, { accept: refusals });
  if (answer.status >= 300) return toRefusal(answer.status, reasonOfAnswer(answer));
  return { type: 'done', issue: parseIssue(answer.data, webUrl) };
}

const isRefusedAssignee = (error: unknown): error is ZendriftError =>
  error instanceof ZendriftError && error.code === 'github-refused' && /assignee/i.test(error.message);

function toIssue(data: unknown, webUrl: string, request: string): ListedIssue {
  const issue = parseIssue(data, webUrl);
  if (issue === null) throw toNonsenseError(request, 'an issue');
  return issue;
}
