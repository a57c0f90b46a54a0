import type { ZendriftError } from '#errors.ts';
import { type Ledger, toProtected } from '#ledger/publish.ts';
import type { CommitResult } from '#render/track/run-result.ts';
import type { Collected } from './collect.ts';
import { planRun, type RunPlan } from './plan.ts';
import { type Part, recordPartOnce } from './record.ts';
import type { TrackRun } from './track-run.ts';
import { withheldObjects, withhold } from './withhold.ts';

export type RecordedPart =
  | {
      readonly type: 'recorded';
      readonly ledger: Ledger;
      readonly commits: readonly CommitResult[];
      readonly stopped: ZendriftError | null;
      /** The part as it was pushed in the end: what the server refuses waits. */
      readonly collected: Collected;
      readonly plan: RunPlan;
    }
  | { readonly type: 'overtaken'; readonly commits: readonly CommitResult[] };

/** Pushes a part. What push protection refuses is left out, object by object, and the rest is planned again without it. */
export async function recordPart(run: TrackRun, start: Ledger, given: Part): Promise<RecordedPart> {
  const commits: CommitResult[] = [];
  let part = given;
  let ledger = start;
  for (;;) {
    const recorded = await recordPartOnce(run, ledger, part);
    commits.push(...recorded.commits);
    if (recorded.type === 'overtaken') return { type: 'overtaken', commits };
    if (recorded.type === 'recorded') {
      const { collected, plan } = part;
      return { ...recorded, commits, collected, plan };
    }
    ledger = recorded.ledger;
    const objects = withheldObjects(run.config.account, recorded);
    const known = part.collected.changes.some(({ object }) => objects.has(object));
    if (!known) throw toProtected(recorded);
    const held = withhold(run, part.collected, ledger, { objects, recorded: recorded.recorded });
    const collected = recorded.commits.length > 0 ? { ...held, accepted: [] } : held;
    const plan = await planRun(run, ledger, collected);
    const front = recorded.commits.length > 0 ? [] : part.front;
    const waitingOrders = [...part.waitingOrders, ...plan.waitingOrders.map(({ kind }) => kind)];
    part = { ...part, collected, plan, front, waitingOrders: [...new Set(waitingOrders)] };
  }
}
