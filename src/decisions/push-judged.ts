import type { PublishRun, PushItem } from '#ledger/publish.ts';
import { pushItems, type Standing } from '#ledger/standing.ts';
import type { CommandRefusal, Refused } from './judge-command.ts';

export type PushedOrRefused =
  | { readonly type: 'pushed'; readonly standing: Standing }
  | { readonly type: 'refused'; readonly refusal: CommandRefusal; readonly standing: Standing };

/**
 * Pushes what a command decides. On each newer state that a push meets the command is judged again, staleness included; where
 * another run has carried out the same comment meanwhile, that is its decision, and it is not recorded twice.
 */
export async function pushJudged<Allowed extends { readonly type: 'allowed' }>(
  run: PublishRun,
  start: Standing,
  comment: string,
  judge: (now: Standing) => Promise<Refused | Allowed>,
  plan: (now: Standing, allowed: Allowed) => Promise<readonly PushItem[]>,
): Promise<PushedOrRefused> {
  const late: PushedOrRefused[] = [];
  const pushed = await pushItems(run, start, async (now) => {
    if (now !== start && now.position.state.decisions.some((one) => one.comment === comment)) {
      late.push({ type: 'pushed', standing: now });
      return null;
    }
    const judged = await judge(now);
    if (judged.type === 'allowed') return plan(now, judged);
    late.push({ type: 'refused', refusal: judged.refusal, standing: now });
    return null;
  });
  if (pushed !== null) return { type: 'pushed', standing: pushed };
  return late[0] ?? { type: 'refused', refusal: { type: 'nothing-open' }, standing: start };
}
