import type { JsonObject } from '#json.ts';
import { apiPath, type Kind } from '#kinds/kind.ts';
import { isPathSafeId } from '#kinds/object-id.ts';
import type { Written } from '#ports.ts';
import type { ZendeskClient } from './client.ts';
import { digits, field, textField } from './parse.ts';
import { sendWrite } from './written.ts';

/** https://developer.zendesk.com/api-reference/ticketing/business-rules/triggers/ and its neighbours: one form for all. */
export const createObject = (client: ZendeskClient, kind: Kind, body: JsonObject): Promise<Written> =>
  sendWrite(client, { method: 'POST', path: `/api/v2/${apiPath(kind)}`, body: { [kind.envelope]: body } }, (answer) => {
    const created = field(answer, kind.envelope);
    return digits(field(created, 'id')) ?? textField(created, 'id');
  });

export const updateObject = (client: ZendeskClient, kind: Kind, id: string, body: JsonObject): Promise<Written> =>
  onObject(kind, id, (path) =>
    sendWrite(client, { method: kind.api?.method ?? 'PUT', path, body: { [kind.envelope]: body } }, () => id),
  );

export const removeObject = (client: ZendeskClient, kind: Kind, id: string): Promise<Written> =>
  onObject(kind, id, (path) => sendWrite(client, { method: 'DELETE', path }, () => id));

const onObject = async (kind: Kind, id: string, send: (path: string) => Promise<Written>): Promise<Written> =>
  isPathSafeId(id)
    ? send(`/api/v2/${apiPath(kind)}/${id}`)
    : { type: 'refused', status: 0, reason: 'its id cannot be part of a path' };
