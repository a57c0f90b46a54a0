import { ZendriftError } from '#errors.ts';
import { readMessage } from './parse.ts';
import { isRateLimited } from './parse-graphql.ts';
import { toReason } from './reason.ts';

/** What came back from GitHub, whatever the status. The body is hostile until parse.ts has read it. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly data: unknown;
}

/** Milliseconds to wait before GitHub wants to be asked again; null where the answer is no rate limit. */
export function toWait(answer: Answer, now: number): number | null {
  if (answer.status !== 403 && answer.status !== 429 && !isRateLimited(answer.data)) return null;
  const after = Number(answer.headers['retry-after'] ?? '');
  if (after > 0) return after * 1000;
  const reset = Number(answer.headers['x-ratelimit-reset'] ?? '');
  if (answer.headers['x-ratelimit-remaining'] === '0' && reset > 0) {
    // Both times are GitHub's own, so a wrong local clock waits neither too long nor too short.
    const server = Date.parse(answer.headers['date'] ?? '');
    return Math.max(1000, reset * 1000 - (Number.isNaN(server) ? now : server) + 1000);
  }
  // "Wait for at least one minute": https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
  return answer.status !== 403 || /\brate limit/i.test(readMessage(answer.data)) ? 60_000 : null;
}

/** GitHub's clock, UTC in whole seconds; null where the answer does not say it. */
export function readDate({ headers }: Answer): string | null {
  const time = Date.parse(headers['date'] ?? '');
  return Number.isNaN(time) ? null : `${new Date(time).toISOString().slice(0, 19)}Z`;
}

/** "404 Not Found": the status and GitHub's own words, fit for one line. */
export const reasonOfAnswer = ({ status, data }: Answer): string => `${status} ${toReason(readMessage(data))}`.trim();

/** The error that a refusal stands for. `request` is its method and path. */
export function toGitHubError(answer: Answer, request: string, repository: string): ZendriftError {
  const { status } = answer;
  const reason = reasonOfAnswer(answer);
  if (status === 401) return new ZendriftError('github-credentials', { repository, reason });
  if (status >= 300 && status < 400) {
    return new ZendriftError('github-forbidden', { request, reason: `${status}, it has moved; was it renamed?` });
  }
  if (status === 403 || status === 404 || status === 410)
    return new ZendriftError('github-forbidden', { request, reason });
  if (status >= 500) return new ZendriftError('github-unavailable', { request, reason });
  return new ZendriftError('github-refused', { request, reason });
}

/** An answer that says "done" with a body that cannot be used. */
export const toNonsenseError = (request: string, what: string): ZendriftError =>
  new ZendriftError('github-unavailable', { request, reason: `the answer is not ${what}` });
