import type { Clock } from '#sandbox/github/model/clock.ts';
import { Refusal } from '#sandbox/github/model/refusal.ts';

export type RateOptions = {
  /** Requests an hour; 5000 when left out. Beyond it: 403 with `x-ratelimit-remaining: 0`. */
  readonly limit?: number;
  /** The secondary limit: at most `max` content-creating requests in any `seconds`, on the sandbox's clock. */
  readonly contentWrites?: {
    readonly max: number;
    readonly seconds: number;
    readonly status?: 403 | 429;
    /** Seconds to ask for in `Retry-After`; `seconds` when left out. */
    readonly retryAfter?: number;
  };
};

export type Rate = {
  /** Counts one request; throws the refusal of whichever limit it breaks. */
  readonly count: (method: string, path: string) => void;
  readonly headers: () => Readonly<Record<string, string>>;
  readonly overview: () => unknown;
};

const hour = 3_600_000;

/** https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api */
export function openRate(clock: Clock, options: RateOptions = {}): Rate {
  const limit = options.limit ?? 5000;
  let windowStart = clock.now().getTime();
  let used = 0;
  let writes: readonly number[] = [];

  const renew = (): void => {
    const now = clock.now().getTime();
    if (now - windowStart < hour) return;
    windowStart = now;
    used = 0;
  };
  const state = () => {
    renew();
    return { limit, remaining: Math.max(0, limit - used), reset: Math.ceil((windowStart + hour) / 1000), used };
  };
  const countWrite = (): void => {
    const pace = options.contentWrites;
    if (pace === undefined) return;
    const now = clock.now().getTime();
    writes = writes.filter((time) => now - time < pace.seconds * 1000);
    if (writes.length >= pace.max) {
      const message =
        'You have exceeded a secondary rate limit and have been temporarily blocked from content creation. ' +
        'Please retry your request again later.';
      throw new Refusal(pace.status ?? 403, message, [], { 'retry-after': String(pace.retryAfter ?? pace.seconds) });
    }
    writes = [...writes, now];
  };

  return {
    count: (method, path) => {
      if (path === '/rate_limit') return;
      renew();
      if (used >= limit) throw new Refusal(403, 'API rate limit exceeded for installation ID 1.');
      used += 1;
      if (method !== 'GET') countWrite();
    },
    headers: () => {
      const { remaining, reset } = state();
      return {
        'x-ratelimit-limit': String(limit),
        'x-ratelimit-remaining': String(remaining),
        'x-ratelimit-reset': String(reset),
        'x-ratelimit-used': String(used),
        'x-ratelimit-resource': 'core',
      };
    },
    overview: () => {
      const core = state();
      const search = { ...core, limit: 30, remaining: 30, used: 0 };
      return { resources: { core, search }, rate: core };
    },
  };
}
