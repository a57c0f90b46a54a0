import { parseDecided } from '#core/commit/marker.ts';
import type { Issues } from '#ports.ts';
import type { Cited, DecisionClaim } from './confirm-decisions.ts';
import { findAnswer, isUnedited, listCommentsOf } from './find-answer.ts';
import { contradicted, type Objection } from './object-to-witness.ts';

export interface AnswerSource {
  readonly issues: Pick<Issues, 'listComments' | 'readEdits' | 'listReactions'>;
  /** Logins whose comments and reactions are ours. */
  readonly authors: ReadonlySet<string>;
}

/** `named` = our answer names the commit of the decision; `seen` = it was carried out where nothing could be said. */
export type AnswerCheck = 'named' | 'seen' | Objection;

type Asked = Pick<DecisionClaim, 'commit' | 'decision' | 'sameComment' | 'isApprovedState'>;

/**
 * Whether a run of ours carried out the command behind a decision, by what it answered. A comment alone shows that someone said
 * something: it may have been refused, or be about another state, another row or another object. Every run answers a command
 * in the issue, with the commit if something was decided; in an issue that takes no comment it leaves a reaction. A command that
 * nobody has answered is still to be carried out, by a run that judges it.
 */
export async function checkAnswer(
  { issues, authors }: AnswerSource,
  { commit, decision, sameComment, isApprovedState }: Asked,
): Promise<AnswerCheck> {
  const { comment, issue } = decision;
  const answer = findAnswer(await listCommentsOf(issues, issue), authors, comment);
  if (answer === undefined) {
    // Whoever announced a way back may be writing it at this moment.
    if (decision.decision === 'reverting' && isApprovedState) return 'seen';
    const reactions = await issues.listReactions(comment);
    const isDone = reactions.some(({ content, author }) => content === '+1' && authors.has(author));
    return isDone ? 'seen' : { type: 'no-witness', reason: `no run of zendrift has answered comment ${comment} yet` };
  }
  const isLater = BigInt(answer.id) > BigInt(comment);
  if (!isLater || !(await isUnedited(issues, answer)))
    return contradicted(`the answer to comment ${comment} was edited`);
  const named = parseDecided(answer.body);
  if (named === null) return contradicted(`zendrift did not carry out the command in comment ${comment}`);
  const done = sameComment.filter((one) => one.decision.decision !== 'reverting');
  const end = done.findIndex((one) => one.commit === named.last) + 1;
  const decided = done.slice(Math.max(0, end - named.count), end);
  return decided.some((one) => one.commit === commit || isAnnouncedBy(commit, one, sameComment))
    ? 'named'
    : contradicted(`the answer to comment ${comment} names another commit`);
}

/** A write is announced before it is done, once: of several announcements the last one before it counts. */
function isAnnouncedBy(commit: string, done: Cited, sameComment: readonly Cited[]): boolean {
  const { object, after } = done.decision;
  const before = sameComment.slice(0, sameComment.indexOf(done));
  const announced = before.findLast(
    ({ decision }) => decision.decision === 'reverting' && decision.object === object && decision.after === after,
  );
  return announced?.commit === commit;
}
