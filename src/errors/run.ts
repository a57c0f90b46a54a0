import { entry } from './entry.ts';

/** What ends a run early. */
export const runErrors = {
  'rate-limited': entry<'service' | 'seconds' | 'request'>(
    1,
    (v) => `${v.service}'s rate limit: ${v.request} has to wait ${v.seconds} s, longer than this run can wait.`,
    () => 'Nothing is lost: the next run continues here. Reduce the load of other integrations, or run less often.',
  ),
  deadline: entry<'deadline' | 'during'>(
    1,
    (v) => `The deadline of ${v.deadline} passed ${v.during}.`,
    () => 'Everything pushed so far is kept. The next run continues here.',
  ),
  stopped: entry<'signal' | 'during'>(
    1,
    (v) => `Stopped by ${v.signal} ${v.during}.`,
    () => 'Everything pushed so far is kept. The next run continues here.',
  ),
  unexpected: entry<'reason'>(
    1,
    (v) => `Unexpected error: ${v.reason}`,
    () => 'Run again with --verbose and report the output.',
  ),
} as const;
