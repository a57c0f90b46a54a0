import { objectKey } from '#core/object-key.ts';
import { pathOf } from '#core/state/history.ts';
import { vanishedKey } from '#core/state/vanished.ts';
import { findKind } from '#kinds/registry.ts';
import { type LoadedLedger, pushItems } from '#ledger/load-ledger.ts';
import { type DecisionDraft, planDecision } from '#ledger/plan-decision.ts';
import { parseVanished } from '#render/issue/alert.ts';
import { renderAccepted } from '#render/triage/reply.ts';
import { toReviewer } from './decision-items.ts';
import type { Handled } from './handled.ts';
import { refuseCommenter, type Situation } from './judge-command.ts';
import type { Pending } from './pending.ts';
import { refuse, toRefused } from './refuse-command.ts';
import type { TriageRun } from './triage-run.ts';

/**
 * `/accept` on the issue of a held-back kind: the objects that it names are taken as deleted by the next run, if they are still
 * missing then. Recorded as a decision about `macro/vanished` whose `Decision-Change` holds their ids.
 */
export async function acceptVanished(
  run: TriageRun,
  loaded: LoadedLedger,
  pending: Pending,
  key: string,
  situation: Situation,
): Promise<Handled> {
  const { comment, issue } = pending;
  const refusal = refuseCommenter(situation);
  if (refusal !== null) return refuse(run, loaded, pending, refusal.refusal);
  const kind = findKind(key.replace(/^held-back-/, ''));
  const vanished = parseVanished(issue.body);
  if (situation.word !== 'accept' || !kind || vanished.length === 0) {
    return toRefused(run, loaded, pending, { type: 'misplaced', word: situation.word });
  }
  const { account } = run.config;
  const object = vanishedKey(kind.name);
  const recordedIds = ({ ledger }: LoadedLedger) =>
    vanished.filter((id) => ledger.files.blobs.has(pathOf(account, objectKey(kind.name, id)) ?? ''));
  if (recordedIds(loaded).length === 0) return toRefused(run, loaded, pending, { type: 'nothing-open' });
  if (run.dryRun) return { type: 'decided', decision: 'accepted', objects: [object], lines: [], loaded };
  const asked = { comment, issue: issue.number, reason: situation.rest, webUrl: run.issues.webUrl };
  const pushed = await pushItems(run, loaded, async (now) => {
    // What someone wrote into the issue means nothing for an object that is not recorded.
    const ids = recordedIds(now);
    const facts: DecisionDraft = {
      type: 'decision',
      account,
      object,
      decision: 'approved',
      by: comment.author,
      byId: comment.authorId,
      issue: String(issue.number),
      comment: comment.id,
      change: ids.join(','),
      before: null,
      after: null,
      fourEyes: 'not-provable',
      ...(asked.reason === '' ? {} : { reason: asked.reason }),
    };
    const subject = { type: 'plain', text: `Accept vanished ${kind.plural}: ${ids.length}` } as const;
    return ids.length === 0 ? null : [planDecision(run, facts, { author: toReviewer(asked), title: '', subject })];
  });
  if (pushed === null) return toRefused(run, loaded, pending, { type: 'nothing-open' });
  const decision = pushed.ledger.state.decisions.findLast((one) => one.comment === comment.id);
  const lines = decision ? renderAccepted(decision, kind.plural, run.issues.webUrl) : [];
  return { type: 'decided', decision: 'accepted', objects: [object], lines, loaded: pushed };
}
