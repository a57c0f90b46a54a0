import type { EvidenceChange } from '#render/evidence/evidence-result.ts';
import type { ReportedChange } from '#render/report/report-result.ts';

/** A row of the population. `policy` = blob id of the configuration that judged it. */
export function toEvidenceChange(change: ReportedChange, policy: string): EvidenceChange {
  const { verdict, rule, decision, decided_by: reviewer, fourEyes, reason } = change;
  const isReviewed = decision === 'approved' && reviewer !== null;
  const byPolicy = rule === null ? reason : `rule ${rule}`;
  const isApproved = verdict === 'approved' || isReviewed;
  return {
    time: change.time,
    object: change.object,
    title: change.title,
    change: change.change,
    maker: change.actor_name,
    maker_id: change.actor_id,
    verdict,
    reason,
    risk: change.risk,
    approved_by: verdict === 'approved' ? byPolicy : isReviewed ? `@${reviewer}` : null,
    approver_is_not_maker: !isApproved
      ? null
      : verdict === 'approved'
        ? 'rule'
        : fourEyes === true
          ? 'yes'
          : 'not proven',
    decision,
    decided_at: change.decided_at,
    decision_reason: change.decisionReason,
    issue: change.issue,
    policy,
    commit: change.commit,
    audit_ids: change.auditIds.filter((id) => id !== '').join('; '),
    words: change.words,
  };
}
