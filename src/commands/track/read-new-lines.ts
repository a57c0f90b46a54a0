import type { LogAlert } from '#core/commit/commit-facts.ts';
import { logFolder } from '#core/commit/tool-files.ts';
import { type LogLine, logPath, mergeLines } from '#core/entry/log-file.ts';
import type { UtcTime } from '#core/time.ts';
import type { RecordedFiles } from '#ledger/recorded-files.ts';
import type { FileChange } from '#ports.ts';
import { warning } from '#warning.ts';
import type { LogToKeep, TrackRun } from './track-run.ts';

/** What the kept log lacks, as far as this run takes it. */
export interface NewLines {
  readonly files: readonly FileChange[];
  readonly alerts: readonly LogAlert[];
  /** Time of the last line, where more of the log is left to the next run. */
  readonly stoppedAt: UtcTime | null;
}

type Run = Pick<TrackRun, 'config' | 'progress'> & { readonly log: Pick<LogToKeep, 'limits'> };

/** The months' files with what they lack, and the alerts that it opens. Batches are in order of time. */
export async function readNewLines(
  run: Run,
  files: RecordedFiles,
  batches: AsyncIterable<readonly LogLine[]>,
): Promise<NewLines> {
  const folder = logFolder(run.config.account);
  const changed = new Map<string, string>();
  const added: LogLine[] = [];
  let months = new Map<string, LogLine[]>();
  let count = 0;
  let total = 0;
  let stoppedAt: UtcTime | null = null;
  const settle = async () => {
    for (const [path, lines] of months) {
      await files.load([path]);
      const merged = mergeLines(changed.get(path) ?? files.textOf(path) ?? '', lines);
      if (merged.added.length === 0 || !isSmallEnough(run, path, merged.text)) continue;
      changed.set(path, merged.text);
      total += merged.added.length;
      added.push(...merged.added.filter(({ alert }) => alert !== undefined));
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
    if (count < run.log.limits.lines) continue;
    await settle();
    stoppedAt = lines.at(-1)?.time ?? null;
    if (total > 0) break;
    stoppedAt = null;
  }
  await settle();
  return {
    files: [...changed].map(([path, text]) => ({ path, text })),
    alerts: groupAlerts(added, run.config.issues.maxNewPerRun),
    stoppedAt,
  };
}

function isSmallEnough({ progress, log }: Run, path: string, text: string): boolean {
  if (Buffer.byteLength(text) <= log.limits.bytes) return true;
  const message = `${path} would be larger than GitHub accepts: further entries of this month are not kept, and open no alert. Keep rules alone (log.keep: rules), or export the log with "zendrift audit".`;
  progress.warn(warning('log-file-full', message));
  return false;
}

/** As many entries of one alert are named; the file has them all. */
const mostEntries = 50;

/** One alert for each entry; more than `maxSingle` of one run share one for each rule. */
function groupAlerts(lines: readonly LogLine[], maxSingle: number): readonly LogAlert[] {
  const groups = new Map<string, LogLine[]>();
  for (const line of lines) {
    const key = lines.length <= maxSingle ? line.id : (line.alert ?? '');
    const group = groups.get(key);
    if (group) group.push(line);
    else groups.set(key, [line]);
  }
  return [...groups.values()].map((group) => ({
    rule: group[0]?.alert ?? '',
    entries: group.slice(0, mostEntries).map(({ id, time }) => ({ id, time })),
    count: group.length,
  }));
}
