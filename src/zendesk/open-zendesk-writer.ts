import type { ZendeskWriter } from '#ports.ts';
import { openZendeskClient } from './client.ts';
import { listObjects, readObject } from './objects.ts';
import type { ZendeskConnection } from './settings.ts';
import { readUser } from './users.ts';
import { createObject, removeObject, updateObject } from './write-objects.ts';
import { writeOrder } from './write-order.ts';

/**
 * The real account behind the `ZendeskWriter` port: a client and a token of its own, so that the reading credentials
 * never send a write. `credentials` are the writing ones. Sends nothing yet.
 */
export function openZendeskWriter(settings: ZendeskConnection): ZendeskWriter {
  const client = openZendeskClient({ ...settings, scope: 'read write' });
  return {
    readUser: () => readUser(client),
    serverTime: client.clock.serverTime,
    readObject: (kind, id) => readObject(client, kind, id),
    listObjects: (kind) => listObjects(client, kind),
    update: (kind, id, body) => updateObject(client, kind, id, body),
    create: (kind, body) => createObject(client, kind, body),
    remove: (kind, id) => removeObject(client, kind, id),
    writeOrder: (kind, write) => writeOrder(client, kind, write),
    requestCount: client.requestCount,
  };
}
