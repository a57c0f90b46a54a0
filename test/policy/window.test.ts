import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { weekdays } from '#policy/rule.ts';
import { isInWindow, parseTimezone, renderLocalTime, renderWindow, toLocalTime } from '#policy/window.ts';
import { window } from './build.ts';
import { minuteOfWeek, windowByEnumeration } from './naive.ts';

const isIn = (it: ReturnType<typeof window>, time: string): boolean => {
  const local = toLocalTime(time, it.timezone ?? 'UTC');
  return local !== null && isInWindow(it, local);
};

describe('a window', () => {
  test.each([
    ['tue thu', '18:00', '20:00', '2026-11-24T16:59:59Z', false],
    ['tue thu', '18:00', '20:00', '2026-11-24T17:00:00Z', true],
    ['tue thu', '18:00', '20:00', '2026-11-24T18:59:59Z', true],
    ['tue thu', '18:00', '20:00', '2026-11-24T19:00:00Z', false],
    ['tue thu', '18:00', '20:00', '2026-11-25T17:30:00Z', false],
    ['sat', '00:00', '24:00', '2026-11-20T22:59:59Z', false],
    ['sat', '00:00', '24:00', '2026-11-20T23:00:00Z', true],
    ['sat', '00:00', '24:00', '2026-11-21T22:59:59Z', true],
    ['sat', '00:00', '24:00', '2026-11-21T23:00:00Z', false],
  ])('%s %s–%s in Berlin includes its start and excludes its end: %s is %s', (days, from, to, time, expected) => {
    expect(isIn(window(days, from, to, 'Europe/Berlin'), time)).toBe(expected);
  });

  test.each([
    ['2026-11-27T21:59:00Z', false],
    ['2026-11-27T22:00:00Z', true],
    ['2026-11-28T00:30:00Z', true],
    ['2026-11-28T01:59:59Z', true],
    ['2026-11-28T02:00:00Z', false],
    ['2026-11-28T22:30:00Z', false],
    ['2026-11-27T01:00:00Z', false],
  ])('one that ends after midnight belongs to the day it starts (fri 22:00–02:00): %s is %s', (time, expected) => {
    expect(isIn(window('fri', '22:00', '02:00', 'UTC'), time)).toBe(expected);
  });

  test('a Sunday night reaches into Monday', () => {
    expect(isIn(window('sun', '22:00', '02:00', 'UTC'), '2026-11-23T01:00:00Z')).toBe(true);
    expect(isIn(window('mon', '22:00', '02:00', 'UTC'), '2026-11-23T01:00:00Z')).toBe(false);
  });

  test('a time that cannot be read is in no window', () => {
    expect(isIn(window('mon tue wed thu fri sat sun', '00:00', '24:00', 'UTC'), 'yesterday')).toBe(false);
  });
});

describe('a change of the clocks', () => {
  test.each([
    ['Europe/Berlin', '02:00', '03:00', '2026-03-29', []],
    ['Europe/Berlin', '01:30', '03:30', '2026-03-29', ['2026-03-29T00:30:00Z', '2026-03-29T01:30:00Z']],
    ['America/New_York', '02:00', '03:00', '2026-03-08', []],
    ['America/New_York', '01:00', '04:00', '2026-03-08', ['2026-03-08T06:00:00Z', '2026-03-08T08:00:00Z']],
    ['Australia/Lord_Howe', '02:00', '02:30', '2026-10-04', []],
    ['Australia/Lord_Howe', '01:45', '02:45', '2026-10-04', ['2026-10-03T15:15:00Z', '2026-10-03T15:45:00Z']],
    ['Europe/Berlin', '02:00', '03:00', '2026-10-25', ['2026-10-25T00:00:00Z', '2026-10-25T02:00:00Z']],
    ['America/New_York', '01:00', '02:00', '2026-11-01', ['2026-11-01T05:00:00Z', '2026-11-01T07:00:00Z']],
    ['Australia/Lord_Howe', '01:30', '02:00', '2026-04-05', ['2026-04-04T14:30:00Z', '2026-04-04T15:30:00Z']],
  ])('%s: %s–%s on Sunday %s spans exactly %j', (zone, from, to, date, expected) => {
    const sunday = window('sun', from, to, zone);
    const start = Date.parse(`${date}T00:00:00Z`) - 86_400_000;
    const inside = Array.from({ length: 3 * 1440 }, (_, minute) => start + minute * 60_000).filter((time) =>
      isIn(sunday, new Date(time).toISOString()),
    );
    const [first, last] = [inside[0], inside.at(-1)];
    const span =
      first === undefined || last === undefined
        ? []
        : [first, last + 60_000].map((time) => `${new Date(time).toISOString().slice(0, 19)}Z`);
    expect(span).toEqual(expected);
    expect(inside.length * 60_000).toBe((last ?? 0) - (first ?? 0) + (inside.length > 0 ? 60_000 : 0));
  });

  const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC'] as const;
  const anyWindow = fc
    .record({
      days: fc.subarray([...weekdays], { minLength: 1 }),
      from: fc.integer({ min: 0, max: 1439 }),
      to: fc.integer({ min: 0, max: 1440 }),
    })
    .filter(({ from, to }) => from !== to);

  test('a window agrees with the enumeration of its minutes, in any zone and at any time of two years', () => {
    const year = fc.integer({
      min: Date.parse('2026-01-01T00:00:00Z') / 1000,
      max: Date.parse('2027-12-31T00:00:00Z') / 1000,
    });
    fc.assert(
      fc.property(anyWindow, fc.constantFrom(...zones), year, (it, timezone, second) => {
        const time = new Date(second * 1000).toISOString();
        expect(isIn({ ...it, timezone }, time)).toBe(windowByEnumeration(it).has(minuteOfWeek(time, timezone)));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('for people', () => {
  test('local time and window are reported in the zone that was compared', () => {
    const it = window('tue thu', '18:00', '20:00');
    const local = toLocalTime('2026-11-22T22:41:13Z', 'Europe/Berlin');
    expect(local && renderLocalTime(local, 'Europe/Berlin')).toBe('Sun 23:41 Europe/Berlin');
    expect(renderWindow(it, 'Europe/Berlin')).toBe('tue, thu 18:00–20:00 Europe/Berlin');
    expect(renderWindow(window(weekdays.join(' '), '08:00', '24:00'), 'UTC')).toBe('daily 08:00–24:00 UTC');
  });

  test.each([
    ['Europe/Berlin', 'Europe/Berlin'],
    ['europe/berlin', 'Europe/Berlin'],
    ['UTC', 'UTC'],
    ['+02:00', null],
    ['Mars/Olympus', null],
    ['', null],
    ['2026-01-01T00:00Z', null],
  ])('time zone %j is %j', (text, expected) => {
    expect(parseTimezone(text)).toBe(expected);
  });
});
