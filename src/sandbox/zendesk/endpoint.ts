import type { Answer } from './answer.ts';
import type { JsonObject } from './json.ts';
import type { User } from './user.ts';

/** A request that found its endpoint and may use it. */
export type Call = {
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Empty where the body is no JSON object. */
  readonly body: JsonObject;
  readonly user: User;
};

export type Endpoint = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `/api/v2/triggers/{id}`; the API takes every path with `.json` behind it too. */
  readonly path: string;
  /** Name of the narrow OAuth scope (`triggers:read`); null where only the plain `read` or `write` opens it. */
  readonly scope: string | null;
  readonly handle: (call: Call) => Answer;
};

export type Match = { readonly endpoint: Endpoint; readonly params: Readonly<Record<string, string>> };

/** The endpoint of a path; words win over `{id}`, so `/triggers/definitions` is never an id. */
export function findEndpoint(endpoints: readonly Endpoint[], method: string, path: string): Match | null {
  const segments = path.replace(/\.json$/, '').split('/');
  const matches = endpoints.flatMap((endpoint) => {
    if (endpoint.method !== method) return [];
    const params = matchSegments(endpoint.path.split('/'), segments);
    return params === null ? [] : [{ endpoint, params }];
  });
  return matches.sort((left, right) => Object.keys(left.params).length - Object.keys(right.params).length)[0] ?? null;
}

function matchSegments(pattern: readonly string[], segments: readonly string[]): Record<string, string> | null {
  if (pattern.length !== segments.length) return null;
  const params: Record<string, string> = {};
  for (const [index, wanted] of pattern.entries()) {
    const segment = segments[index] ?? '';
    if (wanted.startsWith('{')) params[wanted.slice(1, -1)] = decodeURIComponent(segment);
    else if (wanted !== segment) return null;
  }
  return params;
}
