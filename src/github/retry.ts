import { ZendriftError } from '#errors.ts';
import type { Clock } from '#ports.ts';

export interface RetryBudgetOptions {
  readonly clock: Clock;
  /** When the run must end: milliseconds since 1970, on `clock`. */
  readonly deadline: () => number;
  readonly signal: AbortSignal;
}

/** How long a run may wait, and that it stops when it is asked to. */
export interface RetryBudget {
  now(): number;
  /** Milliseconds that are left; never negative. */
  left(): number;
  /** Throws `stopped` where the run was asked to stop, `deadline` where its time is over. */
  check(request: string): void;
  /** Waits; throws `stopped` as soon as the run is asked to stop. */
  wait(milliseconds: number, request: string): Promise<void>;
}

export function openRetryBudget({ clock, deadline, signal }: RetryBudgetOptions): RetryBudget {
  const check = (request: string): void => {
    const during = `before ${request}`;
    if (signal.aborted) {
      const name = typeof signal.reason === 'string' ? signal.reason : 'a signal';
      throw new ZendriftError('stopped', { signal: name, during });
    }
    if (clock.now() < deadline()) return;
    throw new ZendriftError('deadline', { deadline: new Date(deadline()).toISOString(), during });
  };
  const wait = async (milliseconds: number, request: string): Promise<void> => {
    check(request);
    let stop = (): void => {};
    const stopped = new Promise<void>((resolve) => {
      stop = resolve;
      signal.addEventListener('abort', stop, { once: true });
    });
    await Promise.race([clock.sleep(milliseconds), stopped]);
    signal.removeEventListener('abort', stop);
    check(request);
  };
  return { now: clock.now, left: () => Math.max(0, deadline() - clock.now()), check, wait };
}
