import { renderCommitMessage } from '#core/commit/commit-message.ts';
import { toUtcTime, type UtcTime } from '#core/time.ts';
import { ZendriftError } from '#errors.ts';
import type { Repository } from '#ports.ts';
import { toLoadInput } from './load-ledger.ts';
import { ownershipOf } from './own-commits.ts';
import { mostTries, type PublishRun, type PushItem, publish } from './publish.ts';
import { type LedgerReading, readLedger } from './read-ledger.ts';
import { listRecordBranches, readRecordBranch, readStateBranch } from './record-branch.ts';
import { openRecordedFiles } from './recorded-files.ts';

export interface MoveRun extends PublishRun {
  /** The branch that the record moves to. */
  readonly repository: Repository;
  readonly openBranch: (name: string) => Promise<Repository>;
  readonly dryRun: boolean;
}

export interface Moved {
  readonly from: string;
  readonly to: string;
  /** The commit that says so; null in a dry run, and where the record was there already. */
  readonly commit: string | null;
}

/**
 * Carries the record to another branch: the same commits, one more that says so, and the state with them, in one push. The
 * branch may be new, an ancestor of the record, or hold all of it already; that is also how a branch looks that was renamed.
 * Throws `move-diverged` for any other branch.
 */
export async function moveRecord(run: MoveRun): Promise<Moved> {
  const to = run.repository.branch;
  for (let attempt = 1; attempt <= mostTries; attempt += 1) {
    const from = await findSource(run);
    if (from === to) return { from, to, commit: null };
    if (!run.repository.listHeads().has(from)) {
      const renamed = await moveOnce(run, run.repository, from);
      if (renamed !== null) return { from, to, commit: renamed.commit };
      continue;
    }
    const source = await run.openBranch(from);
    try {
      const moved = await moveOnce(run, source, from);
      if (moved !== null) return { from, to, commit: moved.commit };
    } finally {
      await source.close();
    }
  }
  throw new ZendriftError('race-lost', { branch: to, tries: mostTries });
}

/** The branch that the record is on now: as the state ref says, else the one whose own commits say so. */
async function findSource(run: MoveRun): Promise<string> {
  const { repository, config } = run;
  const { account } = config;
  const named = await readStateBranch({ repository, account }, await repository.fetchTip());
  if (named !== null) return named;
  const input = { repository, ...ownershipOf(config) };
  const holders = await listRecordBranches(input, repository.branch);
  const [only, ...others] = holders;
  if (only === undefined) {
    const renamed = await readRecordBranch(input, repository.branch);
    if (renamed !== null && !repository.listHeads().has(renamed)) return renamed;
    throw new ZendriftError('nothing-recorded', { account });
  }
  if (others.length === 0) return only;
  throw new ZendriftError('move-ambiguous', { account, branches: holders.join(', ') });
}

/** Null = another run was faster. */
async function moveOnce(
  run: MoveRun,
  source: Repository,
  from: string,
): Promise<{ readonly commit: string | null } | null> {
  const { repository, config } = run;
  const reading = await readSource(run, source, from);
  const target = await repository.fetchTip();
  const base = await chooseBase(run, reading, target.branch, from);
  if (run.dryRun) return { commit: null };
  await repository.fetchCommits([base]);
  const files = openRecordedFiles(repository, reading.recorded);
  const { state } = reading;
  const pushed = await publish(
    run,
    { tip: { branch: base, state: reading.tip.state }, replaces: target, state, files },
    {
      items: [toItem(run, from)],
      left: state.pending,
      windowEnd: state.watermark,
      finish: (next) => next,
      describe: async () => [],
    },
  );
  return pushed.type === 'overtaken' ? null : { commit: pushed.ids[0] ?? config.account };
}

function readSource(run: MoveRun, source: Repository, from: string): Promise<LedgerReading> {
  const now: UtcTime = toUtcTime(run.clock.now());
  return readLedger({ ...toLoadInput({ ...run, repository: source }, now), recordedAs: from, prove: () => true });
}

/** The commit that the record continues from on the new branch. */
async function chooseBase(
  { repository }: MoveRun,
  { tip }: LedgerReading,
  target: string | null,
  from: string,
): Promise<string> {
  const record = tip.branch;
  if (record === null) throw new ZendriftError('move-diverged', { from, to: repository.branch, tip: 'no such branch' });
  if (target === null || (await repository.isAncestor(target, record))) return record;
  if (await repository.isAncestor(record, target)) return target;
  throw new ZendriftError('move-diverged', { from, to: repository.branch, tip: target.slice(0, 12) });
}

function toItem(run: MoveRun, from: string): PushItem {
  const { account, committer } = run.config;
  const to = run.repository.branch;
  return {
    files: [],
    toCommit: (watermark) => {
      const who = { ...committer, time: toUtcTime(run.clock.now()) };
      const facts = { type: 'move' as const, account, from, to, ...(watermark === null ? {} : { watermark }) };
      const subject = { type: 'plain' as const, text: 'Move history' };
      const notes = [[`The history of ${account} continues here. Until now it was on branch `, { value: from }, '.']];
      return { author: who, committer: who, message: renderCommitMessage({ subject, notes, facts }), files: [] };
    },
    toEvents: () => [{ type: 'move', to }],
  };
}
