import type { LogEntry, LogPage, LogPeriod } from '#ports/audit-log.ts';
import type { Query } from '#ports.ts';
import { auditError, auditPath as path } from './audit-log.ts';
import type { ZendeskClient } from './client.ts';
import { entryTimeOf, forPeriod, proveFilter, toRow } from './log-filters.ts';
import { type Pages, readPages } from './pages.ts';
import { parseLogEntry } from './parse-log-entry.ts';
import { streamPages } from './stream-pages.ts';

export interface LogSource {
  readonly client: ZendeskClient;
  readonly account: string;
  readonly warn: (text: string) => void;
}

const key = 'audit_logs';
const oldestFirst: Query = [['sort', 'created_at']];
const sampleSize = 20;

/**
 * The whole log in order of time. Without a start nothing is filtered by the account. With one, the account is asked for the
 * period, but only after `filter[created_at]` gave back what the newest page had without it; otherwise the log is read from
 * its first entry on. No other filter is ever sent: what several values select is documented nowhere.
 */
export async function* readLog(source: LogSource, period: LogPeriod): AsyncIterable<LogPage> {
  const { from, to } = period;
  if (from === null) return yield* streamLog(source, oldestFirst, to);
  const newest = await readNewestPage(source);
  if (newest.type !== 'listed') throw auditError(newest, source.client.origin, source.account);
  if (newest.whole || endsBefore(newest.items, from)) return yield toPage([...newest.items].reverse());
  const rows = newest.items.flatMap((item) => toRow(item) ?? []).slice(0, sampleSize);
  const read = (query: Query, hasEnough?: (page: readonly unknown[]) => boolean): Promise<Pages> =>
    readPages(source.client, path, key, query, hasEnough);
  const isProved =
    rows.length > 0 &&
    (await proveFilter(read, source.warn, { name: 'created_at', rows, toQuery: forPeriod })) === 'proved';
  yield* streamLog(source, isProved ? forPeriod({ from, to }) : oldestFirst, to);
}

const readNewestPage = ({ client }: LogSource): Promise<Pages> =>
  readPages(client, path, key, [['sort', '-created_at']], () => true);

async function* streamLog({ client, account }: LogSource, query: Query, to: string): AsyncIterable<LogPage> {
  const pages = streamPages(client, {
    path,
    key,
    query,
    hasEnough: (items) => {
      const last = entryTimeOf(items.at(-1));
      return last !== null && last > to;
    },
    toError: (failure) => auditError(failure, client.origin, account),
  });
  for await (const items of pages) yield toPage(items);
}

/** Whether a page that is sorted newest first reaches back beyond a time; false where it is in no order. */
function endsBefore(items: readonly unknown[], time: string): boolean {
  const times = items.map(entryTimeOf);
  const isOrdered = times.every((one, index) => one !== null && (index === 0 || one <= (times[index - 1] ?? '')));
  return isOrdered && (times.at(-1) ?? time) < time;
}

function toPage(items: readonly unknown[]): LogPage {
  const entries: LogEntry[] = [];
  const unreadable: string[] = [];
  for (const item of items) {
    const parsed = parseLogEntry(item);
    if (parsed.type === 'entry') entries.push(parsed.entry);
    else unreadable.push(parsed.reason);
  }
  return { entries, unreadable };
}
