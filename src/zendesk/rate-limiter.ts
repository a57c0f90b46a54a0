import PQueue from 'p-queue';
import type { Clock } from '#ports.ts';
import { pause } from './pause.ts';

const mostInFlight = 4;
// The limit is the account's, shared with every other integration of it: above half we use it freely, below half
// gently, and the last fifth is theirs.
const gentleBelow = 0.5;
const waitBelow = 0.2;
const longestWait = 60_000;
const longestSpacing = 1_000;
/** Requests that may go out between two waits for a reset: an account that others use up must not stop us for ever. */
const betweenWaits = 10;

export type Budget = { readonly limit: number; readonly remaining: number; readonly reset: number | null };

/** How to go on under a budget: requests at once, milliseconds between them, milliseconds to hold all of them first. */
export interface RateLimit {
  readonly inFlight: number;
  readonly spacing: number;
  readonly hold: number;
}

/**
 * The account's budget of requests per minute, from either family of headers; null where an answer has none.
 * https://developer.zendesk.com/api-reference/introduction/rate-limits/
 */
export function readBudget(headers: Headers): Budget | null {
  const number = (...names: readonly string[]): number | null => {
    const text = names.map((name) => headers.get(name)).find((value) => value !== null && /^\d{1,9}$/.test(value));
    return text === undefined || text === null ? null : Number(text);
  };
  const limit = number('ratelimit-limit', 'rate-limit', 'x-rate-limit');
  const remaining = number('ratelimit-remaining', 'rate-limit-remaining', 'x-rate-limit-remaining');
  if (limit === null || remaining === null || limit === 0) return null;
  return { limit, remaining, reset: number('ratelimit-reset', 'rate-limit-reset') };
}

export function planRateLimit({ limit, remaining, reset }: Budget): RateLimit {
  const share = remaining / limit;
  if (share >= gentleBelow) return { inFlight: mostInFlight, spacing: 0, hold: 0 };
  // Half of the account's rate: a limit of 700 a minute gives 171 ms.
  const spacing = Math.min(longestSpacing, Math.floor((2 * 60_000) / limit));
  const hold = share >= waitBelow ? 0 : Math.min(longestWait, reset === null ? longestWait : reset * 1_000);
  return { inFlight: 1, spacing, hold };
}

export interface RateLimiter {
  /** Runs a task when it is its turn. */
  run<Result>(during: string, task: () => Promise<Result>): Promise<Result>;
  /** Adapts to what an answer says is left of the account's limit. */
  observe(headers: Headers): void;
  /** Lets nothing new go out before that local time (milliseconds). */
  holdUntil(time: number): void;
}

export function openRateLimiter(clock: Clock, deadline: () => number, signal: AbortSignal | undefined): RateLimiter {
  const queue = new PQueue({ concurrency: mostInFlight });
  let spacing = 0;
  let nextSlot = 0;
  let heldUntil = 0;
  let sinceWait = betweenWaits;
  return {
    run: (during, task) =>
      queue.add(async () => {
        const slot = Math.max(clock.now(), nextSlot);
        nextSlot = slot + spacing;
        await pause(clock, slot - clock.now(), signal, during);
        // Again and again: an answer that came meanwhile may have asked for a longer wait.
        while (heldUntil > clock.now()) await pause(clock, heldUntil - clock.now(), signal, during);
        sinceWait += 1;
        return task();
      }),
    observe(headers) {
      const budget = readBudget(headers);
      if (budget === null) return;
      const plan = planRateLimit(budget);
      queue.concurrency = plan.inFlight;
      spacing = plan.spacing;
      const until = clock.now() + plan.hold;
      // Politeness never costs the run: a wait that would end after the deadline is left out, a 429 will show it.
      if (plan.hold === 0 || sinceWait < betweenWaits || until >= deadline()) return;
      sinceWait = 0;
      heldUntil = Math.max(heldUntil, until);
    },
    holdUntil(time) {
      heldUntil = Math.max(heldUntil, time);
    },
  };
}
