import { ZendriftError } from '#errors.ts';
import type { ListedComment } from '#ports.ts';
import { nonsense } from './answer.ts';
import type { Client } from './client.ts';
import { createOnce, isSameText } from './create-once.ts';
import type { Identity } from './identity.ts';
import { parseComment } from './parse.ts';

const path = '/repos/{owner}/{repo}/issues/{number}/comments';

/** How far back to look for a comment whose answer was lost, in milliseconds: covers a local clock that is wrong. */
const lookBack = 3_600_000;

/** Comments of an issue, oldest first; `since` = updated at that time or later. */
export async function listComments(client: Client, number: number, since?: string): Promise<readonly ListedComment[]> {
  const items = await client.list(path, { number, ...(since === undefined ? {} : { since }) });
  return items.map((item) => toComment(item, `GET comments of issue ${number}`));
}

/** Posts a comment, and never twice. Null where the issue is locked, which concerns that issue alone. */
export function createComment(
  client: Client,
  identity: Identity,
  comment: { readonly number: number; readonly body: string; readonly now: number },
): Promise<ListedComment | null> {
  const { number, body } = comment;
  const request = `POST comment on issue ${number}`;
  const send = async (): Promise<ListedComment> => {
    const answer = await client.send({ method: 'POST', path, parameters: { number, body } }, { repeat: false });
    return toComment(answer.data, request);
  };
  return createOnce({
    create: () =>
      send().catch((error: unknown) => {
        if (isLocked(error)) return null;
        throw error;
      }),
    find: async () => {
      const isOwn = await identity.readIsOwn();
      const since = new Date(comment.now - lookBack).toISOString();
      const recent = await listComments(client, number, since);
      return recent.find((one) => isOwn(one.author) && isSameText(one.body, body)) ?? null;
    },
    backOff: (failures, cause) => client.backOff(failures, request, cause),
  });
}

/** Repeating it is harmless: GitHub keeps one reaction of a kind for each user. */
export async function createReaction(client: Client, commentId: string, content: string): Promise<void> {
  const parameters = { comment_id: commentId, content };
  const reactions = '/repos/{owner}/{repo}/issues/comments/{comment_id}/reactions';
  await client.send({ method: 'POST', path: reactions, parameters });
}

// "Unable to create comment because issue is locked."
const isLocked = (error: unknown): boolean =>
  error instanceof ZendriftError && error.code === 'github-forbidden' && /\bis locked\b/i.test(error.message);

function toComment(data: unknown, request: string): ListedComment {
  const comment = parseComment(data);
  if (comment === null) throw nonsense(request, 'a comment');
  return comment;
}
