import { isList, isObject, type Json } from '#sandbox/zendesk/json.ts';
import type { ZendeskSandbox } from '#sandbox/zendesk/open-zendesk.ts';
import { parseJson } from '#sandbox/zendesk/parse.ts';

export type Reading = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Json;
};

export type Client = {
  readonly get: (path: string) => Promise<Reading>;
  readonly send: (method: string, path: string, body?: Json) => Promise<Reading>;
};

/** A bare caller with the write client's token, so that tests see what goes over the wire and nothing else. */
export async function openClient(zendesk: ZendeskSandbox, scope = 'read write'): Promise<Client> {
  const reading = await call(zendesk.url, 'POST', '/oauth/tokens', {}, credentialsBody(scope));
  return clientWith(zendesk, `Bearer ${String(dig(reading.body, 'access_token'))}`);
}

export function clientWith(zendesk: ZendeskSandbox, authorization: string | null): Client {
  const headers = authorization === null ? {} : { authorization };
  const send = (method: string, path: string, body?: Json) => call(zendesk.url, method, path, headers, body);
  return { send, get: (path) => send('GET', path) };
}

export function basic(email: string, token: string): string {
  return `Basic ${Buffer.from(`${email}/token:${token}`).toString('base64')}`;
}

export function credentialsBody(scope: Json, more: { readonly [key: string]: Json } = {}): Json {
  const client = { client_id: 'zendrift-write', client_secret: 'sandbox-write-secret' };
  return { grant_type: 'client_credentials', ...client, scope, ...more };
}

export async function call(
  url: string,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  body?: Json,
): Promise<Reading> {
  const typed = body === undefined ? headers : { ...headers, 'content-type': 'application/json' };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(`${url}${path}`, { method, headers: typed, redirect: 'error', ...sent });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parseJson(text) ?? null };
}

/** The value at a path of keys and indexes, undefined where the path breaks off. */
export function dig(value: Json | undefined, ...path: readonly (string | number)[]): Json | undefined {
  let found = value;
  for (const step of path) {
    if (typeof step === 'number') found = isList(found) ? found[step] : undefined;
    else found = isObject(found) ? found[step] : undefined;
  }
  return found;
}

/** One field of every object in a list of the answer. */
export function column(body: Json, list: string, field: string): readonly (Json | undefined)[] {
  const items = dig(body, list);
  return isList(items) ? items.map((item) => dig(item, field)) : [];
}
