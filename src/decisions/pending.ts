import { type Marker, parseShown } from '#core/commit/marker.ts';
import {
  isAsWritten,
  listAnswered,
  readEditsOf,
  readTextEditsOf,
  toWasEdited,
  type WasEdited,
  whoseText,
} from '#issues/edits.ts';
import { takesCommands } from '#issues/issue-role.ts';
import type { Hub } from '#issues/read-hub.ts';
import { type Claim, commandLabels, type IssueSubject, type Ours, toClaim } from '#issues/subject.ts';
import type { PermissionLevel } from '#policy/decision.ts';
import { findMisplaced, type Misplaced, type ParsedCommand, parseCommand } from '#policy/parse-command.ts';
import type { ListedComment, ListedIssue, TextEdit } from '#ports.ts';
import { hasLabel } from '#render/issue/labels.ts';
import type { TriageRun } from './triage-run.ts';

/** What someone may do here; `unknown` = GitHub did not say. */
export type ReadPermission = (login: string) => Promise<PermissionLevel | 'unknown'>;

/** A command that nobody has answered yet. */
export interface Found {
  readonly issue: ListedIssue;
  readonly claim: Claim;
  readonly comment: ListedComment;
  readonly parsed: ParsedCommand | Misplaced;
  /** Someone edited it since it was written: nobody can know what its author said. */
  readonly edited: boolean;
  /** Our own comments above it that nobody edited, oldest first. */
  readonly above: readonly ListedComment[];
  /** When the text of the issue was last edited by anybody, ourselves included; null = never, or GitHub does not say. */
  readonly issueEdited: string | null;
  /** Whose text of the issue the author of the comment saw, as far as GitHub says. */
  readonly seen: ReturnType<typeof whoseText>;
}

/** The same, once it is known what it is about. */
export interface Pending extends Found {
  readonly subject: Exclude<IssueSubject, { readonly type: 'dashboard' }>;
}

const parseComment = (body: string): Found['parsed'] | null => parseCommand(body) ?? findMisplaced(body);

/** The unanswered commands of one issue, oldest first. */
export function findPending(
  issue: ListedIssue,
  comments: readonly ListedComment[],
  ours: Ours,
  wasEdited: WasEdited,
  issueEdited: string | null = null,
  edits: readonly TextEdit[] = [],
): readonly Found[] {
  const isOwn = (one: ListedComment) => ours.authors.has(one.author) && !wasEdited(one);
  const claim = toClaim(issue, comments.filter(isOwn), ours);
  if (claim === null) return [];
  const answered = listAnswered(comments, ours.authors, wasEdited);
  return comments.flatMap((comment, index) => {
    const parsed = answered.has(comment.id) ? null : parseComment(comment.body);
    if (parsed === null) return [];
    const above = comments.slice(0, index).filter(isOwn);
    const seen = whoseText(edits, comment, ours.authors);
    return [{ issue, claim, comment, parsed, edited: wasEdited(comment), above, issueEdited, seen }];
  });
}

/** What GitHub has to be asked about before the commands of an issue are judged: they, and our own comments. */
function listAsked(comments: readonly ListedComment[], ours: Ours): readonly ListedComment[] {
  const answered = listAnswered(comments, ours.authors, (one) => !isAsWritten(one));
  const isOpen = ({ id, body }: ListedComment) => !answered.has(id) && parseComment(body) !== null;
  return comments.some(isOpen) ? comments.filter((one) => isOpen(one) || ours.authors.has(one.author)) : [];
}

/** A comment that has our answer. */
export interface Answered {
  readonly issue: ListedIssue;
  readonly comment: ListedComment;
}

function findAnswered(
  issue: ListedIssue,
  comments: readonly ListedComment[],
  ours: Ours,
  wasEdited: WasEdited,
): readonly Answered[] {
  const answered = listAnswered(comments, ours.authors, wasEdited);
  return comments.flatMap((comment) => (answered.has(comment.id) ? [{ issue, comment }] : []));
}

/** What our comments above a command claim to show. */
export const shownAbove = ({ above }: Pick<Found, 'above'>, account: string): readonly Marker[] =>
  above.flatMap(({ body }) => {
    const marker = parseShown(body);
    return marker?.account === account ? [marker] : [];
  });

export interface Commands {
  readonly pending: readonly Found[];
  readonly answered: readonly Answered[];
  /** Commands of people who may not even label an issue: whatever else they say, it is not read. */
  readonly outsiders: readonly Answered[];
}

interface Thread {
  readonly issue: ListedIssue;
  readonly comments: readonly ListedComment[];
}

/**
 * The commands that wait. Read are the comments of issues in which someone who may label issues has said something that has
 * the form of a command, since the run before or in one that could not answer it.
 */
