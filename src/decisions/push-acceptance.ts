import type { Subject } from '#core/commit/commit-subject.ts';
import type { ObjectKey } from '#core/object-key.ts';
import type { RecordedDecision } from '#core/state/state.ts';
import { type LoadedLedger, pushItems } from '#ledger/load-ledger.ts';
import { type DecisionDraft, planDecision } from '#ledger/plan-decision.ts';
import { toReviewer } from './decision-items.ts';
import type { Pending } from './pending.ts';
import type { TriageRun } from './triage-run.ts';

interface Acceptance {
  readonly object: ObjectKey;
  /** Ids of what is accepted, by what is recorded now; none = nothing is left to accept. */
  readonly idsOf: (loaded: LoadedLedger) => readonly string[];
  readonly subjectOf: (ids: readonly string[]) => Subject;
  readonly fourEyes: DecisionDraft['fourEyes'];
  readonly reason: string;
}

/** Records what `/accept` says; null where nothing is left to accept. */
export async function pushAcceptance(
  run: TriageRun,
  loaded: LoadedLedger,
  { comment, issue }: Pick<Pending, 'comment' | 'issue'>,
  { object, idsOf, subjectOf, fourEyes, reason }: Acceptance,
): Promise<{ readonly loaded: LoadedLedger; readonly decision: RecordedDecision | undefined } | null> {
  const asked = { comment, issue: issue.number, reason, webUrl: run.issues.webUrl };
  const pushed = await pushItems(run, loaded, async (now) => {
    const ids = idsOf(now);
    const facts: DecisionDraft = {
      type: 'decision',
      account: run.config.account,
      object,
      decision: 'approved',
      by: comment.author,
      byId: comment.authorId,
      issue: String(issue.number),
      comment: comment.id,
      change: ids.join(','),
      before: null,
      after: null,
      fourEyes,
      ...(reason === '' ? {} : { reason }),
    };
    if (ids.length === 0) return null;
    return [planDecision(run, facts, { author: toReviewer(asked), title: '', subject: subjectOf(ids) })];
  });
  if (pushed === null) return null;
  return { loaded: pushed, decision: pushed.ledger.state.decisions.findLast((one) => one.comment === comment.id) };
}
