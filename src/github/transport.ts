import { Octokit } from 'octokit';
import { isObject } from '#json.ts';
import type { Answer } from './answer.ts';
import { toReason } from './reason.ts';

/** `lost` = nobody knows whether GitHub did it: no answer, or half of one. */
export type Reply =
  | { readonly type: 'answer'; readonly answer: Answer }
  | { readonly type: 'lost'; readonly reason: string };

export interface Request {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** Template such as `/repos/{owner}/{repo}/issues/{number}`; octokit escapes what it puts in. */
  readonly path: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/** Stands for `graphqlUrl`, which need not be below the REST API. */
export const graphqlPath = '/graphql';

export type Transport = (request: Request, signal: AbortSignal) => Promise<Reply>;

export interface TransportOptions {
  readonly apiUrl: string;
  readonly graphqlUrl: string;
  readonly token: string;
  readonly fetch?: typeof globalThis.fetch;
  readonly warn: (text: string) => void;
}

/**
 * One request, one reply. octokit throttles writes (1 s, and 3 s between those that notify people), for real hosts; its own
 * repeating is off, since it repeats a POST after a 502, cannot be stopped and knows no deadline: see retry.ts.
 */
export function openTransport(options: TransportOptions): Transport {
  const octokit = new Octokit({
    auth: options.token,
    baseUrl: options.apiUrl,
    userAgent: 'zendrift',
    retry: { enabled: false },
    throttle: {
      enabled: !isLoopback(options.apiUrl),
      onRateLimit: () => false,
      onSecondaryRateLimit: () => false,
    },
    // GitHub may announce the end of an API here; octokit would print it on the console.
    log: { debug: silent, info: silent, warn: options.warn, error: silent },
    request: options.fetch === undefined ? {} : { fetch: options.fetch },
  });
  return async ({ method, path, parameters }, signal) => {
    try {
      // A followed redirect would turn a POST into a GET, and may lead the token to another host.
      const request = { signal, redirect: 'manual' } as const;
      const url = path === graphqlPath ? options.graphqlUrl : path;
      const { status, headers, data } = await octokit.request(`${method} ${url}`, { ...parameters, request });
      return { type: 'answer', answer: { status, headers: toTexts(headers), data } };
    } catch (error) {
      const answer = answerIn(error);
      if (answer !== null) return { type: 'answer', answer };
      return { type: 'lost', reason: toReason(error instanceof Error ? error.message : String(error)) };
    }
  };
}

/** octokit throws refusals. Where GraphQL is out of budget, its throttling throws an error of no particular type. */
function answerIn(error: unknown): Answer | null {
  const response = error instanceof Error && 'response' in error ? error.response : null;
  if (!isObject(response)) return null;
  const { status, headers, data } = response;
  return typeof status === 'number' ? { status, headers: toTexts(isObject(headers) ? headers : {}), data } : null;
}

/** An embedded GitHub on this machine notifies nobody and needs no throttling. */
const isLoopback = (apiUrl: string): boolean =>
  /^(?:127(?:\.\d{1,3}){3}|localhost|\[::1\])$/.test(new URL(apiUrl).hostname);

const silent = (): void => {};

const toTexts = (headers: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
