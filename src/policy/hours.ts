import { Temporal } from 'temporal-polyfill';
import type { Hours, Policy } from './rule.ts';
import { isInWindow, renderWindow, toLocalTime } from './window.ts';

/** Off hours by these hours; false for a time that cannot be read. */
export function isOffHours(hours: Hours, timezone: string, time: string): boolean {
  const zone = hours.timezone ?? timezone;
  const local = toLocalTime(time, zone);
  if (local === null) return false;
  const day = Temporal.Instant.fromEpochMilliseconds(Date.parse(time))
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .toString();
  const isHoliday = hours.holidays.includes(day) || hours.calendarDays?.has(day) === true;
  return isHoliday || !isInWindow(hours, local);
}

/** `mon, tue 08:00–18:00 Europe/Berlin, but not 2026-12-25` */
export function renderHours(hours: Hours, timezone: string): string {
  const { holidays } = hours;
  const without =
    holidays.length === 0
      ? ''
      : `, but not ${holidays.length > 5 ? `${holidays.length} holidays` : holidays.join(', ')}`;
  return renderWindow(hours, hours.timezone ?? timezone) + without;
}

/** What a verdict says of the time of a change: who approved a window in advance expects changes in it. */
export interface TimedVerdict {
  readonly decision: string;
  readonly reason: string;
  readonly rule?: string | null;
}

/** Whether a change was approved for the time at which it was made: by a request, or by a rule with a window of its own. */
export const isPlanned = ({ rules }: Pick<Policy, 'rules'>, { decision, reason, rule }: TimedVerdict): boolean =>
  decision === 'approved' &&
  (reason === 'change-request' ||
    (reason === 'rule-matches' && rules.some(({ name, window }) => name === rule && window !== undefined)));
