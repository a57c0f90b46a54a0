import { type AuditEntry, isEdit } from '#core/entry/audit-entry.ts';
import { ZendriftError } from '#errors.ts';
import type { AuditPage, AuditWindow } from '#ports.ts';
import type { ZendeskClient } from './client.ts';
import { entryTimeOf, openLogFilters, type ReadLog, shift } from './log-filters.ts';
import { type RequestFailure, toZendeskError } from './outcome.ts';
import { type Pages, readPages } from './pages.ts';
import { parseAuditEntry } from './parse-audit-entry.ts';

export interface AuditLog {
  listAuditEntries(window: AuditWindow): Promise<AuditPage>;
}

export const auditPath = '/api/v2/audit_logs';
const path = auditPath;

/**
 * Pages that are read from the newest on before any filter is thought of: a quarter of an hour is one page as a rule, and
 * reading it whole costs no more than asking whether a filter could be relied on.
 */
const mostPlainPages = 5;

/** The newest part of the log, as it is. */
interface Newest {
  readonly type: 'listed';
  readonly items: readonly unknown[];
  /** Everything that is younger is among the items; empty where the whole log is. Null where the items are in no order. */
  readonly since: string | null;
}

/**
 * The audit log of one account. It is read from its newest entry on without any filter; only what is older than a few pages
 * is asked for with filters, and with none that has not proved to leave nothing out (`log-filters.ts`). Throws
 * `zendesk-plan` where the account or the user has no log, and the catalogue's error for any other failure: with a page
 * missing, a window is not read.
 */
export function openAuditLog(
  client: ZendeskClient,
  account: string,
  warn: (text: string) => void,
  sources: readonly string[],
): AuditLog {
  const read: ReadLog = (query, hasEnough) => readPages(client, path, 'audit_logs', query, hasEnough);
  const filters = openLogFilters(read, warn, sources);
  let newest: Newest | null = null;
  let readings = 0;

  const readItems = async (window: AuditWindow): Promise<Newest | Pages> => {
    readings += 1;
    // For a period of long ago, the newest entries are a sample and nothing more.
    const isPast = newest?.since != null && window.to < newest.since;
    const found = isPast && newest !== null ? newest : await readNewest(read, window, 'few');
    if (found.type !== 'listed') return found;
    newest = found;
    filters.saw(found.items);
    // Who reads the log again has work left: there one more request is little, and people hear of a filter that leaves
    // entries out before anything long has to be read without it.
    if (readings === 2) await filters.check();
    if (found.since !== null && found.since <= window.from) return found;
    const toQuery = await filters.prove();
    if (toQuery === null) return readNewest(read, window, 'all');
    const to = found.since !== null && found.since < window.to ? found.since : window.to;
    const rest = await read(toQuery({ from: window.from, to }));
    if (rest.type !== 'listed') return rest;
    filters.saw(rest.items);
    return { ...rest, items: [...found.items, ...rest.items] };
  };

  return {
    listAuditEntries: async (window) => {
      const found = await readItems(window);
      if (found.type !== 'listed') throw auditError(found, client.origin, account);
      return toAuditPage(found.items, window, sources);
    },
  };
}

/** Reads from the newest entry back to the start of a window. `few` = as far as that is likely to get there. */
async function readNewest(
  read: ReadLog,
  { from, to }: AuditWindow,
  most: 'few' | 'all',
): Promise<Newest | RequestFailure> {
  const seen: { oldest: string | null; isOrdered: boolean; pages: number } = {
    oldest: null,
    isOrdered: true,
    pages: 0,
  };
  const found = await read([['sort', '-created_at']], (page) => {
    seen.pages += 1;
    for (const time of page.flatMap((item) => entryTimeOf(item) ?? [])) {
      seen.isOrdered &&= time <= (seen.oldest ?? time);
      seen.oldest = time;
    }
    const { oldest, isOrdered, pages } = seen;
    const time = isOrdered ? oldest : null;
    if (time !== null && time < from) return true;
    return most === 'few' && (pages >= mostPlainPages || (time !== null && time > to));
  });
  if (found.type !== 'listed') return found;
  if (found.whole) return { ...found, since: '' };
  // Of the oldest second, the next page may have more.
  return { ...found, since: seen.isOrdered && seen.oldest !== null ? shift(seen.oldest, 1) : null };
}

/** What belongs into the window: pages hold more than that, and a filter may be ignored. */
function toAuditPage(items: readonly unknown[], window: AuditWindow, sources: readonly string[]): AuditPage {
  const entries = new Map<string, AuditEntry>();
  const unreadable = new Set<string>();
  let time = window.to;
  for (const item of items) {
    // An item that does not say its time stands beside those of its time.
    time = entryTimeOf(item) ?? time;
    if (time < window.from || time > window.to) continue;
    const parsed = parseAuditEntry(item, sources);
    if (parsed.type === 'unreadable') unreadable.add(parsed.reason);
    if (parsed.type === 'entry' && !entries.has(parsed.entry.id)) entries.set(parsed.entry.id, parsed.entry);
  }
  const found = [...entries.values()];
  return {
    entries: found.filter(isEdit),
    others: found.filter((entry) => !isEdit(entry)),
    unreadable: [...unreadable],
  };
}

// An account without the log answers 403 with this sentence; some features that a plan lacks answer 404.
const noAccess = /do not have access to this page/i;

export function auditError(
  failure: RequestFailure,
  origin: string,
  account: string,
  request = `GET ${path}`,
): ZendriftError {
  const absent =
    failure.type === 'refused' &&
    ((failure.status === 403 && noAccess.test(failure.reason)) ||
      (failure.status === 404 && failure.body !== undefined));
  if (absent) return new ZendriftError('zendesk-plan', { account, reason: failure.reason });
  return toZendeskError(failure, origin, request);
}
