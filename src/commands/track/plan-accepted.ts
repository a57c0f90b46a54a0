import { isEntryId, isLogin } from '#core/commit/commit-patterns.ts';
import { vanishedKey } from '#core/state/vanished.ts';
import { type DecisionDraft, noreplyOf, planDecision, type Starter } from '#ledger/plan-decision.ts';
import type { PushItem } from '#ledger/publish.ts';
import type { Accepted } from './sweep.ts';
import type { TrackRun } from './track-run.ts';

/** As many ids fit into one trailer. */
const mostIds = 1500;

/**
 * What `--accept-vanished` released leaves the same trace as `/accept` does. In Actions it is by whoever started the workflow
 * run. Who typed it at a terminal is not known, so the tool is its author, and the reason says where it came from.
 */
export function planAccepted(run: TrackRun, { kind, ids }: Accepted): readonly PushItem[] {
  const written = ids.filter((id) => /^\d{1,32}$/.test(id));
  const starter = run.starter !== null && isUser(run.starter) ? run.starter : null;
  return Array.from({ length: Math.ceil(written.length / mostIds) }, (_, index) => {
    const part = written.slice(index * mostIds, (index + 1) * mostIds);
    const facts: DecisionDraft = {
      type: 'decision',
      account: run.config.account,
      object: vanishedKey(kind.name),
      decision: 'approved',
      // No login has an underscore in it, so nobody is mentioned.
      by: starter?.login ?? 'zendrift_cli',
      byId: starter?.id ?? '0',
      issue: '0',
      comment: '0',
      change: part.join(','),
      before: null,
      after: null,
      fourEyes: 'not-provable',
      reason: `accept-vanished ${kind.name}, given on the command line or as an input of the workflow`,
      ...(starter === null ? {} : { run: starter.run }),
    };
    const subject = { type: 'plain', text: `Accept vanished ${kind.plural}: ${part.length}` } as const;
    const author = starter === null ? run.config.committer : noreplyOf(starter.login, starter.id);
    return planDecision(run, facts, { author, title: '', subject });
  });
}

const isUser = ({ login, id }: Starter): boolean => isLogin(login) && isEntryId(id);
