import { renderCommitMessage } from '#core/commit/commit-message.ts';
import { isLogFile, logFolder } from '#core/commit/tool-files.ts';
import { type LogLine, lastTime, logPath, mergeLines } from '#core/entry/log-file.ts';
import { addSeconds, earlier, later, toUtcTime, type UtcTime } from '#core/time.ts';
import { type Ledger, type PushItem, tryPublish } from '#ledger/publish.ts';
import type { FileChange } from '#ports.ts';
import { warning } from '#warning.ts';
import { overlapSeconds } from './observe.ts';
import type { TrackRun } from './track-run.ts';

/** Lines in memory at most: a long log is kept run by run, each from where the one before it stopped. */
export const mostLines = 100_000;

/** GitHub refuses files of 100 MB, and with them the push that everything else waits for. */
export const largestFile = 95_000_000;

/**
 * Adds to the kept log what it lacks, in a push of its own after that of the changes: whatever keeps it from being written, the
 * changes are recorded. What is there already says where to go on, so a run that was killed or overtaken costs nothing.
 */
export async function keepLog(run: TrackRun, ledger: Ledger, sweep: boolean): Promise<Ledger> {
  const { log, config } = run;
  if (log === null || run.dryRun || config.log.keep === 'none') return ledger;
  run.progress.stage('Reading the audit log to keep it');
  const from = await startOf(run, ledger, sweep);
  if (from === null) return ledger;
  const added = await readNew(run, ledger, log.readLines(from, run.zendesk.serverTime()));
  if (added.length === 0) return ledger;
  const pushed = await tryPublish(run, ledger, {
    items: [toItem(run, added)],
    left: ledger.state.pending,
    windowEnd: ledger.state.watermark,
    finish: (state) => state,
    describe: async () => [],
  });
  if (pushed.type === 'pushed') return pushed.ledger;
  if (pushed.type === 'withheld') {
    const message = `GitHub found a secret in an audit entry: ${pushed.paths.join(', ') || 'the log'} keeps its last recorded content.`;
    run.progress.warn(warning('secret-in-log', message));
  }
  return ledger;
}

/** Null before the first baseline. */
async function startOf({ config }: TrackRun, { files, state }: Ledger, sweep: boolean): Promise<UtcTime | null> {
  const [baseline] = [...state.baselines.values()].sort();
  if (baseline === undefined) return null;
  const newest = [...files.blobs.keys()]
    .filter((path) => isLogFile(path, config.account))
    .sort()
    .at(-1);
  if (newest === undefined) return baseline;
  await files.load([newest]);
  const time = lastTime(files.textOf(newest) ?? '');
  if (time === null) return baseline;
  // The log may show an entry late.
  const overlap = addSeconds(time, -overlapSeconds);
  const wide = addSeconds(state.watermark, -config.sweep.auditWindow / 1000);
  return later(baseline, sweep ? earlier(wide, overlap) : overlap);
}

/** The months' files with what they lack. */
async function readNew(
  run: TrackRun,
  { files }: Ledger,
  batches: AsyncIterable<readonly LogLine[]>,
): Promise<readonly FileChange[]> {
  const folder = logFolder(run.config.account);
  const changed = new Map<string, string>();
  let months = new Map<string, LogLine[]>();
  let count = 0;
  let added = 0;
  const settle = async () => {
    for (const [path, lines] of months) {
      await files.load([path]);
      const before = changed.get(path) ?? files.textOf(path) ?? '';
      const after = mergeLines(before, lines);
      added += after === before ? 0 : lines.length;
      if (after !== before && isSmallEnough(run, path, after)) changed.set(path, after);
    }
    months = new Map();
    count = 0;
  };
  for await (const lines of batches) {
    for (const line of lines) {
      const path = logPath(folder, line);
      const known = months.get(path);
      if (known) known.push(line);
      else months.set(path, [line]);
    }
    count += lines.length;
    if (count < mostLines) continue;
    await settle();
    if (added > 0) break;
  }
  await settle();
  return [...changed].map(([path, text]) => ({ path, text }));
}

function isSmallEnough({ progress }: TrackRun, path: string, text: string): boolean {
  if (Buffer.byteLength(text) <= largestFile) return true;
  const message = `${path} would be larger than GitHub accepts: further entries of this month are not kept. Keep rules alone (log.keep: rules), or export the log with "zendrift audit".`;
  progress.warn(warning('log-file-full', message));
  return false;
}

function toItem({ config: { account, committer }, clock }: TrackRun, files: readonly FileChange[]): PushItem {
  return {
    files,
    toCommit: (watermark) => {
      const who = { ...committer, time: toUtcTime(clock.now()) };
      const facts = { type: 'log' as const, account, ...(watermark === null ? {} : { watermark }) };
      const message = renderCommitMessage({ subject: { type: 'plain', text: 'Keep audit log entries' }, facts });
      return { author: who, committer: who, message, files };
    },
    toEvents: () => [],
  };
}
