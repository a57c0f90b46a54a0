import { expect, test } from 'vitest';
import { parseHolidays } from '#config/holidays.ts';

const calendar = (...events: readonly (readonly string[])[]): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//test//EN',
    ...events.flatMap((lines, index) => ['BEGIN:VEVENT', `UID:${index}@test`, ...lines, 'END:VEVENT']),
    'END:VCALENDAR',
    '',
  ].join('\r\n');
const daysOf = (...events: readonly (readonly string[])[]): ReadonlySet<string> => {
  const read = parseHolidays(calendar(...events));
  return read.type === 'read' ? read.days : new Set();
};

test('an all-day event is its day, and one of several days ends the day before its end', () => {
  expect([...daysOf(['DTSTART;VALUE=DATE:20261225'])]).toEqual(['2026-12-25']);
  expect([...daysOf(['DTSTART;VALUE=DATE:20261230', 'DTEND;VALUE=DATE:20270102'])]).toEqual([
    '2026-12-30',
    '2026-12-31',
    '2027-01-01',
  ]);
});

test('an event that repeats each year is a holiday in every year, without the days that are taken out', () => {
  const days = daysOf(['DTSTART;VALUE=DATE:19950501', 'RRULE:FREQ=YEARLY', 'EXDATE;VALUE=DATE:20270501']);
  for (const day of ['2000-05-01', '2026-05-01', '2028-05-01', '2099-05-01']) expect(days).toContain(day);
  expect(days).not.toContain('2027-05-01');
  expect(days).not.toContain('1995-05-01');
});

test('the fourth Thursday of November, a limited rule and extra days are understood', () => {
  const thanksgiving = daysOf(['DTSTART;VALUE=DATE:20201126', 'RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH']);
  for (const day of ['2026-11-26', '2027-11-25', '2028-11-23']) expect(thanksgiving).toContain(day);
  const limited = daysOf(['DTSTART;VALUE=DATE:20260106', 'RRULE:FREQ=YEARLY;COUNT=2', 'RDATE;VALUE=DATE:20260301']);
  expect([...limited].sort()).toEqual(['2026-01-06', '2026-03-01', '2027-01-06']);
});

test('an occurrence that was moved or cancelled is where the calendar says', () => {
  const text = calendar(['DTSTART;VALUE=DATE:20260501', 'RRULE:FREQ=YEARLY;COUNT=3'])
    .replace('END:VCALENDAR', '')
    .concat(
      'BEGIN:VEVENT\r\nUID:0@test\r\nRECURRENCE-ID;VALUE=DATE:20270501\r\nDTSTART;VALUE=DATE:20270503\r\nEND:VEVENT\r\n',
    )
    .concat('END:VCALENDAR\r\n')
    .replace('\r\n\r\n', '\r\n');
  const read = parseHolidays(text);
  expect(read.type === 'read' ? [...read.days].sort() : read).toEqual(['2026-05-01', '2027-05-03', '2028-05-01']);
  expect([...daysOf(['DTSTART;VALUE=DATE:20261225', 'STATUS:CANCELLED'], ['DTSTART;VALUE=DATE:20261226'])]).toEqual([
    '2026-12-26',
  ]);
});

test('an event with a time of day is no holiday', () => {
  expect([...daysOf(['DTSTART:20261224T120000Z', 'DTEND:20261224T140000Z'], ['DTSTART;VALUE=DATE:20261225'])]).toEqual([
    '2026-12-25',
  ]);
});

test.each<[string, string, RegExp]>([
  ['no calendar', 'Christmas: 25 December', /no calendar/],
  ['an empty file', '', /no calendar|no all-day/],
  ['a calendar without all-day events', calendar(['DTSTART:20261224T120000Z']), /no all-day event/],
  ['a file that is too large', 'x'.repeat(2_000_001), /larger than 2 MB/],
])('%s is refused with its reason', (_name, text, reason) => {
  expect(parseHolidays(text)).toEqual({ type: 'unreadable', reason: expect.stringMatching(reason) });
});

test('a rule that never ends costs a bounded time', () => {
  expect(daysOf(['DTSTART;VALUE=DATE:20000101', 'RRULE:FREQ=DAILY']).size).toBeGreaterThan(36_000);
});
