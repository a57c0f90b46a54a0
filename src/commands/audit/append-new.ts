import { addSeconds } from '#core/time.ts';
import type { LogEntry } from '#ports/audit-log.ts';
import type { AuditRun } from './audit-run.ts';
import { type CursorOwner, cursorFileOf, describeFilters, type Mark, printCursor } from './cursor.ts';
import { type Base, checkUnchanged, readBase } from './open-incremental.ts';
import { readEntries } from './read-entries.ts';
import { openRenderer, renderEntries } from './render-entries.ts';
import { openTally, type Tally } from './select-entries.ts';
import { toPeriod } from './to-period.ts';

/** How far each call reads back: an entry may become visible minutes after its time. */
const overlapSeconds = 15 * 60;

/** Bytes at the end of the file by which it is known again. */
const longestTail = 65_536;

export interface Appended {
  readonly from: string | null;
  readonly to: string;
  readonly tally: Tally;
  /** Rows that were added. */
  readonly count: number;
}

/**
 * Appends what the log has and the file has not. The rows are collected beside the file first, so that a failure of the account
 * or the network leaves it untouched; then the cursor announces where the file will end, the rows are appended, and the cursor
 * says that they are.
 */
export async function appendNew(run: AuditRun, file: string): Promise<Appended> {
  const { files, account, format, settings } = run;
  const owner: CursorOwner = { account, format, filters: describeFilters(settings.filters) };
  const base = await readBase(files, file, owner);
  const now = run.log.serverTime();
  const whole = toPeriod(settings, now);
  const period = { from: base.mark === null ? whole.from : addSeconds(base.mark.until, -overlapSeconds), to: now };
  const tally = openTally();
  const ids = new Map<string, string>();
  let count = 0;
  const batches = async function* (): AsyncIterable<readonly LogEntry[]> {
    for await (const entries of readEntries(run, period, tally)) {
      const fresh = entries.filter(({ id }) => base.mark?.ids.has(id) !== true);
      for (const { id, created_at: time } of fresh) if (time >= addSeconds(now, -overlapSeconds)) ids.set(id, time);
      count += fresh.length;
      yield fresh;
    }
  };
  const renderer = openRenderer(format, account);
  const parts = renderEntries(batches(), base.mark === null ? renderer : { ...renderer, head: '' });
  if (run.dryRun) await drain(parts);
  else await addRows(run, { file, owner, base }, { parts, until: now, ids });
  return { ...period, tally, count };
}

const drain = async (parts: AsyncIterable<string>): Promise<void> => {
  for await (const _ of parts);
};

interface Target {
  readonly file: string;
  readonly owner: CursorOwner;
  readonly base: Base;
}

interface Addition {
  readonly parts: AsyncIterable<string>;
  readonly until: string;
  /** Filled while the parts are taken. */
  readonly ids: ReadonlyMap<string, string>;
}

async function addRows({ files }: AuditRun, { file, owner, base }: Target, addition: Addition): Promise<void> {
  const { parts, until, ids } = addition;
  const spool = files.spoolOf(file);
  const cursorFile = cursorFileOf(file);
  const start = base.mark?.bytes ?? 0;
  try {
    const added = await files.write(spool, parts);
    const kept = [...(base.mark?.ids ?? [])].filter(([, time]) => time >= addSeconds(until, -overlapSeconds));
    const toMark = (end: Pick<Mark, 'bytes' | 'tail' | 'digest'>): Mark => {
      const { bytes, tail, digest } = end;
      return { bytes, tail, digest, until, ids: new Map([...kept, ...ids]) };
    };
    await checkUnchanged(files, file, base);
    if (added === 0 && base.mark !== null) {
      if ((base.size ?? 0) > start) await files.truncate(file, start);
      return await files.replace(cursorFile, printCursor({ ...owner, done: toMark(base.mark), next: null }));
    }
    const tail = Math.min(added, longestTail);
    const next = toMark({ bytes: start + added, tail, digest: await files.digestBefore(spool, added, tail) });
    await files.replace(cursorFile, printCursor({ ...owner, done: base.mark, next }));
    if ((base.size ?? 0) > start) await files.truncate(file, start);
    await files.append(file, spool);
    await files.replace(cursorFile, printCursor({ ...owner, done: next, next: null }));
  } finally {
    await files.remove(spool);
  }
}
