import { ZendriftError } from '#errors.ts';
import type { Query } from '#ports.ts';
import { type ApiRequest, type Attempt, attempt, nameRequest } from './attempt.ts';
import { type Authorization, openAuthorization } from './authorization.ts';
import type { OnceOutcome, RequestOutcome } from './outcome.ts';
import { checkStopped, pause } from './pause.ts';
import { openRateLimiter, type RateLimiter } from './rate-limiter.ts';
import { maxTries, type PlanRetry, planRetry, planWriteRetry, readRetryAfter } from './retry.ts';
import { openServerClock, type ServerClock } from './server-clock.ts';
import { toOrigin, type ZendeskConnection } from './settings.ts';
import { toRequestOutcome } from './to-outcome.ts';

export type WriteRequest = ApiRequest & { readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE' };

/** One account's API: rate-limited, retried, authorized. */
export interface ZendeskClient {
  readonly origin: string;
  /**
   * Reads a path. Failures are values; throws only what ends every request: `rate-limited`, `deadline`, `stopped`, and
   * `zendesk-credentials` where no token can be had.
   */
  get(path: string, query?: Query): Promise<RequestOutcome>;
  /**
   * Changes something. Sent once: a lost answer may belong to a write that was carried out, and by the time of another
   * try someone else may have changed the same thing. Throws as `get` does.
   */
  write(request: WriteRequest): Promise<RequestOutcome>;
  /** The same for an endpoint with a limit of its own: a 429 is the caller's to explain. */
  writeOnce(request: WriteRequest): Promise<OnceOutcome>;
  readonly clock: ServerClock;
  requestCount(): number;
}

interface Line {
  readonly settings: ZendeskConnection;
  readonly origin: string;
  readonly rateLimiter: RateLimiter;
  readonly clock: ServerClock;
  readonly random: () => number;
  sent: number;
}

const defaultTimeout = 60_000;

export function openZendeskClient(settings: ZendeskConnection): ZendeskClient {
  const line: Line = {
    settings,
    origin: toOrigin(settings.url),
    rateLimiter: openRateLimiter(settings.clock, settings.deadline, settings.signal),
    clock: openServerClock(),
    random: settings.random ?? Math.random,
    sent: 0,
  };
  const authorization = openAuthorization(settings, line.origin, (request) => send(line, request, null, planRetry));
  return {
    origin: line.origin,
    get: async (path, query = []) =>
      toRequestOutcome(
        await authorized(line, authorization, { method: 'GET', path, query }, planRetry),
        authorization.secrets(),
      ),
    write: async (request) =>
      toRequestOutcome(await authorized(line, authorization, request, planWriteRetry), authorization.secrets()),
    writeOnce: async (request) => {
      const result = await authorized(line, authorization, request, () => null);
      if (result.type !== 'answer' || result.status !== 429) return toRequestOutcome(result, authorization.secrets());
      const wait = readRetryAfter(result.headers);
      return { type: 'limited', seconds: wait === null ? null : Math.ceil(wait / 1_000) };
    },
    clock: line.clock,
    requestCount: () => line.sent,
  };
}

async function authorized(
  line: Line,
  authorization: Authorization,
  request: ApiRequest,
  plan: PlanRetry,
): Promise<Attempt> {
  const header = await authorization.header();
  let result = await send(line, request, header, plan);
  // A token may be revoked, or expire earlier than it said: one new one, once a request.
  if (result.type === 'answer' && result.status === 401 && authorization.renew(header))
    result = await send(line, request, await authorization.header(), plan);
  return result;
}

/** Tries until there is a result that another try would not fix. */
async function send(line: Line, request: ApiRequest, authorization: string | null, plan: PlanRetry): Promise<Attempt> {
  const { clock, signal } = line.settings;
  const name = nameRequest(request);
  const before = `before ${name}`;
  for (let tries = 1; ; tries += 1) {
    const result = await line.rateLimiter.run(before, () => tryOnce(line, request, authorization));
    checkStopped(signal, before);
    if (result.type === 'broken' && clock.now() >= line.settings.deadline()) throw late(line, `during ${name}`);
    const retry = plan(result, tries, line.random);
    if (retry === null) return result;
    const until = clock.now() + retry.wait;
    const isLate = until >= line.settings.deadline();
    const limited = result.type === 'answer' && result.status === 429;
    // Said at once: a run that sleeps past its deadline is killed, with what it has not yet pushed.
    if ((isLate && retry.asked) || (tries >= maxTries && limited)) {
      const seconds = Math.ceil(retry.wait / 1_000);
      throw new ZendriftError('rate-limited', { service: 'Zendesk', seconds, request: name });
    }
    if (isLate || tries >= maxTries) return result;
    if (retry.asked) line.rateLimiter.holdUntil(until);
    else await pause(clock, retry.wait, signal, before);
  }
}

const late = ({ settings }: Line, during: string): ZendriftError =>
  new ZendriftError('deadline', { deadline: new Date(settings.deadline()).toISOString(), during });

async function tryOnce(line: Line, request: ApiRequest, authorization: string | null): Promise<Attempt> {
  const { clock, deadline, signal } = line.settings;
  const left = deadline() - clock.now();
  if (left <= 0) throw late(line, `before ${nameRequest(request)}`);
  const timeout = AbortSignal.timeout(Math.ceil(Math.min(left, line.settings.timeout ?? defaultTimeout)));
  line.sent += 1;
  const result = await attempt(
    line.origin,
    request,
    authorization,
    signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
  );
  if (result.type === 'answer') {
    line.clock.observe(result.headers, clock.now());
    line.rateLimiter.observe(result.headers);
  }
  return result;
}
