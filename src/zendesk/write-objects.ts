import { isPathSafeId } from '#core/object-key.ts';
import type { JsonObject } from '#json.ts';
import type { Kind } from '#kinds/kind.ts';
import type { Written } from '#ports.ts';
import type { Client } from './client.ts';
import { digits, field } from './parse.ts';
import { sendWrite } from './written.ts';

/** https://developer.zendesk.com/api-reference/ticketing/business-rules/triggers/ and its neighbours: one form for all. */
export const createObject = (client: Client, kind: Kind, body: JsonObject): Promise<Written> =>
  sendWrite(client, { method: 'POST', path: `/api/v2/${kind.plural}`, body: { [kind.envelope]: body } }, (answer) =>
    digits(field(field(answer, kind.envelope), 'id')),
  );

export const updateObject = (client: Client, kind: Kind, id: string, body: JsonObject): Promise<Written> =>
  onObject(kind, id, (path) => sendWrite(client, { method: 'PUT', path, body: { [kind.envelope]: body } }, () => id));

export const removeObject = (client: Client, kind: Kind, id: string): Promise<Written> =>
  onObject(kind, id, (path) => sendWrite(client, { method: 'DELETE', path }, () => id));

const onObject = async (kind: Kind, id: string, send: (path: string) => Promise<Written>): Promise<Written> =>
  isPathSafeId(id)
    ? send(`/api/v2/${kind.plural}/${id}`)
    : { type: 'refused', status: 0, reason: 'its id cannot be part of a path' };
