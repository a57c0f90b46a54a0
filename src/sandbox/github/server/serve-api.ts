import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerRequest, type Service } from '#sandbox/github/rest/answer-request.ts';
import type { Answer, ApiRequest } from '#sandbox/github/rest/exchange.ts';
import type { Hooks, RecordedRequest } from './faults.ts';
import { readBody, toHeaders } from './receive.ts';
import { sendAnswer } from './send.ts';

/** GitHub Enterprise Server's prefix; a client must not take the API's root for the host's. */
export const apiPrefix = '/api/v3';

/** Where GitHub Enterprise Server has GraphQL: beside the REST API, not below it. */
const graphqlPath = '/api/graphql';

/** Path of an API request below the prefix; undefined for one to the site. */
export function toApiPath(path: string): string | undefined {
  if (path === graphqlPath) return '/graphql';
  return path === apiPrefix || path.startsWith(`${apiPrefix}/`) ? path.slice(apiPrefix.length) || '/' : undefined;
}

export type ApiServer = (message: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>;

/** Serves the REST API: records each request, asks the hooks, answers from the model. */
export function openApiServer(service: Service, hooks: Hooks, record: (request: RecordedRequest) => void): ApiServer {
  let count = 0;
  return async (message, response, url) => {
    const text = await readBody(message);
    const request: ApiRequest = {
      method: message.method ?? 'GET',
      path: toApiPath(url.pathname) ?? '/',
      query: url.searchParams,
      headers: toHeaders(message),
      body: readLoosely(text),
    };
    count += 1;
    const requestId = `C0DE:${count.toString(16).toUpperCase().padStart(6, '0')}:SANDBOX`;
    const fault = await hooks.ask(request);
    if (fault !== undefined && fault !== 'lose-answer') {
      record({ ...request, status: fault.status ?? 200, lost: fault.destroy !== undefined });
      const headers = { ...toCommonHeaders(service, request.path, requestId), ...fault.headers };
      sendAnswer(response, { ...fault, headers });
      return;
    }
    const answer = toConditional(request, await answerRequest(service, request, text));
    const lost = fault === 'lose-answer';
    record({ ...request, status: answer.status, lost });
    const headers = { ...toCommonHeaders(service, request.path, requestId), ...answer.headers };
    sendAnswer(response, lost ? { destroy: 'before-headers' } : { ...answer, headers });
  };
}

function toCommonHeaders({ store, rate }: Service, path: string, requestId: string): Readonly<Record<string, string>> {
  return {
    server: 'github.com',
    date: store.clock.now().toUTCString(),
    'x-github-media-type': 'github.v3; format=json',
    'x-github-api-version-selected': '2022-11-28',
    'x-github-request-id': requestId,
    'x-content-type-options': 'nosniff',
    ...rate.headers(path),
  };
}

/** An `ETag` on what was read, and 304 for a client that has it. */
function toConditional(request: ApiRequest, answer: Answer): Answer {
  if (request.method !== 'GET' || answer.status !== 200) return answer;
  const digest = createHash('sha256').update(JSON.stringify(answer.body)).digest('hex');
  const etag = `W/"${digest}"`;
  const headers = { ...answer.headers, etag, 'cache-control': 'private, max-age=60, s-maxage=60' };
  return request.headers['if-none-match'] === etag ? { status: 304, headers } : { ...answer, headers };
}

/** For the record alone: text that is no JSON stays text. */
function readLoosely(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}
