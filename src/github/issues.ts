import { ZendriftError } from '#errors.ts';
import type { Clock, IssueDraft, IssuePatch, Issues, ListedIssue } from '#ports.ts';
import { nonsense } from './answer.ts';
import { type Client, openClient } from './client.ts';
import { createComment, createReaction, listComments } from './comments.ts';
import { createOnce, isSameIssue } from './create-once.ts';
import { type Identity, openIdentity } from './identity.ts';
import { openLabels } from './labels.ts';
import { isPullRequest, parseIssue, parseRepository } from './parse.ts';
import { openPatience } from './patience.ts';
import { readPermission } from './permissions.ts';
import { openBlobs, readPullRequest } from './pull-requests.ts';
import { openTransport } from './transport.ts';

export interface IssuesOptions {
  /** Both without a slash at their end. */
  readonly apiUrl: string;
  readonly serverUrl: string;
  /** `owner/name`, checked by the settings. */
  readonly repository: string;
  readonly token: string;
  readonly clock: Clock;
  /** When the run must end: milliseconds since 1970, on `clock`. */
  readonly deadline: () => number;
  /** What a person should know although it went on: a wait, a label or an assignee that was refused. */
  readonly warn: (text: string) => void;
  readonly signal?: AbortSignal;
  /** For a proxy. */
  readonly fetch?: typeof globalThis.fetch;
}

const path = '/repos/{owner}/{repo}/issues';
const one = `${path}/{number}`;

/** The issues of one repository, by REST listing alone: the index of the search lags behind. */
export function openIssues(options: IssuesOptions): Issues {
  const { clock, deadline, warn, repository } = options;
  const signal = options.signal ?? new AbortController().signal;
  const patience = openPatience({ clock, deadline, signal });
  const client = openClient({ transport: openTransport(options), patience, repository, signal, warn });
  const identity = openIdentity(client);
  const webUrl = `${options.serverUrl}/${repository}`;
  return {
    repository,
    webUrl,
    readRepository: () => readRepository(client, repository),
    listOpen: (label) => listOpen(client, webUrl, { labels: label }),
    read: (number) => readIssue(client, webUrl, number),
    listComments: (number) => listComments(client, number),
    create: (draft) => createIssue(client, identity, webUrl, draft, warn),
    update: (number, patch) => updateIssue(client, number, patch),
    comment: (number, body) => createComment(client, identity, { number, body, now: clock.now() }),
    ensureLabels: openLabels(client, warn),
    react: (commentId, reaction) => createReaction(client, commentId, reaction),
    readPermission: (login) => readPermission(client, login),
    readPullRequest: (number) => readPullRequest(client, number),
    readBlobText: openBlobs(client),
    readLogin: identity.readLogin,
    requestCount: client.requestCount,
  };
}

async function readRepository(client: Client, repository: string): ReturnType<Issues['readRepository']> {
  const { data } = await client.send({ method: 'GET', path: '/repos/{owner}/{repo}' });
  const parsed = parseRepository(data);
  if (parsed === null) throw nonsense(`GET /repos/${repository}`, 'a repository');
  return parsed;
}

async function listOpen(
  client: Client,
  webUrl: string,
  filter: { readonly labels?: string },
): Promise<readonly ListedIssue[]> {
  // Oldest first: what is opened while the pages are read comes last and moves nothing.
  const parameters = { ...filter, state: 'open', sort: 'created', direction: 'asc' };
  const items = await client.list(path, parameters);
  const issues = items.filter((item) => !isPullRequest(item)).map((item) => toIssue(item, webUrl, `GET ${path}`));
  return [...new Map(issues.map((issue) => [issue.number, issue])).values()];
}

/** Null for an issue that was deleted (404, 410) or moved to another repository (301). */
async function readIssue(client: Client, webUrl: string, number: number): Promise<ListedIssue | null> {
  const request = { method: 'GET', path: one, parameters: { number } } as const;
  const { status, data } = await client.send(request, { accept: [301, 404, 410] });
  return status === 200 && !isPullRequest(data) ? toIssue(data, webUrl, `GET issue ${number}`) : null;
}

function createIssue(
  client: Client,
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
        // Somebody who left must not keep an issue from being filed.
        if (!isRefusedAssignee(error) || draft.assignees.length === 0) throw error;
        warn(`Issue is filed without assignees (${draft.assignees.join(', ')}): ${error.message}`);
        return send([]);
      }),
    find: async () => {
      const isOwn = await identity.readIsOwn();
      const open = await listOpen(client, webUrl, {});
      return open.find((issue) => isOwn(issue.author) && isSameIssue(issue, draft)) ?? null;
    },
    backOff: (failures, cause) => client.backOff(failures, `POST issue "${title}"`, cause),
  });
}

async function updateIssue(client: Client, number: number, patch: IssuePatch): Promise<void> {
  const { stateReason, ...rest } = patch;
  const parameters = { ...rest, number, ...(stateReason === undefined ? {} : { state_reason: stateReason }) };
  await client.send({ method: 'PATCH', path: one, parameters });
}

const isRefusedAssignee = (error: unknown): error is ZendriftError =>
  error instanceof ZendriftError && error.code === 'github-refused' && /assignee/i.test(error.message);

function toIssue(data: unknown, webUrl: string, request: string): ListedIssue {
  const issue = parseIssue(data, webUrl);
  if (issue === null) throw nonsense(request, 'an issue');
  return issue;
}
