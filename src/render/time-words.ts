import { Temporal } from 'temporal-polyfill';

const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const months = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];

const at = (time: string, timezone: string) => Temporal.Instant.from(time).toZonedDateTimeISO(timezone);
const clock = (time: string, timezone: string): string => at(time, timezone).toPlainTime().toString().slice(0, 8);
const monthOf = (month: number): string => months[month - 1] ?? '';

/** `Sunday 22 November 2026` */
export function longDate(time: string, timezone: string): string {
  const { dayOfWeek, day, month, year } = at(time, timezone);
  return `${days[dayOfWeek - 1]} ${day} ${monthOf(month)} ${year}`;
}

/** `20 Nov 2026` */
export function shortDate(time: string, timezone: string): string {
  const { day, month, year } = at(time, timezone);
  return `${day} ${monthOf(month).slice(0, 3)} ${year}`;
}

/** `23:41:13` */
export const clockTime = clock;

/** `20 Nov 2026 23:41` */
export const minuteTime = (time: string, timezone: string): string =>
  `${shortDate(time, timezone)} ${clock(time, timezone).slice(0, 5)}`;

/** `Sunday 22 November 2026, 23:41:13 Europe/Berlin (22:41:13 UTC)`, with the day where UTC has another one. */
export function fullTime(time: string, timezone: string): string {
  const local = `${longDate(time, timezone)}, ${clock(time, timezone)}`;
  if (timezone === 'UTC') return `${local} UTC`;
  const otherDay = shortDate(time, timezone) !== shortDate(time, 'UTC');
  return `${local} ${timezone} (${otherDay ? `${shortDate(time, 'UTC')} ` : ''}${clock(time, 'UTC')} UTC)`;
}

/** The same in a table: `Sun 22 Nov 2026, 23:41:13 Europe/Berlin (22:41:13 UTC)`. */
export function tableTime(time: string, timezone: string): string {
  const day = days[at(time, timezone).dayOfWeek - 1]?.slice(0, 3) ?? '';
  return fullTime(time, timezone).replace(longDate(time, timezone), `${day} ${shortDate(time, timezone)}`);
}

/** `40 s`, `12 min`, `2 h 5 min`, `3 days 4 h`. */
export function durationWords(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return join(`${hours} h`, minutes % 60, 'min');
  return join(`${Math.floor(hours / 24)} days`, hours % 24, 'h');
}

const join = (large: string, small: number, unit: string): string =>
  small === 0 ? large : `${large} ${small} ${unit}`;
