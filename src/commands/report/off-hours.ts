import { isOffHours, isPlanned, renderHours, type TimedVerdict } from '#policy/hours.ts';
import type { Hours, Policy } from '#policy/rule.ts';
import type { ReportHours } from '#render/report/report-result.ts';

type Times = Pick<Policy, 'rules' | 'hours' | 'timezone'>;

/** Where the configuration names no hours. */
const officeHours: Hours = {
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  from: 8 * 60,
  to: 18 * 60,
  holidays: [],
};

export const describeHours = ({ hours, timezone }: Times): ReportHours =>
  hours
    ? { basis: 'hours', windows: [renderHours(hours, timezone)] }
    : { basis: 'office-hours', windows: [renderHours(officeHours, timezone)] };

/** Off hours, unless it was approved for the time at which it was made. */
export const isChangeOffHours = (policy: Times, verdict: TimedVerdict, times: readonly string[]): boolean =>
  !isPlanned(policy, verdict) && times.some((time) => isOffHours(policy.hours ?? officeHours, policy.timezone, time));
