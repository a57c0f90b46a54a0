import { watchKey } from '#core/commit/alert-mark.ts';
import { alertObject } from '#core/state/alerts.ts';
import { sameText } from '#issues/plan-issues.ts';
import { readWatchAlerts } from '#issues/watch-alerts.ts';
import type { LoadedLedger } from '#ledger/load-ledger.ts';
import { decideAccess } from '#policy/decision.ts';
import { alertKey, renderAlert } from '#render/issue/alert.ts';
import { renderAcceptedAlert } from '#render/triage/reply.ts';
import type { Handled } from './handled.ts';
import { refuseCommenter, type Situation, toCommenter } from './judge-command.ts';
import type { Pending } from './pending.ts';
import { pushAcceptance } from './push-acceptance.ts';
import { refuse, toRefused } from './refuse-command.ts';
import type { TriageRun } from './triage-run.ts';

/** `/accept` on an alert about entries of the log: by anyone who may decide and is not known to have made them. */
export async function acceptAlert(
  run: TriageRun,
  loaded: LoadedLedger,
  pending: Pending,
  id: string,
  situation: Situation,
): Promise<Handled> {
  const refusal = refuseCommenter(situation);
  if (refusal !== null) return refuse(run, loaded, pending, refusal.refusal);
  if (situation.word !== 'accept') {
    return toRefused(run, loaded, pending, { type: 'misplaced', word: situation.word });
  }
  const watched = (await readWatchAlerts(loaded.ledger)).find((one) => alertKey(one) === watchKey(id));
  if (watched === undefined) return toRefused(run, loaded, pending, { type: 'nothing-open' });
  // Whatever a state remembers of the text: it has to show the entries that are recorded.
  const { account, timezone } = run.config;
  if (!sameText(pending.issue.body, renderAlert(watched, account, timezone).body)) {
    return toRefused(run, loaded, pending, { type: 'issue-edited' });
  }
  const actors = watched.acts.flatMap(({ actorId, actorName }) =>
    actorId === null ? [] : [{ id: actorId, name: actorName ?? '' }],
  );
  const unattributed = actors.length < watched.alert.count;
  const access = decideAccess(
    toCommenter(situation),
    { type: 'four-eyes', actors, unattributed, askedBy: [] },
    // Whoever it was need not be on GitHub: an alert is seen, not approved.
    { people: situation.people, approvers: { ...situation.approvers, unmapped: 'allow' } },
  );
  if (access.type === 'refused') {
    return toRefused(run, loaded, pending, { type: 'access', refusal: access.refusal });
  }
  const object = alertObject(id);
  if (run.dryRun) return { type: 'decided', decision: 'accepted', objects: [object], lines: [], loaded };
  const pushed = await pushAcceptance(run, loaded, pending, {
    ...{ object, fourEyes: access.fourEyes, reason: situation.rest },
    idsOf: ({ ledger }) => ledger.state.alerts.get(id)?.entries.map((entry) => entry.id) ?? [],
    subjectOf: () => ({ type: 'plain', text: `Accept alert of audit log entry ${id}` }),
  });
  if (pushed === null) return toRefused(run, loaded, pending, { type: 'nothing-open' });
  const lines = pushed.decision ? renderAcceptedAlert(pushed.decision, run.issues.webUrl) : [];
  return { type: 'decided', decision: 'accepted', objects: [object], lines, loaded: pushed.loaded };
}
