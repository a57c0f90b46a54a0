import type { AuditEntry } from '#drift/audit-entry.ts';
import { ZendriftError } from '#errors.ts';
import { auditSources } from '#kinds/registry.ts';
import type { AuditPage, AuditWindow } from '#ports.ts';
import type { Client } from './client.ts';
import { type Failure, toError } from './outcome.ts';
import { type Pages, readPages } from './pages.ts';
import { parseAuditEntry } from './parse-audit-entry.ts';

export interface AuditLog {
  listAuditEntries(window: AuditWindow): Promise<AuditPage>;
}

const path = '/api/v2/audit_logs';

/**
 * The audit log of one account. Throws `zendesk-plan` where the account or the user has none, and the catalogue's
 * error for any other failure: with a page missing, a window is not read.
 */
export function openAuditLog(client: Client, account: string): AuditLog {
  // Whether an account knows every source type that we ask for is not documented; one refusal settles it for this run.
  let typesRefused = false;

  const readRaw = async (window: AuditWindow): Promise<Pages> => {
    const times: readonly (readonly [string, string])[] = [
      // Whether the bounds are inclusive is not documented either: ask for a second more on both sides.
      ['filter[created_at][]', shift(window.from, -1)],
      ['filter[created_at][]', shift(window.to, 1)],
      ['sort', 'created_at'],
    ];
    const types = auditSources.map((type): [string, string] => ['filter[source_type][]', type]);
    if (!typesRefused) {
      const pages = await readPages(client, path, 'audit_logs', [...times, ...types]);
      if (pages.type !== 'refused' || (pages.status !== 400 && pages.status !== 422)) return pages;
      typesRefused = true;
    }
    return readPages(client, path, 'audit_logs', times);
  };

  return {
    listAuditEntries: async (window) => {
      const pages = await readRaw(window);
      if (pages.type !== 'listed') throw auditError(pages, client.origin, account);
      return toAuditPage(pages.items, window);
    },
  };
}

/** Filters again what the account was asked to filter, because a filter that it does not know may be ignored. */
function toAuditPage(items: readonly unknown[], window: AuditWindow): AuditPage {
  const entries = new Map<string, AuditEntry>();
  const unreadable = new Set<string>();
  for (const item of items) {
    const parsed = parseAuditEntry(item);
    if (parsed.type === 'unreadable') unreadable.add(parsed.reason);
    if (parsed.type !== 'entry' || entries.has(parsed.entry.id)) continue;
    if (parsed.entry.time >= window.from && parsed.entry.time <= window.to) entries.set(parsed.entry.id, parsed.entry);
  }
  return { entries: [...entries.values()], unreadable: [...unreadable] };
}

// An account without the log answers 403 with this sentence; some features that a plan lacks answer 404.
const noAccess = /do not have access to this page/i;

function auditError(failure: Failure, origin: string, account: string): ZendriftError {
  const absent =
    failure.type === 'refused' &&
    ((failure.status === 403 && noAccess.test(failure.reason)) ||
      (failure.status === 404 && failure.body !== undefined));
  if (absent) return new ZendriftError('zendesk-plan', { account, reason: failure.reason });
  return toError(failure, origin, `GET ${path}`);
}

const shift = (time: string, seconds: number): string =>
  `${new Date(Date.parse(time) + seconds * 1_000).toISOString().slice(0, 19)}Z`;
