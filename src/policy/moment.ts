import { Temporal } from 'temporal-polyfill';

const pattern = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?(Z|[+-]\d\d:\d\d)?)?$/;

/**
 * A time as a person writes it, as UTC in whole seconds; null for anything else. Without an offset it is the time of `timezone`.
 * A day is its first second in that zone, or as an `end` its last one: a day on which clocks change has 23 or 25 hours.
 */
export function parseMoment(text: string, timezone: string, edge: 'start' | 'end'): string | null {
  const match = pattern.exec(text);
  if (match === null) return null;
  try {
    const instant = match[1] === undefined ? toLocalInstant(text, timezone, edge) : Temporal.Instant.from(text);
    const time = new Date(instant.epochMilliseconds).toISOString();
    return time.length === 24 ? `${time.slice(0, 19)}Z` : null;
  } catch {
    return null;
  }
}

function toLocalInstant(text: string, timezone: string, edge: 'start' | 'end'): Temporal.Instant {
  if (text.includes('T')) return Temporal.PlainDateTime.from(text).toZonedDateTime(timezone).toInstant();
  const day = Temporal.PlainDate.from(text);
  if (edge === 'start') return day.toZonedDateTime(timezone).toInstant();
  return day.add({ days: 1 }).toZonedDateTime(timezone).toInstant().subtract({ seconds: 1 });
}

/** `2026-11-22 11:12:13 (Europe/Berlin)`, for people; a time in UTC stays as it is. */
export function toLocalText(time: string, timezone: string): string {
  if (timezone === 'UTC') return time;
  const local = Temporal.Instant.from(time).toZonedDateTimeISO(timezone).toPlainDateTime();
  return `${local.toString({ smallestUnit: 'second' }).replace('T', ' ')} (${timezone})`;
}

/** Midnight of the Monday of a time in a zone, as UTC in whole seconds. */
export function startOfWeek(time: string, timezone: string): string {
  const day = Temporal.Instant.from(time).toZonedDateTimeISO(timezone).toPlainDate();
  const monday = day
    .subtract({ days: day.dayOfWeek - 1 })
    .toZonedDateTime(timezone)
    .toInstant();
  return `${new Date(monday.epochMilliseconds).toISOString().slice(0, 19)}Z`;
}

/** `2026-11-22`, the day of a UTC time in a zone. */
export const toLocalDay = (time: string, timezone: string): string =>
  timezone === 'UTC'
    ? time.slice(0, 10)
    : Temporal.Instant.from(time).toZonedDateTimeISO(timezone).toPlainDate().toString();
