import { ZendriftError } from '#errors.ts';
import type { LogEntry } from '#ports/audit-log.ts';
import type { AuditRun } from './audit-run.ts';
import { cursorFileOf, describeFilters, parseCursor } from './cursor.ts';
import { compareLogEntries, type Key } from './put-in-order.ts';
import { readEntries } from './read-entries.ts';
import { openExport, toComparable } from './read-export.ts';
import { openTally, type Tally } from './select-entries.ts';
import { toPeriod } from './to-period.ts';

/** How an export differs from the live log: ids, in the order of the log or of the file. */
export interface Comparison {
  readonly from: string | null;
  readonly to: string;
  /** Rows of the file. */
  readonly rows: number;
  /** In the log, not in the file. */
  readonly missing: readonly string[];
  /** More than once in the file. */
  readonly doubled: readonly string[];
  /** In both, with another content. */
  readonly different: readonly string[];
  /** In the file, not in the log. */
  readonly unknown: readonly string[];
  /** In the log, newer than the newest row of the file: no difference. */
  readonly newer: number;
  readonly tally: Tally;
}

/** Two masks of one secret differ where the key is another: what stands behind a mask is not compared. */
const withoutKeys = (text: string): string => text.replace(/\[redacted [0-9a-f]{16}\]/g, '[redacted]');

export async function verifyExport(run: AuditRun, file: string): Promise<Comparison> {
  const { files, digest, settings, account } = run;
  await checkFilters(run, file);
  const { format, rows } = await openExport(files, file);
  const digestOf = (text: string): string => digest(withoutKeys(text)).slice(0, 32);
  const kept = new Map<string, string>();
  const doubled = new Set<string>();
  let count = 0;
  let newest: Key | null = null;
  for await (const row of rows) {
    count += 1;
    if (kept.has(row.id)) doubled.add(row.id);
    else kept.set(row.id, digestOf(row.text));
    if (newest === null || compareLogEntries(row, newest) > 0) newest = { created_at: row.created_at, id: row.id };
  }

  const period = toPeriod(settings, run.log.serverTime());
  const tally = openTally();
  const toText = toComparable(format, account);
  const [missing, different]: [string[], string[]] = [[], []];
  let newer = 0;
  const compare = (entry: LogEntry): void => {
    const known = kept.get(entry.id);
    kept.delete(entry.id);
    if (known !== undefined && known !== digestOf(toText(entry))) different.push(entry.id);
    if (known !== undefined) return;
    if (newest !== null && compareLogEntries(entry, newest) > 0) newer += 1;
    else missing.push(entry.id);
  };
  for await (const entries of readEntries(run, period, tally)) for (const entry of entries) compare(entry);
  return { ...period, rows: count, missing, doubled: [...doubled], different, unknown: [...kept.keys()], newer, tally };
}

/** An incremental file says itself what it was limited to; under other filters it would seem to lack rows, or to have too many. */
async function checkFilters({ files, settings }: AuditRun, file: string): Promise<void> {
  const cursor = parseCursor((await files.read(cursorFileOf(file))) ?? '');
  const given = describeFilters(settings.filters);
  if (cursor === null || cursor.filters === given) return;
  const reason = `it was written with other filters (${cursor.filters || 'none'}, now ${given || 'none'})`;
  throw new ZendriftError('export-unusable', { file, reason, hint: 'Give the filters of the call that wrote it.' });
}
