import { Temporal } from 'temporal-polyfill';
import { type Weekday, type Window, weekdays } from './rule.ts';

/** Wall time of an instant in a zone. */
export interface LocalTime {
  readonly day: Weekday;
  /** Minutes since local midnight, in local time. */
  readonly minute: number;
}

/** The zone's own spelling (`Europe/Berlin` for `europe/berlin`), or null where no such zone exists. An offset is no zone. */
export function parseTimezone(text: string): string | null {
  if (!/^[A-Za-z]/.test(text)) return null;
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text).timeZoneId;
  } catch {
    return null;
  }
}

/** Null where the time cannot be read. Throws `RangeError` for a zone that `parseTimezone` does not accept. */
export function toLocalTime(time: string, timezone: string): LocalTime | null {
  const milliseconds = Date.parse(time);
  if (Number.isNaN(milliseconds)) return null;
  const local = Temporal.Instant.fromEpochMilliseconds(milliseconds).toZonedDateTimeISO(timezone);
  return { day: weekdayAt(local.dayOfWeek - 1), minute: local.hour * 60 + local.minute };
}

/**
 * Compares local times, so a window keeps its hours over a change of the clocks: an hour that
 * comes twice in autumn is in it twice, one that spring leaves out never.
 */
export function isInWindow(window: Window, local: LocalTime): boolean {
  const { days, from, to } = window;
  if (from < to) return days.includes(local.day) && from <= local.minute && local.minute < to;
  if (local.minute >= from) return days.includes(local.day);
  return local.minute < to && days.includes(weekdayAt(weekdays.indexOf(local.day) - 1));
}

const weekdayAt = (index: number): Weekday => weekdays.at(index % weekdays.length) ?? 'mon';

/** `Sun 23:41 Europe/Berlin` */
export const renderLocalTime = (local: LocalTime, timezone: string): string =>
  `${local.day.charAt(0).toUpperCase()}${local.day.slice(1)} ${renderMinute(local.minute)} ${timezone}`;

/** `tue, thu 18:00–20:00 Europe/Berlin` */
export const renderWindow = (window: Window, timezone: string): string =>
  `${window.days.length === weekdays.length ? 'daily' : window.days.join(', ')} ${renderMinute(window.from)}–${renderMinute(window.to)} ${timezone}`;

const renderMinute = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
