import { isObject } from '#json.ts';
import type { ZendeskUser } from '#ports.ts';
import { openZendeskClient } from './client.ts';
import { describeFailure } from './outcome.ts';
import { field, textField } from './parse.ts';
import type { ZendeskConnection } from './settings.ts';
import { readUser } from './users.ts';

export type InspectedPage =
  | { readonly type: 'page'; readonly items: readonly unknown[] }
  | { readonly type: 'refused'; readonly status: number; readonly reason: string }
  | { readonly type: 'failed'; readonly reason: string };

export interface InspectedToken {
  readonly scopes: readonly string[];
  readonly expiresAt: string | null;
}

/** The account as it answers, for whoever asks how it is and not what is in it. Sends nothing yet. */
export function openZendeskInspection(settings: ZendeskConnection) {
  const client = openZendeskClient(settings);
  let user: Promise<ZendeskUser> | null = null;
  let token: Promise<InspectedToken | null> | null = null;

  // https://developer.zendesk.com/api-reference/ticketing/oauth/oauth_tokens/#show-token
  const readToken = async (): Promise<InspectedToken | null> => {
    const outcome = await client.get('/api/v2/oauth/tokens/current');
    const found = outcome.type === 'answered' ? field(outcome.body, 'token') : undefined;
    if (!isObject(found)) return null;
    const { scopes } = found;
    const expiresAt = textField(found, 'expires_at');
    return {
      scopes: Array.isArray(scopes) ? scopes.map(String) : [],
      expiresAt: expiresAt !== null && Number.isNaN(Date.parse(expiresAt)) ? null : expiresAt,
    };
  };

  return {
    url: client.origin,
    clockSkew: client.clock.clockSkew,
    readUser: () => {
      user ??= readUser(client);
      return user;
    },
    readToken: () => {
      token ??= readToken();
      return token;
    },
    /** The first page of `/api/v2/<path>`; `list` = the key that holds it; null = any answer will do. */
    readPage: async (
      path: string,
      list: string | null,
      query: readonly (readonly [name: string, value: string])[] = [],
    ): Promise<InspectedPage> => {
      const outcome = await client.get(`/api/v2/${path}`, query);
      if (outcome.type === 'refused') return { type: 'refused', status: outcome.status, reason: outcome.reason };
      if (outcome.type !== 'answered') return { type: 'failed', reason: describeFailure(outcome) };
      if (list === null) return { type: 'page', items: [] };
      const items = field(outcome.body, list);
      if (Array.isArray(items)) return { type: 'page', items };
      return { type: 'failed', reason: `the answer has no list "${list}"` };
    },
  };
}
