import { type LoadedLedger, pushItems } from '#ledger/load-ledger.ts';
import type { PublishRun, PushItem } from '#ledger/publish.ts';
import type { CommandRefusal, Refused } from './judge-command.ts';

export type PushedOrRefused =
  | { readonly type: 'pushed'; readonly loaded: LoadedLedger }
  | { readonly type: 'refused'; readonly refusal: CommandRefusal; readonly loaded: LoadedLedger };

/**
 * Pushes what a command decides. On each newer state that a push meets the command is judged again, staleness included; where
 * another run has carried out the same comment meanwhile, that is its decision, and it is not recorded twice.
 */
export async function pushJudged<Allowed extends { readonly type: 'allowed' }>(
  run: PublishRun,
  start: LoadedLedger,
  comment: string,
  judge: (now: LoadedLedger) => Promise<Refused | Allowed>,
  plan: (now: LoadedLedger, allowed: Allowed) => Promise<readonly PushItem[]>,
): Promise<PushedOrRefused> {
  const late: PushedOrRefused[] = [];
  const pushed = await pushItems(run, start, async (now) => {
    if (now !== start && now.ledger.state.decisions.some((one) => one.comment === comment)) {
      late.push({ type: 'pushed', loaded: now });
      return null;
    }
    const judged = await judge(now);
    if (judged.type === 'allowed') return plan(now, judged);
    late.push({ type: 'refused', refusal: judged.refusal, loaded: now });
    return null;
  });
  if (pushed !== null) return { type: 'pushed', loaded: pushed };
  return late[0] ?? { type: 'refused', refusal: { type: 'nothing-open' }, loaded: start };
}
