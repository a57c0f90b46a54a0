import { isJoin, type OwnCommit } from '#core/state/history.ts';
import type { UtcTime } from '#core/time.ts';
import { ZendriftError } from '#errors.ts';
import type { Kind } from '#kinds/kind.ts';
import { kinds } from '#kinds/registry.ts';
import { ownershipOf, readOwnCommits } from '#ledger/own-commits.ts';
import type { BackfillRun } from './backfill-run.ts';

/** Where the past ends: the baseline that a backfill leads up to. */
export interface Start {
  readonly commit: string;
  /** What the baseline was committed on; null = it was the first commit. */
  readonly parent: string | null;
  readonly time: UtcTime;
  /** The kind in it that has revisions. */
  readonly revised: Kind | null;
}

export interface FoundStart {
  readonly start: Start;
  /** The merge of an earlier backfill. */
  readonly joined: OwnCommit | null;
}

/**
 * The first baseline that has a kind with revisions, else the first of all, and whether its past is in the record already.
 * `doubted` = commits that do not count, whoever they say made them.
 */
export async function findStart(run: BackfillRun, tip: string, doubted: ReadonlySet<string>): Promise<FoundStart> {
  const { repository, config } = run;
  let [first, best, joined]: (OwnCommit | null)[] = [null, null, null];
  for await (const own of readOwnCommits(repository, ownershipOf(config), tip)) {
    const { facts, record } = own;
    if (doubted.has(record.id)) continue;
    if (facts.type === 'baseline') {
      first ??= own;
      if (revisedOf(facts.kinds) !== null) best ??= own;
    }
    if (isJoin(facts)) joined ??= own;
  }
  const found = best ?? first;
  if (found?.facts.type !== 'baseline') throw new ZendriftError('nothing-recorded', { account: config.account });
  const { record, facts } = found;
  const revised = revisedOf(facts.kinds);
  const start = { commit: record.id, parent: record.parents[0] ?? null, time: facts.time, revised };
  return { start, joined: joined ?? null };
}

const revisedOf = (names: readonly string[]): Kind | null =>
  kinds.find((kind) => kind.revisions && names.includes(kind.name)) ?? null;
