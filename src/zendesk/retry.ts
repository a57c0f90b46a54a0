import type { Attempt } from './attempt.ts';

/** Tries of one request, the first included. */
export const maxTries = 6;

const firstBackoff = 1_000;
const longestBackoff = 60_000;

/** One more try, after so many milliseconds; `asked` = the server wants the wait, so nothing else goes out before. */
export interface Retry {
  readonly wait: number;
  readonly asked: boolean;
}

/** Failures that another try within minutes does not fix: no such host, a certificate that is not trusted. */
const lasting = /^(?:ENOTFOUND|CERT_|ERR_TLS|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|EPROTO)/;

/** `tries` = tries made, at least 1; `random` as in `ZendeskSettings`. Null = no other try. */
export type PlanRetry = (result: Attempt, tries: number, random: () => number) => Retry | null;

/** For what changes something: 429 alone says that the request was turned away before anything was done. */
export const planWriteRetry: PlanRetry = (result, tries, random) =>
  result.type === 'answer' && result.status === 429 ? planRetry(result, tries, random) : null;

/** 409 and 503 as other clients of these endpoints found; 408 is a proxy that gave up waiting. */
export const isPassing = (status: number): boolean =>
  status === 408 || status === 409 || status === 429 || status >= 500;

/**
 * Whether another try may fix a result; null = take it as it is. 408, 409, 429 and 5xx are passing, and so is a connection that breaks. `tries` = tries made, at least 1.
 */
export function planRetry(result: Attempt, tries: number, random: () => number): Retry | null {
  const jitter = Math.floor(random() * Math.min(longestBackoff, firstBackoff * 2 ** (tries - 1)));
  if (result.type === 'broken') return lasting.test(result.code) ? null : { wait: jitter, asked: false };
  if (!isPassing(result.status)) return null;
  const asked = readRetryAfter(result.headers);
  // Jitter on top of what the server asks for: everybody else waits for the same moment.
  return asked === null ? { wait: jitter, asked: result.status === 429 } : { wait: asked + jitter, asked: true };
}

/**
 * Milliseconds that `Retry-After` asks for, as seconds or as an HTTP date (RFC 9110 section 10.2.3); null where it is
 * missing or nonsense. A date counts from the server's own `Date`, so that a wrong local clock does not matter.
 */
export function readRetryAfter(headers: Headers): number | null {
  const text = headers.get('retry-after')?.trim() ?? '';
  if (/^\d+(?:\.\d+)?$/.test(text)) return within(Math.ceil(Number(text) * 1_000));
  if (!/^[A-Z][a-z]{2},/.test(text)) return null;
  return within(Date.parse(text) - Date.parse(headers.get('date') ?? ''));
}

// However long it is, it is asked for: what goes beyond the deadline ends the run at once.
const within = (wait: number): number | null => (wait >= 0 ? wait : null);
