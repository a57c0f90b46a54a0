import { parseReplyMark } from '#core/commit/marker.ts';
import { isGitHubFailure } from '#errors.ts';
import type { Issues, ListedComment, ListedIssue, TextEdit } from '#ports.ts';

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

/**
 * Whose text the author of a comment saw in an issue: `ours`, `theirs` = someone else's, which is still there, or `gone` = someone
 * else's, which was replaced later. By what GitHub keeps of an issue, since what a state remembers can be forged.
 */
export function whoseText(
  edits: readonly TextEdit[],
  { createdAt }: Pick<ListedComment, 'createdAt'>,
  authors: ReadonlySet<string>,
): 'ours' | 'theirs' | 'gone' {
  const isForeign = ({ by }: TextEdit) => by === null || !authors.has(by);
  const parts = (['body', 'title'] as const).map((part) => edits.filter((edit) => edit.part === part));
  const isGone = parts.some((list) =>
    list.some((edit, index) => {
      const next = list[index + 1];
      // GitHub's times are whole seconds: within one, the comment may have come before or after.
      return next !== undefined && isForeign(edit) && edit.at <= createdAt && createdAt <= next.at;
    }),
  );
  const last = parts.flatMap((list) => list.at(-1) ?? []);
  return isGone ? 'gone' : last.some(isForeign) ? 'theirs' : 'ours';
}

/** The edits of some issues, where GitHub says what they were. */
export async function readTextEditsOf(
  issues: Pick<Issues, 'readTextEdits' | 'readEditors'>,
  of: readonly ListedIssue[],
  edits: Edits,
): Promise<ReadonlyMap<string, readonly TextEdit[]>> {
  if (of.length === 0) return new Map();
  const all = await orNothing(issues.readTextEdits(of.map(({ nodeId }) => nodeId)));
  const unknown = of.flatMap(({ nodeId }) => (!all.has(nodeId) && edits.get(nodeId) ? [nodeId] : []));
  if (unknown.length === 0) return all;
  // What the last edit was, every GitHub says.
  const editors = await orNothing(issues.readEditors(unknown));
  const last = unknown.flatMap((nodeId) => {
    const [by, at] = [editors.get(nodeId) ?? null, edits.get(nodeId) ?? null];
    return by === null || at === null ? [] : [[nodeId, [{ part: 'body', at, by }]] as const];
  });
  return new Map<string, readonly TextEdit[]>([...all, ...last]);
}

/** What is remembered of the text has to do then. */
async function orNothing<T>(asked: Promise<ReadonlyMap<string, T>>): Promise<ReadonlyMap<string, T>> {
  try {
    return await asked;
  } catch (error) {
    if (!isGitHubFailure(error)) throw error;
    return new Map();
  }
}

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
