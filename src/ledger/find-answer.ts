import { parseReplyMark } from '#core/commit/marker.ts';
import type { Issues, ListedComment } from '#ports.ts';

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
