import { compareText } from '#core/entry/audit-entry.ts';
import { addSeconds, later, type UtcTime } from '#core/time.ts';
import { ZendriftError } from '#errors.ts';
import type { ReportedChange, ReportResult } from '#render/report/report-result.ts';
import { openFirstSeen } from './first-seen.ts';
import { readLog } from './read-log.ts';
import type { FileSource, ReportRun } from './report-run.ts';
import { selectChanges, toAroundRange } from './select-changes.ts';
import { toEntryChange } from './to-entry-change.ts';
import { toReport } from './to-report.ts';

/** The same from an exported or e-mailed audit log. Without a range it is all of the file. */
export async function reportFile(run: ReportRun, { file, lines }: FileSource): Promise<ReportResult> {
  const { settings, progress } = run;
  progress.stage('Reading the file');
  const entries: ReportedChange[] = [];
  const seen = openFirstSeen();
  for await (const entry of readLog(lines, file)) {
    const change = toEntryChange(entry, run);
    entries.push(change);
    for (const { id, name, ip } of change.people)
      seen.add(
        [{ id: entry.id ?? '', action: change.change, time: change.time, actorId: id, actorName: name, ip }],
        null,
      );
  }
  // Oldest first, as history is; of entries of one second the later in the file is the newer.
  entries.sort((a, b) => compareText(a.time, b.time));
  const range = toFileRange(run, entries);
  const isAll = (entries[0]?.time ?? range.from) >= range.from;
  const rows = entries.map((change) => ({
    ...{ change, time: change.time, times: [change.time], object: change.object, kind: change.kind },
    actorIds: change.actor_id === null ? change.people.map(({ id }) => id) : [change.actor_id],
    ...{ verdict: null, risk: null },
  }));
  const changes = selectChanges(rows, range, settings.filters, settings.around !== null).map(({ change }) => change);
  // Where nothing is older, everybody would be new.
  return toReport(run, { head: null, range, changes, open: [], firstSeen: isAll ? [] : seen.list() });
}

function toFileRange({ settings }: ReportRun, entries: readonly ReportedChange[]): { from: UtcTime; to: UtcTime } {
  const { from, to, around, input } = settings;
  if (around !== null) return toAroundRange(around);
  const [oldest, newest] = [entries[0]?.time, entries.at(-1)?.time];
  if (oldest === undefined || newest === undefined)
    throw new ZendriftError('export-unusable', {
      file: input ?? '',
      reason: 'it has no entries',
      hint: 'Export again with zendrift audit --output FILE.',
    });
  const end = to ?? newest;
  const start = from === null ? oldest : from.type === 'time' ? from.time : addSeconds(end, -from.seconds);
  // A file that ends before `from` has nothing in the range; nothing is wrong with the range.
  return { from: start, to: later(start, end) };
}
