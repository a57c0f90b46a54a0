import { objectKey } from '#core/object-key.ts';
import { pathOf } from '#core/state/history.ts';
import { vanishedKey } from '#core/state/vanished.ts';
import { findKind } from '#kinds/registry.ts';
import type { LoadedLedger } from '#ledger/load-ledger.ts';
import { parseVanished } from '#render/issue/alert.ts';
import { renderAccepted } from '#render/triage/reply.ts';
import type { Handled } from './handled.ts';
import { refuseCommenter, type Situation } from './judge-command.ts';
import type { Pending } from './pending.ts';
import { pushAcceptance } from './push-acceptance.ts';
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
  const { issue } = pending;
  const refusal = refuseCommenter(situation);
  if (refusal !== null) return refuse(run, loaded, pending, refusal.refusal);
  const kind = findKind(key.replace(/^held-back-/, ''));
  const vanished = parseVanished(issue.body);
  if (situation.word !== 'accept' || !kind || vanished.length === 0) {
    return toRefused(run, loaded, pending, { type: 'misplaced', word: situation.word });
  }
  const { account } = run.config;
  const object = vanishedKey(kind.name);
  // What someone wrote into the issue means nothing for an object that is not recorded.
  const idsOf = ({ ledger }: LoadedLedger) =>
    vanished.filter((id) => ledger.files.blobs.has(pathOf(account, objectKey(kind.name, id)) ?? ''));
  if (idsOf(loaded).length === 0) return toRefused(run, loaded, pending, { type: 'nothing-open' });
  if (run.dryRun) return { type: 'decided', decision: 'accepted', objects: [object], lines: [], loaded };
  const pushed = await pushAcceptance(run, loaded, pending, {
    ...{ object, idsOf, fourEyes: 'not-provable', reason: situation.rest },
    subjectOf: ({ length }) => ({ type: 'plain', text: `Accept vanished ${kind.plural}: ${length}` }),
  });
  if (pushed === null) return toRefused(run, loaded, pending, { type: 'nothing-open' });
  const { decision } = pushed;
  const lines = decision ? renderAccepted(decision, kind.plural, run.issues.webUrl) : [];
  return { type: 'decided', decision: 'accepted', objects: [object], lines, loaded: pushed.loaded };
}
