import type { Answer } from './answer.ts';
import type { SandboxClock } from './clock.ts';

/** Requests a minute, counted by the account's own clock: it fills up again only when that clock moves on. */
export type RateBudget = {
  /** Counts one request; `refusal` is set where the minute is used up. */
  readonly take: () => { readonly headers: Readonly<Record<string, string>>; readonly refusal: Answer | null };
};

/** `limit` null = the headers of an Enterprise account, and nobody is ever refused. */
export function openRateBudget(clock: SandboxClock, limit: number | null): RateBudget {
  let minute = 0;
  let used = 0;
  return {
    take: () => {
      const seconds = Math.floor(clock.now() / 1000);
      const current = Math.floor(seconds / 60);
      if (current !== minute) used = 0;
      minute = current;
      used += 1;
      const total = limit ?? 700;
      const left = limit === null ? total - 1 : Math.max(0, limit - used);
      const reset = String(60 - (seconds % 60));
      const headers = {
        'x-rate-limit': String(total),
        'x-rate-limit-remaining': String(left),
        'ratelimit-limit': String(total),
        'ratelimit-remaining': String(left),
        'ratelimit-reset': reset,
      };
      if (limit === null || used <= limit) return { headers, refusal: null };
      const body = 'Number of allowed API requests per minute exceeded';
      return {
        headers,
        refusal: { status: 429, headers: { 'retry-after': reset, 'content-type': 'text/plain' }, body },
      };
    },
  };
}
