import type { Policy } from './rule.ts';
import { isInWindow, toLocalTime } from './window.ts';

/** Whether a policy has approving windows and a time is in none of them: a reason to look twice, never a verdict. */
export function isOutsideEveryWindow(policy: Policy, time: string): boolean {
  const windows = policy.rules.flatMap(({ decide, window }) => (decide === 'approved' && window ? [window] : []));
  return (
    windows.length > 0 &&
    windows.every((window) => {
      const local = toLocalTime(time, window.timezone ?? policy.timezone);
      return local !== null && !isInWindow(window, local);
    })
  );
}
