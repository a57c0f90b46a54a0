import { renderCommitMessage } from '#core/commit/commit-message.ts';
import { isLogFile } from '#core/commit/tool-files.ts';
import { lastTime } from '#core/entry/log-file.ts';
import { addSeconds, earlier, later, secondsBetween, toUtcTime, type UtcTime } from '#core/time.ts';
import type { Words } from '#core/words.ts';
import { isCredible } from '#ledger/fold-history.ts';
import { type Ledger, type PushItem, tryPublish } from '#ledger/publish.ts';
import { warning } from '#warning.ts';
import { overlapSeconds } from './observe.ts';
import { type NewLines, readNewLines } from './read-new-lines.ts';
import type { TrackRun } from './track-run.ts';

/** As often the state alone is pushed to say how far the log was read. */
const markEverySeconds = 3600;

/**
 * Adds to the kept log what it lacks, in a push of its own after that of the changes: whatever keeps it from being written, the
 * changes are recorded. What is there already says where to go on, so a run that was killed or overtaken costs nothing.
 */
export async function keepLog(run: TrackRun, ledger: Ledger, sweep: boolean): Promise<Ledger> {
  const { log } = run;
  if (log === null || run.dryRun) return ledger;
  run.progress.stage('Reading the audit log to keep it');
  const from = await startOf(run, ledger, sweep);
  if (from === null) return ledger;
  const to = run.zendesk.serverTime();
  const read = await readNewLines({ ...run, log }, ledger.files, log.readLines(from, to));
  // The last line of a log that leaves entries out says little about how far it was read.
  const until = log.isWhole ? null : (read.stoppedAt ?? to);
  const known = ledger.state.logRead;
  if (read.files.length === 0 && (until === null || (known !== null && !isOld(known, until)))) {
    return { ...ledger, state: { ...ledger.state, logRead: until } };
  }
  const pushed = await tryPublish(run, ledger, {
    items: read.files.length === 0 ? [] : [toItem(run, read)],
    left: ledger.state.pending,
    windowEnd: ledger.state.watermark,
    finish: (state) => ({ ...state, logRead: until }),
    describe: async () => [],
  });
  if (pushed.type === 'pushed') return pushed.ledger;
  if (pushed.type === 'withheld') {
    const message = `GitHub found a secret in an audit entry: ${pushed.paths.join(', ') || 'the log'} keeps its last recorded content.`;
    run.progress.warn(warning('secret-in-log', message));
  }
  return ledger;
}

const isOld = (known: UtcTime, now: UtcTime): boolean => secondsBetween(known, now) >= markEverySeconds;

/** Null before the first baseline. */
async function startOf(run: TrackRun, ledger: Ledger, sweep: boolean): Promise<UtcTime | null> {
  const { config } = run;
  const { state } = ledger;
  const [baseline] = [...state.baselines.values()].sort();
  if (baseline === undefined) return null;
  const time = await readUntil(run, ledger);
  if (time === null) return baseline;
  // The log may show an entry late.
  const overlap = addSeconds(time, -overlapSeconds);
  const wide = addSeconds(state.watermark, -config.sweep.auditWindow / 1000);
  return later(baseline, sweep ? earlier(wide, overlap) : overlap);
}

/** Up to where entries are kept: the time of the last line, or of the last reading of a log that leaves entries out. */
async function readUntil({ log, config, zendesk }: TrackRun, { files, state }: Ledger): Promise<UtcTime | null> {
  const { logRead } = state;
  const read = log?.isWhole === false && logRead !== null && isCredible(logRead, zendesk.serverTime()) ? logRead : null;
  const newest = [...files.blobs.keys()]
    .filter((path) => isLogFile(path, config.account))
    .sort()
    .at(-1);
  if (newest === undefined) return read;
  await files.load([newest]);
  const last = lastTime(files.textOf(newest) ?? '');
  return last === null || read === null ? (last ?? read) : later(last, read);
}

/** As many alerts are named in the words of a commit. */
const mostNamed = 20;

function toItem({ config: { account, committer }, clock }: TrackRun, { files, alerts }: NewLines): PushItem {
  const notes = alerts
    .slice(0, mostNamed)
    .map(({ rule, count }): Words => ['Alert ', { value: rule }, `: ${count === 1 ? '1 entry' : `${count} entries`}`]);
  return {
    files,
    toCommit: (watermark) => {
      const who = { ...committer, time: toUtcTime(clock.now()) };
      const facts = { type: 'log' as const, account, alerts, ...(watermark === null ? {} : { watermark }) };
      const message = renderCommitMessage({ subject: { type: 'plain', text: 'Keep audit log entries' }, notes, facts });
      return { author: who, committer: who, message, files };
    },
    toEvents: () => (alerts.length === 0 ? [] : [{ type: 'alerts', alerts }]),
  };
}
