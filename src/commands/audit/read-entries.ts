import { type AuditEntry, compareEntries } from '#core/entry/audit-entry.ts';
import { maskEntries } from '#core/entry/privacy.ts';
import type { Range } from '#core/range.ts';
import { addSeconds, earlier } from '#core/time.ts';
import { redactingZendesk } from '#ledger/redacting-zendesk.ts';
import type { AuditRun } from './audit-run.ts';

export interface AuditSlice {
  /** Oldest first. */
  readonly entries: readonly AuditEntry[];
  readonly unreadable: readonly string[];
}

const sliceSeconds = 30 * 86_400;
const longestSlice = 366 * 86_400;

/**
 * The log in slices of time, oldest first, so that years of it never stand in memory at once. Over time without entries
 * the slices grow: an account may be asked for more years than it has.
 */
export async function* readEntries(run: AuditRun, { from, to }: Range): AsyncIterable<AuditSlice> {
  const zendesk = redactingZendesk(run.zendesk, run.redaction);
  let start = from;
  let length = sliceSeconds;
  while (start <= to) {
    const end = earlier(addSeconds(start, length - 1), to);
    run.progress.stage(`Reading the audit log from ${start} to ${end}`);
    const { entries: edits, others, unreadable } = await zendesk.listAuditEntries({ from: start, to: end });
    const entries = [...edits, ...others];
    yield { entries: [...maskEntries(entries, run.privacy)].sort(compareEntries), unreadable };
    length = entries.length === 0 ? Math.min(length * 2, longestSlice) : sliceSeconds;
    start = addSeconds(end, 1);
  }
}
