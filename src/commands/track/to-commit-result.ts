import { timeOf } from '#core/change.ts';
import { idsOf } from '#core/entry/audit-entry.ts';
import type { CommitResult } from '#render/track/run-result.ts';
import type { CommitPlan } from './plan-commits.ts';
import type { TrackRun } from './track-run.ts';

/** What is reported of one commit; `id` null = it would be made (dry run). */
export function toCommitResult(run: TrackRun, id: string | null, plan: CommitPlan): CommitResult {
  const { change, verdict, risk, description } = plan.judged;
  const message = plan.toCommit(null).message;
  const actors = new Map(plan.entries.map(({ actorId, actorName }) => [actorId, { id: actorId, name: actorName }]));
  const url = id === null || run.issues === null ? undefined : `${run.issues.webUrl}/commit/${id}`;
  return {
    id,
    subject: message.split('\n', 1)[0] ?? '',
    object: change.object,
    title: description.title,
    type: change.type,
    actors: [...actors.values()],
    ips: [...new Set(plan.entries.flatMap(({ ip }) => ip ?? []))],
    auditIds: idsOf(plan.entries),
    time: timeOf(change),
    attribution: change.attribution,
    verdict: verdict.decision,
    reason: verdict.reason,
    ...(verdict.rule === undefined ? {} : { rule: verdict.rule }),
    risk: risk.level,
    ...(url === undefined ? {} : { url }),
    ...(run.dryRun
      ? { plan: { message, files: plan.files.map(({ path, text }) => ({ path, deleted: text === null })) } }
      : {}),
  };
}
