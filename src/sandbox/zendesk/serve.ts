import type { Account } from './account.ts';
import { type Answer, invalidEndpoint, missingScope, noAccess, toAnswer, unauthenticated } from './answer.ts';
import { auditEndpoints } from './audit-endpoints.ts';
import { categoryEndpoints } from './category-endpoints.ts';
import type { Credentials, Identity } from './credentials.ts';
import { directoryEndpoints } from './directory-endpoints.ts';
import { type Endpoint, findEndpoint } from './endpoint.ts';
import { isObject, type JsonObject } from './json.ts';
import { parseJson } from './parse.ts';
import { ruleEndpoints } from './rule-endpoints.ts';
import { thingEndpoints } from './thing-endpoints.ts';
import { triggerEndpoints } from './trigger-endpoints.ts';

/** A request as it came in. */
export type ApiRequest = {
  /** 1 for the first one. */
  readonly number: number;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** From a request to its answer: credentials, scope, endpoint. Knows nothing of sockets. */
export function openService(account: Account, credentials: Credentials): (request: ApiRequest) => Answer {
  const endpoints = [
    ...ruleEndpoints(account),
    ...triggerEndpoints(account),
    ...categoryEndpoints(account),
    ...auditEndpoints(account),
    ...directoryEndpoints(account),
    ...thingEndpoints(account),
  ];
  return (request) => {
    const { method, path } = request;
    const body = toBody(request);
    if (path === '/oauth/tokens') return method === 'POST' ? credentials.issue(body) : invalidEndpoint;
    const identity = credentials.identify(request.headers['authorization']);
    if (identity === null) return isWhoAmI(request) ? anonymous : unauthenticated;
    const match = findEndpoint(endpoints, method, path);
    if (match === null) return invalidEndpoint;
    const { user } = identity;
    const missing = missingScopeOf(match.endpoint, identity);
    if (missing !== null) return missingScope(missing);
    if (user.role === 'end-user' && !isWhoAmI(request)) return noAccess;
    return match.endpoint.handle({ path, params: match.params, query: request.query, body, user });
  };
}

/** Recorded: without credentials, or with wrong ones, this endpoint alone answers 200. */
const anonymous = toAnswer({ user: { name: 'Anonymous user' } });

function isWhoAmI({ method, path }: ApiRequest): boolean {
  return method === 'GET' && path.replace(/\.json$/, '') === '/api/v2/users/me';
}

/** A body counts only under its content type; without it Rails sees no parameters. */
function toBody(request: ApiRequest): JsonObject {
  const isJson = (request.headers['content-type'] ?? '').startsWith('application/json');
  const body = isJson ? parseJson(request.body) : undefined;
  return isObject(body) ? body : {};
}

function missingScopeOf(endpoint: Endpoint, { scopes }: Identity): string | null {
  if (scopes === 'any') return null;
  const needed = endpoint.method === 'GET' ? 'read' : 'write';
  const narrow = endpoint.scope === null ? [] : [`${endpoint.scope}:${needed}`];
  return [needed, ...narrow].some((scope) => scopes.includes(scope)) ? null : needed;
}
