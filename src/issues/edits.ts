import { parseReplyMark } from '#core/commit/marker.ts';
import type { Issues, ListedComment } from '#ports.ts';

/** Whether someone edited a comment or an issue, by what GitHub keeps of it; its times do not say. */
export type WasEdited = (one: { readonly nodeId: string }) => boolean;

/** When each was last edited, null = never; what GitHub does not report is left out. */
export type Edits = ReadonlyMap<string, string | null>;

/** Asks once for all of them. */
export async function readEditsOf(
  issues: Pick<Issues, 'readEdits'>,
  of: readonly { readonly nodeId: string }[],
): Promise<Edits> {
  return of.length === 0 ? new Map() : issues.readEdits([...new Set(of.map(({ nodeId }) => nodeId))]);
}

/** What GitHub does not report counts as edited. */
export const toWasEdited =
  (edits: Edits): WasEdited =>
  ({ nodeId }) =>
    edits.get(nodeId) !== null;

/** Our own comments as we wrote them: we never edit one, so an edited one says what someone else wants it to say. */
export async function readOwnComments(
  issues: Pick<Issues, 'readEdits'>,
  comments: readonly ListedComment[],
  authors: ReadonlySet<string>,
): Promise<readonly ListedComment[]> {
  const own = comments.filter(({ author }) => authors.has(author));
  const wasEdited = toWasEdited(await readEditsOf(issues, own));
  return own.filter((comment) => !wasEdited(comment));
}

/** Whether nobody can have edited a comment: its times say so. Where they differ, GitHub has to be asked. */
export const isAsWritten = ({ createdAt, updatedAt }: ListedComment): boolean => createdAt === updatedAt;

/**
 * Ids of the comments that have our answer. An answer comes after its command and is never edited: otherwise someone could
 * hide a command behind an older comment of ours.
 */
export const listAnswered = (
  comments: readonly ListedComment[],
  authors: ReadonlySet<string>,
  wasEdited: (one: ListedComment) => boolean,
): ReadonlySet<string> =>
  new Set(
    comments.flatMap((one) => {
      const answers = authors.has(one.author) ? parseReplyMark(one.body) : null;
      const isAnswer = answers !== null && BigInt(answers) < BigInt(one.id) && (isAsWritten(one) || !wasEdited(one));
      return isAnswer ? [answers] : [];
    }),
  );

/** The same where it is known of no comment whether it was edited: asks GitHub about those whose times leave it open. */
export async function readAnswered(
  issues: Pick<Issues, 'readEdits'>,
  comments: readonly ListedComment[],
  authors: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const unclear = comments.filter((one) => authors.has(one.author) && !isAsWritten(one));
  return listAnswered(comments, authors, toWasEdited(await readEditsOf(issues, unclear)));
}
