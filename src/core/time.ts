/**
 * Stored times are UTC in whole seconds, `2026-11-22T10:12:13Z`: fixed width, so that they compare as texts. Durations
 * are seconds.
 */
export type UtcTime = string;

export const toUtcTime = (milliseconds: number): UtcTime => `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;

export const epochSeconds = (time: UtcTime): number => Date.parse(time) / 1000;

export const addSeconds = (time: UtcTime, seconds: number): UtcTime => toUtcTime(Date.parse(time) + seconds * 1000);

export const secondsBetween = (from: UtcTime, to: UtcTime): number => (Date.parse(to) - Date.parse(from)) / 1000;

/** `Date.parse` moves February 30th into March, and 24:00 into the next day: a time that no calendar has is no time. */
export function isUtcTime(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)) return false;
  const milliseconds = Date.parse(text);
  return !Number.isNaN(milliseconds) && toUtcTime(milliseconds) === text;
}

export const earlier = (a: UtcTime, b: UtcTime): UtcTime => (a < b ? a : b);

export const later = (a: UtcTime, b: UtcTime): UtcTime => (a > b ? a : b);
