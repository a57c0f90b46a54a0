import { applyPaths } from '#core/state/history.ts';
import { later, toUtcTime, type UtcTime } from '#core/time.ts';
import { ZendriftError } from '#errors.ts';
import { ownershipOf, readOwnCommits, withoutForged } from './own-commits.ts';
import { planFront } from './plan-front.ts';
import { type Ledger, mostTries, type PublishRun, type PushItem, publish } from './publish.ts';
import { type LedgerReading, type LoadInput, readLedger, toReading } from './read-ledger.ts';
import { openRecordedFiles } from './recorded-files.ts';

/** What is recorded and how it was read: from there a command decides and pushes. */
export interface LoadedLedger {
  readonly reading: LedgerReading;
  readonly ledger: Ledger;
}

/** What reading the ledger needs of a run; whether to prove the state is left to the caller. */
export const toLoadInput = (
  {
    repository,
    config,
    confirm,
    confirmCommits,
    readVersions,
  }: Pick<PublishRun, 'repository' | 'config' | 'confirm' | 'confirmCommits' | 'readVersions'>,
  now: UtcTime,
): Omit<LoadInput, 'prove'> => ({
  ...ownershipOf(config),
  ...{ repository, now, confirm, confirmCommits, readVersions },
  auditWindowSeconds: config.sweep.auditWindow / 1000,
});

/** Reads what is recorded. Throws where nothing is yet. */
export async function loadLedger(run: PublishRun, now: UtcTime): Promise<LoadedLedger> {
  const { repository, config } = run;
  // Whatever is decided on it has to be what the commits say.
  const reading = await readLedger({ ...toLoadInput(run, now), prove: () => true });
  if (reading.source === 'none') throw new ZendriftError('nothing-recorded', { account: config.account });
  const ledger = { tip: reading.tip, state: reading.state, files: openRecordedFiles(repository, reading.recorded) };
  return { reading, ledger };
}

/** Path → blob id of what was recorded last when a commit was made, by the commits that count alone. */
export async function readRecordedAt(
  { repository, config }: PublishRun,
  { state }: Ledger,
  commit: string,
): Promise<ReadonlyMap<string, string>> {
  const recorded = new Map<string, string>();
  for await (const { record } of readOwnCommits(repository, withoutForged(config, state), commit)) {
    applyPaths(recorded, record);
  }
  return recorded;
}

/**
 * Pushes one decision on the newest state. `isStill` looks at that state again after other runs were faster; null = it does
 * not hold any more and nothing was pushed.
 */
export async function pushDecision(
  run: PublishRun,
  start: LoadedLedger,
  item: PushItem,
  isStill: (loaded: LoadedLedger) => boolean,
): Promise<LoadedLedger | null> {
  return pushItems(run, start, async (loaded) => (isStill(loaded) ? [item] : null));
}

/** The same for what has to be planned anew on each newer state; null = the plan no longer holds and nothing was pushed. */
export async function pushItems(
  run: PublishRun,
  start: LoadedLedger,
  plan: (loaded: LoadedLedger) => Promise<readonly PushItem[] | null>,
): Promise<LoadedLedger | null> {
  let loaded = start;
  for (let attempt = 1; attempt <= mostTries; attempt += 1) {
    const { reading, ledger } = loaded;
    const items = await plan(loaded);
    if (items === null) return null;
    // Without the repair, what other people committed below our folder would count as recorded from now on.
    const front = await planFront(run, reading, ledger);
    const pushed = await publish(run, ledger, {
      items: [...front, ...items],
      left: ledger.state.pending,
      windowEnd: ledger.state.watermark,
      finish: (state) => state,
      describe: async () => [],
    });
    if (pushed.type === 'pushed') return toLoaded(pushed.ledger);
    // What was faster may be hours younger than the state that this began with.
    loaded = await loadLedger(run, later(ledger.state.watermark, toUtcTime(run.clock.now())));
  }
  throw new ZendriftError('race-lost', { branch: run.repository.branch, tries: mostTries });
}

const toLoaded = (ledger: Ledger): LoadedLedger => {
  const { tip, state, files } = ledger;
  const { blobs } = files;
  return { reading: toReading({ tip, state, source: 'state', recorded: blobs, present: blobs }), ledger };
};
