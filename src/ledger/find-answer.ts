import { parseReplyMark } from '#core/commit/marker.ts';
import { isGitHubFailure } from '#errors.ts';
import type { Issues, ListedComment } from '#ports.ts';

/** The comments of an issue; none where it cannot be read any more. */
export const listCommentsOf = (
  issues: Pick<Issues, 'listComments'>,
  issue: string,
): Promise<readonly ListedComment[]> =>
  issues.listComments(Number(issue)).catch((error: unknown) => {
    if (isGitHubFailure(error)) return [];
    throw error;
  });

/** Our answer to a comment, which may be gone. */
export const findAnswer = (
  comments: readonly ListedComment[],
  authors: ReadonlySet<string>,
  comment: string,
): ListedComment | undefined =>
  comments.find(({ author, body }) => authors.has(author) && parseReplyMark(body) === comment);

/** What GitHub does not report counts as edited. */
export const isUnedited = async (issues: Pick<Issues, 'readEdits'>, { nodeId }: ListedComment): Promise<boolean> =>
  (await issues.readEdits([nodeId])).get(nodeId) === null;
