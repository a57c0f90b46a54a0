import type { Clock } from '#sandbox/github/model/clock.ts';
import { GraphqlRefusal, Refusal } from '#sandbox/github/model/refusal.ts';

export type RateOptions = {
  /** Requests an hour; 5000 when left out. Beyond it: 403 with `x-ratelimit-remaining: 0`. */
  readonly limit?: number;
  /** The same for GraphQL, which has a budget of its own. Beyond it: 200 with an error. */
  readonly graphqlLimit?: number;
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
  readonly headers: (path: string) => Readonly<Record<string, string>>;
  /** Begins a new hour with this many REST requests. */
  readonly renew: (limit: number) => void;
  readonly overview: () => unknown;
};

const hour = 3_600_000;

/** https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api */
export function openRate(clock: Clock, options: RateOptions = {}): Rate {
  const core = openBudget(clock, options.limit);
  const graphql = openBudget(clock, options.graphqlLimit);
  let writes: readonly number[] = [];

  const countWrite = (): void => {
    const rateLimiter = options.contentWrites;
    if (rateLimiter === undefined) return;
    const now = clock.now().getTime();
    writes = writes.filter((time) => now - time < rateLimiter.seconds * 1000);
    if (writes.length >= rateLimiter.max) {
      const message =
        'You have exceeded a secondary rate limit and have been temporarily blocked from content creation. ' +
        'Please retry your request again later.';
      throw new Refusal(rateLimiter.status ?? 403, message, [], {
        'retry-after': String(rateLimiter.retryAfter ?? rateLimiter.seconds),
      });
    }
    writes = [...writes, now];
  };

  return {
    count: (method, path) => {
      if (path === '/rate_limit') return;
      const isGraphql = path === '/graphql';
      if ((isGraphql ? graphql : core).take()) {
        if (method !== 'GET' && !isGraphql) countWrite();
        return;
      }
      const message = 'API rate limit exceeded for installation ID 1.';
      throw isGraphql ? new GraphqlRefusal('RATE_LIMITED', message) : new Refusal(403, message);
    },
    headers: (path) => {
      const { limit, remaining, reset, used } = (path === '/graphql' ? graphql : core).state();
      return {
        'x-ratelimit-limit': String(limit),
        'x-ratelimit-remaining': String(remaining),
        'x-ratelimit-reset': String(reset),
        'x-ratelimit-used': String(used),
        'x-ratelimit-resource': path === '/graphql' ? 'graphql' : 'core',
      };
    },
    renew: core.renew,
    overview: () => {
      const rest = core.state();
      const search = { ...rest, limit: 30, remaining: 30, used: 0 };
      return { resources: { core: rest, graphql: graphql.state(), search }, rate: rest };
    },
  };
}

function openBudget(clock: Clock, start = 5000) {
  let limit = start;
  let windowStart = clock.now().getTime();
  let used = 0;
  const begin = (): void => {
    windowStart = clock.now().getTime();
    used = 0;
  };
  const pass = (): void => {
    if (clock.now().getTime() - windowStart >= hour) begin();
  };
  return {
    /** False where nothing is left. */
    take: (): boolean => {
      pass();
      if (used >= limit) return false;
      used += 1;
      return true;
    },
    renew: (requests: number): void => {
      limit = requests;
      begin();
    },
    state: () => {
      pass();
      return { limit, remaining: Math.max(0, limit - used), reset: Math.ceil((windowStart + hour) / 1000), used };
    },
  };
}
