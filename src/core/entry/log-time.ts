import { toUtcTime, type UtcTime } from '#core/time.ts';

const pattern = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(?:[.,]\d+)? ?(Z|UTC|GMT|[+-]\d\d:?\d\d)?$/i;

/** A time as a log file writes it, as UTC in whole seconds; null for anything else. Without a zone it is UTC, as in Zendesk's exports. */
export function parseLogTime(text: string): UtcTime | null {
  const [, day, clock, seconds = ':00', zone = 'Z'] = pattern.exec(text.trim()) ?? [];
  if (day === undefined || clock === undefined) return null;
  const offset = /^[+-]/.test(zone) ? zone.replace(/^(...):?/, '$1:') : 'Z';
  const milliseconds = Date.parse(`${day}T${clock}${seconds}${offset}`);
  if (Number.isNaN(milliseconds)) return null;
  // A day that no month has would be rolled over.
  return new Date(Date.parse(`${day}T00:00:00Z`)).toISOString().startsWith(day) ? toUtcTime(milliseconds) : null;
}
