import ICAL from 'ical.js';

export type ReadHolidays =
  | { readonly type: 'read'; readonly days: ReadonlySet<string> }
  | { readonly type: 'unreadable'; readonly reason: string };

/** Years that a repeating event is followed through. */
const [firstYear, lastYear] = [2000, 2099];
/** More text or more days than any calendar of holidays has. */
const longest = 2_000_000;
const mostDays = 40_000;

/** The days of a calendar file (iCalendar, RFC 5545) that all-day events cover, as `2026-12-25`. Other events are no holidays. */
export function parseHolidays(text: string): ReadHolidays {
  if (text.length > longest) return { type: 'unreadable', reason: 'it is larger than 2 MB' };
  try {
    const days = new Set<string>();
    for (const event of readEvents(text)) {
      addDays(event, days);
      if (days.size >= mostDays) return { type: 'unreadable', reason: `it has more than ${mostDays} days` };
    }
    return days.size === 0 ? { type: 'unreadable', reason: 'it has no all-day event' } : { type: 'read', days };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n', 1)[0] : '';
    return { type: 'unreadable', reason: `it is no calendar (${reason})` };
  }
}

/** A file may hold several calendars. An event that only changes one day of another one comes with that one. */
function readEvents(text: string): readonly ICAL.Event[] {
  const parsed: unknown = ICAL.parse(text);
  const calendars = Array.isArray(parsed) && Array.isArray(parsed[0]) ? parsed : [parsed];
  return calendars
    .flatMap((calendar) => new ICAL.Component(calendar).getAllSubcomponents('vevent'))
    .filter((component) => component.getFirstPropertyValue('status') !== 'CANCELLED')
    .map((component) => new ICAL.Event(component))
    .filter((event) => !event.isRecurrenceException() && event.startDate?.isDate);
}

function addDays(event: ICAL.Event, days: Set<string>): void {
  if (!event.isRecurring()) {
    addSpan(event.startDate, event.endDate, days);
    return;
  }
  const iterator = event.iterator();
  for (let next = iterator.next(); next && next.year <= lastYear && days.size < mostDays; next = iterator.next()) {
    const { startDate, endDate, item } = event.getOccurrenceDetails(next);
    if (item.component.getFirstPropertyValue('status') !== 'CANCELLED') addSpan(startDate, endDate, days);
  }
}

/** The end is the day after the last one. */
function addSpan(start: ICAL.Time, end: ICAL.Time, days: Set<string>): void {
  const day = start.clone();
  do {
    if (day.year >= firstYear) days.add(day.toString().slice(0, 10));
    day.adjust(1, 0, 0, 0);
  } while (day.compareDateOnlyTz(end, ICAL.Timezone.utcTimezone) < 0 && day.year <= lastYear && days.size < mostDays);
}
