import { idIn, type Kind, only } from './kind.ts';
import { exactly, identifier, list, record, requiredText, text } from './shape.ts';

/** Schedules are business hours and holidays. https://developer.zendesk.com/api-reference/ticketing/ticket-management/schedules/ */
export const schedule: Kind = {
  name: 'schedule',
  plural: 'schedules',
  api: {
    path: 'business_hours/schedules',
    list: 'schedules',
    paging: 'none',
    parts: [{ field: 'holidays', path: 'holidays', list: 'holidays' }],
  },
  envelope: 'schedule',
  auditSources: ['zendesk/business_hours/workweek'],
  needs: 'a plan with business hours',
  adminPath: () => '/admin/objects-rules/rules/schedules',
  order: 'none',
  personal: false,
  fields: {
    id: identifier,
    name: requiredText,
    time_zone: text,
    intervals: list(record({ start_time: exactly, end_time: exactly })),
    holidays: list(record({ id: identifier, name: text, start_date: text, end_date: text })),
  },
  namedBy: { type: 'schedule', id: idIn },
  words: { time_zone: 'Time zone', intervals: 'Hours (minutes of the week)', holidays: 'Holiday' },
  secrets: [],
  revisions: false,
  definitions: null,
  // Hours and holidays are written in requests of their own.
  toWrite: only('name', 'time_zone'),
};
