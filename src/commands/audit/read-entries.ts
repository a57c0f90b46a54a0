import type { LogEntry, LogPeriod } from '#ports/audit-log.ts';
import type { AuditRun } from './audit-run.ts';
import { openMask } from './mask-entry.ts';
import { openOrder } from './put-in-order.ts';
import { openSelection, type Tally } from './select-entries.ts';
import { openProgressLine } from './show-progress.ts';

/** The period's matching entries in their order, each id once, masked: batch by batch, in memory that does not grow. */
export async function* readEntries(run: AuditRun, period: LogPeriod, tally: Tally): AsyncIterable<readonly LogEntry[]> {
  const order = openOrder();
  const select = openSelection(run.settings.filters, tally);
  const mask = openMask(run.redaction, run.privacy);
  const show = openProgressLine(run, period);
  const isInPeriod = ({ created_at: time }: LogEntry): boolean =>
    (period.from === null || time >= period.from) && time <= period.to;
  const finish = (entries: readonly LogEntry[]): readonly LogEntry[] => {
    const kept = select(entries).map(mask);
    const last = entries.at(-1);
    if (last !== undefined) show(tally.read, last.created_at);
    return kept;
  };
  for await (const { entries, unreadable } of run.log.readEntries(period)) {
    for (const reason of unreadable) tally.unreadable.add(reason);
    yield finish(order.take(entries.filter(isInPeriod)));
  }
  yield finish(order.end());
}
