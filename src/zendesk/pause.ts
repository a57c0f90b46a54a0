import { ZendriftError } from '#errors.ts';
import type { Clock } from '#ports.ts';

/** Throws `stopped` where the run was asked to stop. `during` is `before GET /api/v2/…`. */
export function checkStopped(signal: AbortSignal | undefined, during: string): void {
  if (signal?.aborted !== true) return;
  const name = typeof signal.reason === 'string' ? signal.reason : 'a signal';
  throw new ZendriftError('stopped', { signal: name, during });
}

/** Sleeps, or throws `stopped` as soon as the run is asked to stop. */
export async function pause(
  clock: Clock,
  milliseconds: number,
  signal: AbortSignal | undefined,
  during: string,
): Promise<void> {
  checkStopped(signal, during);
  if (milliseconds <= 0) return;
  let wake = (): void => {};
  const stopped = new Promise<void>((resolve) => {
    wake = resolve;
  });
  signal?.addEventListener('abort', wake, { once: true });
  await Promise.race([clock.sleep(milliseconds), stopped]);
  signal?.removeEventListener('abort', wake);
  checkStopped(signal, during);
}
