import { expect, test } from 'vitest';
import { parseMoment, toLocalText } from '#policy/moment.ts';

test.each([
  ['2026-11-22', 'UTC', '2026-11-22T00:00:00Z', '2026-11-22T23:59:59Z'],
  ['2026-11-22', 'Europe/Berlin', '2026-11-21T23:00:00Z', '2026-11-22T22:59:59Z'],
  // Clocks go forward on that day: it has 23 hours.
  ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00Z', '2026-03-29T21:59:59Z'],
  ['2026-11-22T10:00', 'America/New_York', '2026-11-22T15:00:00Z', '2026-11-22T15:00:00Z'],
  ['2026-11-22T10:00Z', 'America/New_York', '2026-11-22T10:00:00Z', '2026-11-22T10:00:00Z'],
  ['2026-11-22T10:12:13+01:00', 'UTC', '2026-11-22T09:12:13Z', '2026-11-22T09:12:13Z'],
])('%s in %s is %s, as an end %s', (text, zone, start, end) => {
  expect([parseMoment(text, zone, 'start'), parseMoment(text, zone, 'end')]).toEqual([start, end]);
});

test.each(['', 'yesterday', '2026-02-30', '2026-11-22T25:00Z', '2026-11-22 10:00', '26-11-22', '2026-11-22T10Z'])(
  '%j is no time',
  (text) => expect(parseMoment(text, 'UTC', 'start')).toBeNull(),
);

test('a time is shown as the zone has it', () => {
  expect(toLocalText('2026-11-22T10:12:13Z', 'Europe/Berlin')).toBe('2026-11-22 11:12:13 (Europe/Berlin)');
  expect(toLocalText('2026-11-22T10:12:13Z', 'UTC')).toBe('2026-11-22T10:12:13Z');
});
