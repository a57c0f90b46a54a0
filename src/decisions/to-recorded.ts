import type { Episode } from '#core/state/episode.ts';
import { later, toUtcTime } from '#core/time.ts';
import { readOwners } from '#ledger/owned.ts';
import type { Ledger } from '#ledger/publish.ts';
import type { Recorded, Situation } from './judge-command.ts';

/** What a command about these episodes is judged by. The time is when it was said, by GitHub's clock, or as far as the record goes. */
export async function toRecorded(
  ledger: Ledger,
  { people, comment }: Pick<Situation, 'people' | 'comment'>,
  episodes: readonly Episode[],
): Promise<Recorded> {
  return {
    ownersOf: await readOwners(ledger, people.owners, episodes),
    now: later(ledger.state.watermark, toUtcTime(Date.parse(comment.createdAt))),
  };
}
