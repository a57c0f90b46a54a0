import type { Config } from '#config/config.ts';
import { isOrder } from '#core/object-key.ts';
import type { RecordedDecision } from '#core/state/state.ts';
import { toApprovable } from '#ledger/approvable.ts';
import type { LoadedLedger } from '#ledger/load-ledger.ts';
import { neededApprovals } from '#policy/approval.ts';
import { parseCommand, parseDriftWords } from '#policy/parse-command.ts';
import type { ListedComment } from '#ports.ts';
import { renderCount } from '#render/issue/approval.ts';
import type { Reverted } from '#render/issue/issue-comment.ts';
import { renderDecided, renderEnded } from '#render/triage/reply.ts';
import type { Handled } from './handled.ts';
import type { Found } from './pending.ts';
import type { TriageRun } from './triage-run.ts';

/** The decisions that a comment has led to, without those that only announce. */
export const decisionsOf = ({ ledger: { state } }: LoadedLedger, comment: string): readonly RecordedDecision[] => {
  const all = state.decisions.filter((one) => one.comment === comment);
  const rejected = [...state.episodes.values()].some((episode) => episode.rejected?.comment === comment);
  return all.filter(
    ({ object, decision }) => decision !== 'reverting' && (decision !== 'rejected' || rejected || isRequest(object)),
  );
};

const isRequest = (object: string): boolean => object.startsWith('request/');

/** The answer to a command that is carried out in history already: a run was cut off before it could give it. */
export function repeatAnswer(run: TriageRun, loaded: LoadedLedger, { comment }: Found): Handled | null {
  const decisions = decisionsOf(loaded, comment.id);
  return decisions.length === 0 ? null : toDecided(run, loaded, comment);
}

/** What was decided by a comment, as history has it. */
export function toDecided(
  { issues, config }: TriageRun,
  loaded: LoadedLedger,
  { id: comment, body }: ListedComment,
): Handled {
  const { state } = loaded.ledger;
  const decisions = state.decisions.filter((one) => one.comment === comment && one.decision !== 'reverting');
  const [only] = decisions;
  const ended = only && decisions.length === 1 ? state.ended.get(only.object) : undefined;
  const lines =
    ended?.decision?.comment === comment
      ? [renderEnded(ended, issues.webUrl, config.timezone, revertedAs(loaded, comment, body))]
      : [...renderDecided(decisions, issues.webUrl), ...(only ? sayMissing(config, loaded, only) : [])];
  const objects = decisions.map(({ object }) => object);
  return { type: 'decided', decision: only?.decision ?? 'approved', objects, lines, loaded };
}

/** How many approvals there are by now, where one was not enough. */
function sayMissing({ approvers }: Config, { ledger }: LoadedLedger, { object, comment }: RecordedDecision) {
  const episode = ledger.state.episodes.get(object);
  const given = episode?.approvals ?? [];
  if (!episode || !given.some((one) => one.comment === comment)) return [];
  const needed = neededApprovals(approvers, toApprovable(episode, null).isHighRisk);
  return [renderCount(given, needed)];
}

/** What the write of a revert was, as history and the command say. */
function revertedAs({ ledger: { state } }: LoadedLedger, comment: string, body: string): Reverted {
  const revert = state.reverts.findLast((one) => one.comment === comment && one.until !== null);
  if (revert === undefined) return 'written';
  if (isOrder(revert.object)) return 'ordered';
  if (revert.newId !== null) return 'created';
  if (revert.after !== null) return 'written';
  const parsed = parseCommand(body);
  const removes = parsed?.type === 'command' && parseDriftWords(parsed.word, parsed.rest).remove;
  return removes ? 'deleted' : 'deactivated';
}
