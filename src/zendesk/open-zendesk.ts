import type { Zendesk } from '#ports.ts';
import { openAuditLog } from './audit-log.ts';
import { openZendeskClient } from './client.ts';
import { readNames } from './names.ts';
import { listObjects, readObject } from './objects.ts';
import { listRevisions, readRevisionPage } from './revisions.ts';
import type { ZendeskConnection } from './settings.ts';
import { readPeople, readUser } from './users.ts';

/** The real account behind the `Zendesk` port. `sources` = source types of the log that may be about a tracked object. Sends nothing yet. Throws for settings that can never work. */
export function openZendesk(settings: ZendeskConnection, sources: readonly string[]): Zendesk {
  const client = openZendeskClient(settings);
  const { listAuditEntries } = openAuditLog(client, settings.account, settings.warn, sources);
  return {
    url: client.origin,
    readUser: () => readUser(client),
    serverTime: client.clock.serverTime,
    clockSkew: client.clock.clockSkew,
    listAuditEntries,
    listObjects: (kind) => listObjects(client, kind),
    readObject: (kind, id) => readObject(client, kind, id),
    listRevisions: (kind, id) => listRevisions(client, kind, id),
    readPeople: (ids) => readPeople(client, ids),
    readRevisionPage: (kind, id, cursor) => readRevisionPage(client, kind, id, cursor),
    readNames: (kinds) => readNames(client, kinds),
    requestCount: client.requestCount,
  };
}
