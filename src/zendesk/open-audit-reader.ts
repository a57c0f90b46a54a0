import type { AuditLogReader } from '#ports/audit-log.ts';
import { openZendeskClient } from './client.ts';
import { mailCsv } from './mail-csv.ts';
import { readLog } from './read-log.ts';
import type { ZendeskConnection } from './settings.ts';
import { readUser } from './users.ts';

/** The real account's log behind the `AuditLogReader` port. Sends nothing yet. */
export function openAuditReader(settings: ZendeskConnection): AuditLogReader {
  const client = openZendeskClient(settings);
  const { account, warn } = settings;
  return {
    readUser: () => readUser(client),
    serverTime: client.clock.serverTime,
    readEntries: (period) => readLog({ client, account, warn }, period),
    mailCsv: (filter) => mailCsv(client, account, filter),
    requestCount: client.requestCount,
  };
}
