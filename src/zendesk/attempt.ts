import { reasonOf } from '#errors.ts';
import { type JsonObject, parseExact } from '#json.ts';
import { oneLine } from './one-line.ts';
import { errorCode } from './parse.ts';

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the origin: `/api/v2/audit_logs`. */
  readonly path: string;
  readonly query?: readonly (readonly [name: string, value: string])[];
  readonly body?: JsonObject;
}

/** `GET /api/v2/audit_logs`: a request in messages. Never with its query, which may hold a cursor of any length. */
export const nameRequest = (request: ApiRequest): string => `${request.method} ${request.path}`;

export type Body =
  | { readonly type: 'json'; readonly value: unknown }
  | { readonly type: 'other'; readonly text: string; readonly reason: string };

/** What one try gave. */
export type Attempt =
  | { readonly type: 'answer'; readonly status: number; readonly headers: Headers; readonly body: Body }
  /** No whole answer. `code` is the system's (`ECONNRESET`), or empty. */
  | { readonly type: 'broken'; readonly code: string; readonly reason: string };

/**
 * Sends one request once and reads the answer whole. Never throws. Redirects come back as answers: they are not
 * followed, because credentials go to the one configured host (docs/security.md, Credentials).
 */
export async function attempt(
  origin: string,
  request: ApiRequest,
  authorization: string | null,
  signal: AbortSignal,
): Promise<Attempt> {
  const query = new URLSearchParams(
    (request.query ?? []).map(([name, value]): [string, string] => [name, value]),
  ).toString();
  try {
    const response = await fetch(`${origin}${request.path}${query === '' ? '' : `?${query}`}`, {
      method: request.method,
      redirect: 'manual',
      signal,
      headers: {
        accept: 'application/json',
        'user-agent': 'zendrift',
        ...(authorization === null ? {} : { authorization }),
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    });
    const text = await response.text();
    const body = toBody(response.headers.get('content-type'), text);
    return { type: 'answer', status: response.status, headers: response.headers, body };
  } catch (thrown) {
    const code = errorCode(thrown);
    return { type: 'broken', code, reason: oneLine(`${deepestReason(thrown)}${code === '' ? '' : ` (${code})`}`) };
  }
}

function toBody(contentType: string | null, text: string): Body {
  if (!/^application\/(?:[\w.-]+\+)?json\b/i.test(contentType ?? ''))
    return { type: 'other', text, reason: `${oneLine(contentType ?? 'no content type', 60)}: ${oneLine(text)}` };
  try {
    return { type: 'json', value: parseExact(text) };
  } catch {
    return { type: 'other', text, reason: `JSON that is cut or broken: ${oneLine(text)}` };
  }
}

// fetch says only "fetch failed"; what failed stands in the cause.
const deepestReason = (thrown: unknown): string =>
  thrown instanceof Error && thrown.cause !== undefined ? deepestReason(thrown.cause) : reasonOf(thrown);
