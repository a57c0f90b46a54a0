import type { ListedReaction, Reaction } from '#ports.ts';
import { toNonsenseError } from './answer.ts';
import type { GitHubClient } from './client.ts';
import { parseReaction } from './parse.ts';

const path = '/repos/{owner}/{repo}/issues/comments/{comment_id}/reactions';

/** Repeating it is harmless: GitHub keeps one reaction of a kind for each user. */
export async function createReaction(client: GitHubClient, commentId: string, content: Reaction): Promise<void> {
  await client.send({ method: 'POST', path, parameters: { comment_id: commentId, content } });
}

export async function listReactions(client: GitHubClient, commentId: string): Promise<readonly ListedReaction[]> {
  if (!/^\d{1,19}$/.test(commentId)) return [];
  const items = await client.list(path, { comment_id: commentId }, { accept: [404, 410] });
  return items.map((item) => {
    const reaction = parseReaction(item);
    if (reaction === null) throw toNonsenseError(`GET reactions on comment ${commentId}`, 'a list of reactions');
    return reaction;
  });
}