export async function listIssueCommands(run: TriageRun, readPermission: ReadPermission): Promise<Commands> {
  const { hub } = run;
  const threads: Thread[] = [];
  const outsiders: Answered[] = [];
  for (const [number, waiting] of groupWaiting(run)) {
    // It waits for the projection to open it again.
    if (hub.notes.known(number)?.open === false && number !== run.event?.issue) continue;
    const issue = await findIssue(run, number);
    if (issue === null) {
      for (const id of waiting) settleCommand(hub, id);
      continue;
    }
    if (issue.state === 'closed' && number !== run.event?.issue) continue;
    const said = await findOutsiders(run, issue, waiting, readPermission);
    if (said === null) threads.push({ issue, comments: await hub.issues.listComments(number) });
    else outsiders.push(...said);
  }
  const asked = threads.flatMap(({ comments }) => listAsked(comments, hub.ours));
  const discussed = threads.filter(({ comments }) => listAsked(comments, hub.ours).length > 0);
  const edits = await readEditsOf(hub.issues, [...asked, ...discussed.map(({ issue }) => issue)]);
  const wasEdited = toWasEdited(edits);
  const texts = await readTextEditsOf(
    hub.issues,
    discussed.map(({ issue }) => issue),
    edits,
  );
  const pending = threads.flatMap(({ issue, comments }) =>
    findPending(issue, comments, hub.ours, wasEdited, edits.get(issue.nodeId) ?? null, texts.get(issue.nodeId)),
  );
  noteWaiting(run, threads, pending);
  const answered = threads.flatMap(({ issue, comments }) => findAnswered(issue, comments, hub.ours, wasEdited));
  return { pending, answered, outsiders };
}

/** Issues in which something waits for this run, each with the ids of what is known to wait; that of the event first. */
function groupWaiting({ hub, event, writeBack }: TriageRun): ReadonlyMap<number, readonly string[]> {
  const groups = new Map<number, string[]>(event === null || event.issue <= 0 ? [] : [[event.issue, []]]);
  for (const [id, { issue, waits }] of hub.notes.commands()) {
    if (waits === null || (waits === 'revert' && writeBack.type === 'elsewhere')) continue;
    groups.set(issue, [...(groups.get(issue) ?? []), id]);
  }
  return new Map([...groups].sort(([a], [b]) => a - b));
}

/** Null for an issue that is none of ours, or that takes no commands. */
async function findIssue({ hub, event }: TriageRun, number: number): Promise<ListedIssue | null> {
  const known = hub.notes.known(number);
  if (known === null && number !== event?.issue) return null;
  const issue = await hub.readIssue(number);
  if (issue === null || toClaim(issue, [], hub.ours) === null) return null;
  return takesCommands(known?.role) || commandLabels.some((label) => hasLabel(issue.labels, label)) ? issue : null;
}

/** The comments that wait in an issue, where outsiders alone wrote them; null where someone else may have. */
async function findOutsiders(
  { hub, event }: TriageRun,
  issue: ListedIssue,
  waiting: readonly string[],
  readPermission: ReadPermission,
): Promise<readonly Answered[] | null> {
  const comments = waiting.map((id) => hub.comments.find((comment) => comment.id === id));
  if (event?.issue === issue.number) return null;
  const said: Answered[] = [];
  for (const comment of comments) {
    if (comment === undefined || !isOutsider(comment, await readPermission(comment.author))) return null;
    said.push({ issue, comment });
  }
  return said;
}

/** Whoever may not even label an issue gets a reaction and no words: an answer to each would let anybody fill the issue. */
export const isOutsider = ({ authorType }: ListedComment, permission: PermissionLevel | 'unknown'): boolean =>
  permission === 'none' || permission === 'read' || (permission === 'triage' && authorType === 'Bot');

/** What was found waits until it is answered; what else was waiting there is answered, or gone. */
function noteWaiting({ hub }: TriageRun, threads: readonly Thread[], pending: readonly Found[]): void {
  const read = new Set(threads.map(({ issue }) => issue.number));
  const found = new Set(pending.map(({ comment }) => comment.id));
  for (const [id, { issue, waits }] of hub.notes.commands()) {
    if (waits !== null && read.has(issue) && !found.has(id)) settleCommand(hub, id);
  }
  for (const { comment, issue, parsed } of pending) {
    const waits = parsed.type === 'command' && parsed.word === 'revert' ? 'revert' : 'answer';
    hub.notes.noteCommand(comment.id, { issue: issue.number, at: comment.updatedAt, waits });
  }
}

/** Someone has looked at a command, and there is nothing more to do about it. */
export function settleCommand({ notes }: Hub, id: string): void {
  const known = notes.command(id);
  if (known !== null && known.waits !== null) notes.noteCommand(id, { ...known, waits: null });
}
