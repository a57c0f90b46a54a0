import { type ErrorCode, ZendriftError } from '#errors.ts';
import { readAnswered } from '#issues/edits.ts';
import { objectsByNumber } from '#issues/match-issues.ts';
import { commentOn } from '#issues/write-issue.ts';
import type { LoadedLedger } from '#ledger/load-ledger.ts';
import type { PermissionLevel } from '#policy/decision.ts';
import type { Issues, Reaction } from '#ports.ts';
import { renderReply } from '#render/triage/reply.ts';
import { isWaitingFor, renderWaiting } from '#render/triage/revert.ts';
import type { TriagedCommand } from '#render/triage/triage-result.ts';
import { type Warning, warning } from '#warning.ts';
import { decisionsOf } from './answered.ts';
import { carryOutCommand } from './carry-out-command.ts';
import type { Handled } from './handled.ts';
import {
  type Answered,
  type Commands,
  type Found,
  isOutsider,
  listIssueCommands,
  type ReadPermission,
  settleCommand,
} from './pending.ts';
import type { TriageRun } from './triage-run.ts';

/** One command and what became of it. */
export interface Done {
  readonly pending: Found;
  readonly handled: Handled;
  /** It is carried out, and its issue takes no answer: that waits until it is unlocked. */
  readonly unanswered: boolean;
}

export interface CarriedOutAll {
  readonly done: readonly Done[];
  readonly loaded: LoadedLedger;
}

/** The commands that this run may carry out, those about the comment that started it first; and what is answered. */
export async function listOwnCommands(run: TriageRun): Promise<Commands> {
  const isFirst = ({ issue }: Found): number => (issue.number === run.event?.issue ? 0 : 1);
  const commands = await listIssueCommands(run, openPermissions(run.issues));
  const pending = commands.pending
    .filter((one) => run.writeBack.type !== 'elsewhere' || !isRevert(one))
    .sort((a, b) => isFirst(a) - isFirst(b));
  return { ...commands, pending };
}

/** Outsiders get so many reactions in one run. */
const mostReactions = 20;

/** A reaction at most, and no more requests for whoever comments a thousand times. */
export async function turnDown(run: TriageRun, outsiders: readonly Answered[]): Promise<void> {
  if (run.dryRun) return;
  for (const one of outsiders.slice(0, mostReactions)) await react(run, one, '-1');
  for (const { comment } of outsiders) settleCommand(run.hub, comment.id);
}

/**
 * Carries out every command that nobody has answered, issue by issue. Which comment started the run only decides what comes
 * first: a run that was dropped is made good by the next one.
 */
export async function carryOutAll(
  run: TriageRun,
  start: LoadedLedger,
  pending: readonly Found[],
): Promise<CarriedOutAll> {
  const readPermission = openPermissions(run.issues);
  const done: Done[] = [];
  const outsiders: Found[] = [];
  let loaded = start;
  for (const one of pending) {
    if (run.signal.aborted) break;
    const { comment, issue } = one;
    if (isNobodys(loaded, one)) {
      settleCommand(run.hub, comment.id);
      continue;
    }
    const permission = await readPermission(comment.author);
    if (isOutsider(comment, permission)) {
      outsiders.push(one);
      continue;
    }
    if (await isTurnedDown(run, one)) {
      settleCommand(run.hub, comment.id);
      continue;
    }
    if (!run.dryRun && !issue.locked) await react(run, one, 'eyes');
    const repeated = issue.locked && decisionsOf(loaded, comment.id).length > 0;
    const carriedOut = await carryOutCommand(run, loaded, one, permission);
    const handled = issue.locked ? untilUnlocked(carriedOut, repeated) : carriedOut;
    loaded = handled.loaded;
    const answered = run.dryRun ? 'answered' : await answer(run, one, handled);
    if (answered === 'answered' && handled.type !== 'left') settleCommand(run.hub, comment.id);
    done.push({ pending: one, handled, unanswered: answered === 'locked' });
  }
  await turnDown(run, outsiders);
  return { done, loaded };
}

/** A command that was turned down with a reaction stays turned down, whatever its author may do by now. */
async function isTurnedDown(run: TriageRun, { comment }: Found): Promise<boolean> {
  const reactions = await run.issues.listReactions(comment.id);
  return reactions.some(({ content, author }) => content === '-1' && run.hub.ours.authors.has(author));
}

/** In a locked issue only what is decided is done at once. A refusal, and an answer that is missing, wait without a word. */
function untilUnlocked(handled: Handled, repeated: boolean): Handled {
  if (handled.type === 'left' || (handled.type === 'decided' && !repeated)) return handled;
  return {
    type: 'left',
    why: 'the issue is locked; the command is answered when it is unlocked',
    failed: false,
    loaded: handled.loaded,
  };
}

