import { ZendriftError } from '#errors.ts';

/** REST and GraphQL have hourly budgets of their own. */
export type Api = 'rest' | 'graphql';

/**
 * What a run has learned about a GitHub that is down or out of budget. It waits for GitHub once: each of a thousand requests
 * would otherwise be repeated for minutes, and the run would record nothing for hours.
 */
export interface Outage {
  /** Throws where GitHub is not asked any more. */
  check(request: string, api: Api, now: number): void;
  /** Whether a failed request is still worth waiting for. */
  mayWait(): boolean;
  /** A request failed after all its tries. */
  gaveUp(error: ZendriftError): void;
  answered(): void;
  /** GitHub wants to be left alone for longer than a request waits. */
  limited(api: Api, until: number): void;
}

/**
 * One request that fails proves little: a single issue may time out at GitHub every time. So the next one is still sent, but
 * only once. If it fails too, GitHub is down.
 */
const failuresOfOutage = 2;

export function openOutage(): Outage {
  let last: ZendriftError | null = null;
  let inRow = 0;
  const limits = new Map<Api, number>();
  return {
    check: (request, api, now) => {
      const until = limits.get(api) ?? 0;
      if (now < until) throw toRateLimit(request, until - now);
      if (last === null || inRow < failuresOfOutage) return;
      const reason = `not asked, because GitHub did not answer ${last.values['request']} either`;
      throw new ZendriftError('github-unavailable', { request, reason }, last);
    },
    mayWait: () => last === null,
    gaveUp: (error) => {
      last = error;
      inRow += 1;
    },
    answered: () => {
      inRow = 0;
    },
    limited: (api, until) => void limits.set(api, until),
  };
}

export const toRateLimit = (request: string, wait: number): ZendriftError =>
  new ZendriftError('rate-limited', { service: 'GitHub', seconds: Math.ceil(wait / 1000), request });
