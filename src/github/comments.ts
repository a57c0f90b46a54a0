import type { CommentResult, ListedComment } from '#ports.ts';
import { reasonOfAnswer, toNonsenseError } from './answer.ts';
import type { GitHubClient } from './client.ts';
import { createOnce, isSameText } from './create-once.ts';
import type { Identity } from './identity.ts';
import { parseComment, readMessage } from './parse.ts';
import { refusals, toRefusal } from './refusals.ts';

const path = '/repos/{owner}/{repo}/issues/{number}/comments';
const all = '/repos/{owner}/{repo}/issues/comments';

/** How far back to look for a comment whose answer was lost, in milliseconds: covers a local clock that is wrong. */
const lookBack = 3_600_000;

/** As many comments are read one by one; for more the whole list is likely to be cheaper. */
const fewComments = 30;

/** Comments of an issue, oldest first; `since` = updated at that time or later. */
export async function listComments(
  client: GitHubClient,
  number: number,
  since?: string,
): Promise<readonly ListedComment[]> {
  const items = await client.list(path, { number, ...(since === undefined ? {} : { since }) });
  return items.map((item) => toComment(item, `GET comments of issue ${number}`));
}

export async function readComment(client: GitHubClient, id: string): Promise<ListedComment | null> {
  if (!/^\d{1,19}$/.test(id)) return null;
  const request = { method: 'GET', path: `${all}/{comment_id}`, parameters: { comment_id: id } } as const;
  const { status, data } = await client.send(request, { accept: [404, 410] });
  return status === 200 ? toComment(data, `GET comment ${id}`) : null;
}

/** Comments by id, one by one or from the list of all comments, whichever is likely to need fewer requests. */
export async function readComments(
  client: GitHubClient,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ListedComment>> {
  const wanted = new Set(ids);
  const found = new Map<string, ListedComment>();
  const whole = wanted.size > fewComments && (await findInList(client, wanted, found));
  if (whole) return found;
  for (const id of wanted) {
    const comment = found.has(id) ? null : await readComment(client, id);
    if (comment !== null) found.set(id, comment);
  }
  return found;
}

/**
 * Pages through the comments of the repository, oldest first, until all are found. False where that costs as many requests as
 * asking for each; what was found until then stays found.
 */
async function findInList(
  client: GitHubClient,
  wanted: ReadonlySet<string>,
  found: Map<string, ListedComment>,
): Promise<boolean> {
  for (let page = 1; page <= wanted.size; page += 1) {
    const { items, hasNext } = await client.readPage(all, { sort: 'created', direction: 'asc' }, page);
    for (const item of items) {
      const comment = toComment(item, 'GET comments');
      if (wanted.has(comment.id)) found.set(comment.id, comment);
    }
    if (!hasNext || found.size === wanted.size) return true;
  }
  return false;
}

/** Posts a comment, and never twice. What GitHub refuses concerns that issue alone. */
export function createComment(
  client: GitHubClient,
  identity: Identity,
  comment: { readonly number: number; readonly body: string; readonly now: number },
): Promise<CommentResult> {
  const { number, body } = comment;
  const request = `POST comment on issue ${number}`;
  return createOnce<CommentResult>({
    create: async () => {
      const sent = { method: 'POST', path, parameters: { number, body } } as const;
      const answer = await client.send(sent, { repeat: false, accept: refusals });
      if (answer.status < 300) return { type: 'posted', comment: toComment(answer.data, request) };
      const message = answer.status === 403 ? readMessage(answer.data) : '';
      // "Unable to create comment because issue is locked."
      if (/\bis locked\b/i.test(message)) return { type: 'locked' };
      // "Commenting is disabled on issues with more than 2500 comments"
      if (/\bcommenting is disabled\b/i.test(message)) return { type: 'full' };
      return toRefusal(answer.status, reasonOfAnswer(answer));
    },
    find: async () => {
      const isOwn = await identity.readIsOwn();
      const since = new Date(comment.now - lookBack).toISOString();
      const recent = await listComments(client, number, since);
      const made = recent.find((one) => isOwn(one.author) && isSameText(one.body, body));
      return made === undefined ? null : { type: 'posted', comment: made };
    },
    backOff: (failures, cause) => client.backOff(failures, request, cause),
    giveUp: client.giveUp,
  });
}

export function toComment(data: unknown, request: string): ListedComment {
  const comment = parseComment(data);
  if (comment === null) throw toNonsenseError(request, 'a comment');
  return comment;
}
