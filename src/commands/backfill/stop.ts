import { ZendriftError } from '#errors.ts';
import type { BackfillRun } from './backfill-run.ts';

/** Throws where a run has to stop at this safe point: what is saved stays. */
export function stopIfDue({ signal, clock, deadline, deadlineText }: BackfillRun, during: string): void {
  if (signal.aborted) throw new ZendriftError('stopped', { signal: String(signal.reason), during });
  if (clock.now() >= deadline) throw new ZendriftError('deadline', { deadline: deadlineText, during });
}
