import type { DecisionKind } from '#core/commit/commit-facts.ts';
import { isVanishedKey } from '#core/state/vanished.ts';
import { addSeconds } from '#core/time.ts';
import { parseMoment } from '#policy/moment.ts';
import { type CommandWord, parseCommand, parseDigestWords, parseDriftWords } from '#policy/parse-command.ts';
import type { ListedComment } from '#ports.ts';
import type { DecisionClaim } from './confirm-decisions.ts';
import type { Witness } from './read-witnesses.ts';

/** What speaks against a decision. */
export interface Objection {
  readonly type: /** Nothing names a witness, or what it names does not exist (any more). */
    | 'no-witness'
    | 'gone'
    /** GitHub does not say whether it was edited. */
    | 'edits-unknown'
    /** Edited since, which leaves no evidence of what it said: it still says that command, or no longer does. */
    | 'edited-after'
    | 'reworded-after'
    /** The witness says something else than the decision. */
    | 'contradicted';
  /** In words. */
  readonly reason: string;
}

/** What a person may decide at a terminal: to restore something, and that what vanished is deleted. No comment says so. */
export const isTypedIn = ({ object, decision, comment }: DecisionClaim['decision']): boolean =>
  comment === '0' &&
  (decision === 'reverting' || decision === 'reverted' || (decision === 'approved' && isVanishedKey(object)));

type Claimed = Pick<DecisionClaim, 'decision' | 'decidedAt' | 'since' | 'knownIssue' | 'isCounted' | 'isApprovedState'>;

/** Compares a decision with what GitHub knows about it; null = the witness bears it out. */
export function objectToWitness(claim: Claimed, witness: Witness): Objection | null {
  switch (witness.type) {
    case 'nothing':
      return { type: 'no-witness', reason: 'it names neither a comment nor a workflow run, and is not signed' };
    case 'run':
      return objectToRun(claim, witness);
    case 'comment':
      return witness.comment === null
        ? { type: 'gone', reason: `comment ${witness.id} does not exist` }
        : objectToComment(claim, witness.comment, witness.edited);
  }
}

/** Clocks of Zendesk and GitHub may differ; a comment about an earlier change is older than that. */
const clockToleranceSeconds = 300;

export const contradicted = (reason: string): Objection => ({ type: 'contradicted', reason });

function objectToRun(
  { decision, isCounted, isApprovedState }: Claimed,
  { id, run }: Extract<Witness, { readonly type: 'run' }>,
): Objection | null {
  if (!isTypedIn(decision)) return contradicted('no comment says it, and a workflow run decides nothing of this kind');
  if (run === null) {
    return { type: 'gone', reason: `workflow run ${id} does not exist, or the token may not read it` };
  }
  if (run.actorId !== decision.byId) return contradicted(`workflow run ${id} was started by ${run.actorLogin}`);
  // Anyone who may push can start a run: without a state, it stands for nothing but a way back.
  return isCounted || isVanishedKey(decision.object) || isApprovedState
    ? null
    : contradicted('it writes back a state that was never approved');
}

/** What GitHub shows as the author of what an account wrote that is gone. */
const isGoneAccount = (login: string): boolean => login === '' || login === 'ghost';

function objectToComment(
  { decision, decidedAt, since, knownIssue }: Claimed,
  { id, author, authorId, issue, body, createdAt }: ListedComment,
  edited: Extract<Witness, { readonly type: 'comment' }>['edited'],
): Objection | null {
  const [word, ...others] = commands[decision.decision];
  if (isGoneAccount(author)) return { type: 'gone', reason: `comment ${id} is by a deleted account` };
  if (authorId !== decision.byId) return contradicted(`comment ${id} is by ${author}`);
  if (String(issue) !== decision.issue) {
    return contradicted(`comment ${id} is in issue ${issue ?? 'of another repository'}`);
  }
  if (knownIssue !== null && issue !== knownIssue) {
    return contradicted(`comment ${id} is in issue ${issue}, but the change is in issue ${knownIssue}`);
  }
  if (since !== null && createdAt < addSeconds(since, -clockToleranceSeconds)) {
    return contradicted(`comment ${id} was written before the change that it would decide`);
  }
  if (edited === undefined) {
    return { type: 'edits-unknown', reason: `GitHub does not say whether comment ${id} was edited` };
  }
  if (edited !== null && edited <= decidedAt) return contradicted(`comment ${id} was edited before the decision`);
  const parsed = parseCommand(body);
  const isCommand = parsed?.type === 'command' && [word, ...others].includes(parsed.word);
  if (isCommand && edited === null && outlasts(decision, parsed.word, parsed.rest)) {
    return contradicted(`comment ${id} approves it for a shorter time`);
  }
  if (edited === null) return isCommand ? null : contradicted(`comment ${id} is no /${word}`);
  return isCommand
    ? { type: 'edited-after', reason: `comment ${id} was edited after the decision` }
    : { type: 'reworded-after', reason: `comment ${id} was edited after the decision and is no /${word} any more` };
}

/** Zones differ by a day and a bit, and the one in the configuration may have been another. */
const zoneToleranceSeconds = 27 * 3600;

/** Whether a decision holds for longer than its comment says. A shorter time takes nothing away from anybody. */
function outlasts({ until }: DecisionClaim['decision'], word: CommandWord, rest: string): boolean {
  const said = parseDriftWords(word, rest).until ?? parseDigestWords(word, rest).until;
  if (said === undefined) return false;
  const end = parseMoment(said, 'UTC', 'end');
  return end === null || until === undefined || until > addSeconds(end, zoneToleranceSeconds);
}

const commands: Readonly<Record<DecisionKind, readonly [CommandWord, ...CommandWord[]]>> = {
  approving: ['approve'],
  approved: ['approve', 'accept'],
  rejected: ['reject'],
  reverting: ['revert'],
  reverted: ['revert'],
};
