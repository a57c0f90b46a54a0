import type { Hours } from '#policy/rule.ts';
import type { ActionsMinutes } from '#render/init/init-result.ts';

export interface Schedule {
  /** For `on.schedule` of the workflow that tracks. */
  readonly crons: readonly string[];
  readonly minutes: ActionsMinutes;
}

/** A month of a private repository. https://docs.github.com/billing/concepts/product-billing/github-actions */
const freeMinutes = 2000;
/** What comments of reviewers, retries and long runs may take of them. */
const kept = 150;
const [daysPerYear, monthsPerYear] = [365, 12];
const hoursPerWeek = 168;

/** Minutes between two runs in working hours, best first. */
const intervals = [15, 20, 30, 60] as const;

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/**
 * Often in working hours, hourly otherwise, as often as the free minutes allow. GitHub's cron is UTC, so an hour counts as a
 * working hour if it is one in summer or in winter. `year` = any time of the year that is looked at.
 */
export function planSchedule(hours: Hours | null, timezone: string, year: number): Schedule {
  const busy = hours === null ? range(hoursPerWeek) : listBusyHours(hours, hours.timezone ?? timezone, year);
  const [verify, report] = [toMonthly(7), toMonthly(1)];
  const trackAt = (every: number): number => toMonthly((busy.length * 60) / every + (hoursPerWeek - busy.length));
  const fits = (every: number): boolean => trackAt(every) + verify + report + kept <= freeMinutes;
  const every = intervals.find(fits) ?? 60;
  const track = trackAt(every);
  const total = track + verify + report;
  const minutes = { track, verify, report, total, free: freeMinutes, every, otherwise: hours === null ? every : 60 };
  const idle = range(hoursPerWeek).filter((hour) => !busy.includes(hour));
  return { crons: [...toCrons(busy, every), ...toCrons(idle, 60)], minutes };
}

/** Runs of a week → of a month, and each is a minute at least. */
const toMonthly = (runs: number): number => Math.ceil((runs * daysPerYear) / (7 * monthsPerYear));

/** Hours of the week, 0 = Sunday from 00:00 to 01:00 UTC. */
function listBusyHours(hours: Hours, timezone: string, year: number): readonly number[] {
  const end = hours.to > hours.from ? hours.to : hours.to + 1440;
  const busy = new Set<number>();
  for (const month of [0, 6]) {
    const offset = readOffset(timezone, Date.UTC(year, month, 1));
    for (const day of hours.days) {
      const start = weekdays.indexOf(day) * 1440 - offset;
      const first = Math.floor((start + hours.from) / 60);
      const last = Math.ceil((start + end) / 60);
      for (let hour = first; hour < last; hour += 1) busy.add((hour + hoursPerWeek) % hoursPerWeek);
    }
  }
  return [...busy].sort((a, b) => a - b);
}

/** Minutes that local time is ahead of UTC. */
function readOffset(timezone: string, time: number): number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: timezone, timeZoneName: 'longOffset' });
  const name = format.formatToParts(time).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign = '+', hour = '0', minute = '0'] = /^GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hour) * 60 + Number(minute));
}

/** Days with the same hours share a line. Not on the full hour: that is when GitHub starts scheduled runs late, or not at all. */
function toCrons(hoursOfWeek: readonly number[], every: number): readonly string[] {
  const minutes = range(60 / every).map((turn) => 7 + turn * every);
  const days = new Map<string, number[]>();
  for (const day of range(7)) {
    const hours = hoursOfWeek.filter((hour) => Math.floor(hour / 24) === day).map((hour) => hour % 24);
    if (hours.length === 0) continue;
    const text = toRanges(hours, 24);
    days.set(text, [...(days.get(text) ?? []), day]);
  }
  return [...days].map(([hours, list]) => `${minutes.join(',')} ${hours} * * ${toRanges(list, 7)}`);
}

/** `1-5,7`, or `*` for all of them. */
function toRanges(numbers: readonly number[], all: number): string {
  if (numbers.length === all) return '*';
  const ranges: string[] = [];
  for (let index = 0; index < numbers.length; index += 1) {
    const first = numbers[index] ?? 0;
    let last = first;
    while (numbers[index + 1] === last + 1) {
      last += 1;
      index += 1;
    }
    ranges.push(first === last ? String(first) : `${first}-${last}`);
  }
  return ranges.join(',');
}

const range = (length: number): readonly number[] => Array.from({ length }, (_, index) => index);
