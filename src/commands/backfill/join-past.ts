import { isJoin } from '#core/state/history.ts';
import { ZendriftError } from '#errors.ts';
import { type LoadedLedger, pushItems } from '#ledger/load-ledger.ts';
import { ownershipOf, readOwnCommits } from '#ledger/own-commits.ts';
import type { PushItem } from '#ledger/publish.ts';
import type { BackfillRun } from './backfill-run.ts';
import { planJoin, type ToolContext } from './plan-tool-commits.ts';

interface PastToJoin {
  readonly tool: ToolContext;
  readonly tip: string;
  readonly commits: number;
}

/** One merge on the newest tip, in one push with the state. Whoever pushed meanwhile keeps their place: it goes on top. */
export async function joinPast(
  run: BackfillRun,
  loaded: LoadedLedger,
  { tool, tip, commits }: PastToJoin,
): Promise<{ readonly merge: string; readonly head: string }> {
  const start = loaded.ledger.tip.branch ?? '';
  const item: PushItem = {
    files: [],
    toCommit: (watermark) => planJoin(tool, { commits, tip, watermark }),
    toEvents: () => [],
  };
  const pushed = await pushItems(run, loaded, async ({ ledger }) =>
    (await isJoined(run, start, ledger.tip.branch)) ? null : [item],
  );
  if (pushed === null)
    throw new ZendriftError('backfill-twice', { account: run.config.account, ref: run.repository.branch });
  const head = pushed.ledger.tip.branch ?? '';
  return { merge: head, head };
}

/** Whether another run has joined a past since this one began. */
async function isJoined(run: BackfillRun, before: string, now: string | null): Promise<boolean> {
  if (now === null || now === before) return false;
  for await (const { facts } of readOwnCommits(run.repository, ownershipOf(run.config), now, { after: before })) {
    if (isJoin(facts)) return true;
  }
  return false;
}
