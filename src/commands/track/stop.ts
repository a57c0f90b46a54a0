import { ZendriftError } from '#errors.ts';
import type { TrackRun } from './track-run.ts';

/** Why a run has to stop at this safe point, or null. */
export function stopReason({ signal, clock, deadline, deadlineText }: TrackRun, during: string): ZendriftError | null {
  if (signal.aborted) return new ZendriftError('stopped', { signal: String(signal.reason), during });
  return clock.now() >= deadline ? new ZendriftError('deadline', { deadline: deadlineText, during }) : null;
}