/** An issue of ours without anything of what we wrote there, under a number that nothing knows. */
function isNobodys({ ledger: { state } }: LoadedLedger, { claim, comment, issue }: Found): boolean {
  const started = [...state.decisions, ...state.reverts].some((one) => one.comment === comment.id);
  return claim.type === 'unmarked' && !started && !objectsByNumber(state).has(issue.number);
}

const isRevert = ({ parsed }: Found): boolean => parsed.type === 'command' && parsed.word === 'revert';

const reactions: Readonly<Record<Exclude<Handled['type'], 'left'>, Reaction>> = {
  decided: '+1',
  refused: '-1',
  helped: 'confused',
};

/** `locked` = the issue takes no answer now. `unseen` = it is answered, without the sign that goes with it. */
type Given = 'answered' | 'unseen' | 'locked';

/** The one answer, which is also the mark that the command is done with. */
async function answer(run: TriageRun, pending: Found, handled: Handled): Promise<Given> {
  if (handled.type === 'left') {
    if (handled.fix !== undefined) await reportWaiting(run, pending, handled.fix);
    return 'answered';
  }
  const { number, locked } = pending.issue;
  if (!locked && (await isAnswered(run, pending))) return 'answered';
  const reply = renderReply(pending.comment.id, handled.lines);
  const said = locked ? 'locked' : await commentOn(run.writer, number, reply);
  const isSeen = await react(run, pending, reactions[handled.type]);
  // Where nothing can be said any more, the reaction is the answer.
  return said === 'locked' ? 'locked' : isSeen ? 'answered' : 'unseen';
}

/** Said once for each command, in as many runs as it takes until it is fixed. */
async function reportWaiting(run: TriageRun, { issue, comment }: Found, lines: readonly string[]): Promise<void> {
  if (issue.locked) return;
  const comments = await run.issues.listComments(issue.number);
  const { authors } = run.hub.ours;
  const posted = comments.some(({ author, body }) => authors.has(author) && isWaitingFor(body, comment.id));
  if (!posted) await commentOn(run.writer, issue.number, renderWaiting(comment.id, lines));
}

/** Two comments at a time start two runs, and each looks at both. */
async function isAnswered(run: TriageRun, { issue, comment }: Found): Promise<boolean> {
  const comments = await run.issues.listComments(issue.number);
  return (await readAnswered(run.issues, comments, run.hub.ours.authors)).has(comment.id);
}

/** Answers that wait. */
export const warningsOf = (done: readonly Done[]): readonly Warning[] =>
  done
    .filter(({ unanswered }) => unanswered)
    .map(({ pending: { issue, comment, parsed } }) =>
      warning(
        'issue-locked',
        `Issue #${issue.number} is locked: /${parsed.word} by ${comment.author} was run, and its reply waits`,
      ),
    );

/** A sign that it was seen. It decides nothing, so nothing waits for it. False where GitHub was away: a later run may give it. */
export async function react(
  { issues, progress }: Pick<TriageRun, 'issues' | 'progress'>,
  { comment }: Answered,
  reaction: Reaction,
): Promise<boolean> {
  try {
    await issues.react(comment.id, reaction);
    return true;
  } catch (error) {
    if (!(error instanceof ZendriftError)) throw error;
    progress.detail(`No reaction on comment ${comment.id}: ${error.message}`);
    return error.code === 'github-forbidden' || error.code === 'github-refused';
  }
}

/** GitHub did not say: nothing is decided, and the command waits for a run that gets an answer. */
const unanswered: readonly ErrorCode[] = ['github-forbidden', 'github-refused', 'github-unavailable'];

/** Permissions by login, each asked once. */
export function openPermissions(issues: Issues): ReadPermission {
  const known = new Map<string, PermissionLevel | 'unknown'>();
  return async (login) => {
    const before = known.get(login);
    if (before !== undefined) return before;
    const permission = await issues.readPermission(login).catch((error: unknown) => {
      if (error instanceof ZendriftError && unanswered.includes(error.code)) return 'unknown' as const;
      throw error;
    });
    known.set(login, permission);
    return permission;
  };
}

/** What became of a command, as results of runs list it. */
export const toTriagedCommand = ({ pending: { issue, comment, parsed }, handled }: Done): TriagedCommand => ({
  issue: issue.number,
  comment: comment.id,
  by: comment.author,
  command: parsed.word,
  outcome: handled.type,
  ...(handled.type === 'decided'
    ? { decision: handled.decision, objects: handled.objects }
    : handled.type === 'helped'
      ? {}
      : { why: handled.why }),
});
