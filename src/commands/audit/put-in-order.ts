import { ZendriftError } from '#errors.ts';
import type { LogEntry } from '#ports/audit-log.ts';

/** Oldest first; entries of one second by the number that their id is. */
export const compareLogEntries = (a: Key, b: Key): number =>
  compare(a.created_at, b.created_at) || a.id.length - b.id.length || compare(a.id, b.id);

export type Key = Pick<LogEntry, 'created_at' | 'id'>;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export interface Order {
  /** Takes entries as the account sends them; gives back those whose turn has come. */
  take(entries: readonly LogEntry[]): readonly LogEntry[];
  /** The rest. */
  end(): readonly LogEntry[];
}

/** Entries that wait for others: a page may repeat or overtake one, and ties of one second come in any order. */
const mostWaiting = 200;

/** Ids that are known again when a page repeats them. */
const mostRemembered = 2_000;

/**
 * Puts the log into its one order, each id once, in memory that does not grow with it: only the newest entries wait. Throws
 * `zendesk-nonsense` for an entry that comes when its place has already been passed.
 */
export function openOrder(): Order {
  let waiting: LogEntry[] = [];
  let last: LogEntry | null = null;
  let [passed, passedBefore] = [new Set<string>(), new Set<string>()];

  const release = (count: number): readonly LogEntry[] => {
    if (passed.size > mostRemembered) [passed, passedBefore] = [new Set(), passed];
    const released: LogEntry[] = [];
    for (const entry of waiting.slice(0, count)) {
      if (last !== null && compareLogEntries(entry, last) <= 0) {
        if (passed.has(entry.id) || passedBefore.has(entry.id)) continue;
        throw disorder(entry, last);
      }
      passed.add(entry.id);
      released.push(entry);
      last = entry;
    }
    waiting = waiting.slice(count);
    return released;
  };
  return {
    take: (entries) => {
      for (const entry of entries) waiting.push(entry);
      if (waiting.length < 2 * mostWaiting) return [];
      waiting.sort(compareLogEntries);
      return release(startOfSecond(waiting, waiting.length - mostWaiting));
    },
    end: () => {
      waiting.sort(compareLogEntries);
      return release(waiting.length);
    },
  };
}

/** A second is never split: the rest of it may be on the next page. */
function startOfSecond(entries: readonly LogEntry[], at: number): number {
  let start = at;
  while (start > 0 && entries[start - 1]?.created_at === entries[at]?.created_at) start -= 1;
  return start;
}

const disorder = (entry: Key, last: Key): ZendriftError =>
  new ZendriftError('zendesk-nonsense', {
    request: 'GET /api/v2/audit_logs',
    reason: `entry ${entry.id} of ${entry.created_at} comes after one of ${last.created_at}, though oldest first was asked for`,
  });
