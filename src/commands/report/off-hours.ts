import type { Policy, Window } from '#policy/rule.ts';
import { isInWindow, isOutsideEveryWindow, renderWindow, toLocalTime } from '#policy/window.ts';
import type { ReportHours } from '#render/report/report-result.ts';

type Hours = Pick<Policy, 'rules' | 'timezone'>;

/** Where a policy has no windows that approve. */
const officeHours: Window = { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: 8 * 60, to: 18 * 60 };

export function describeHours(policy: Hours): ReportHours {
  const windows = approvingWindows(policy);
  const words = (window: Window): string => renderWindow(window, window.timezone ?? policy.timezone);
  if (windows.length === 0) return { basis: 'office-hours', windows: [words(officeHours)] };
  return { basis: 'policy-windows', windows: [...new Set(windows.map(words))] };
}

export function isOffHours(policy: Hours, time: string): boolean {
  if (approvingWindows(policy).length > 0) return isOutsideEveryWindow(policy, time);
  const local = toLocalTime(time, policy.timezone);
  return local !== null && !isInWindow(officeHours, local);
}

const approvingWindows = ({ rules }: Hours): readonly Window[] =>
  rules.flatMap(({ decide, window }) => (decide === 'approved' && window ? [window] : []));
