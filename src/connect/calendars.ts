import type { Config } from '#config/config.ts';
import { isCalendarPath } from '#config/policy-schema.ts';
import { ZendriftError } from '#errors.ts';
import type { Clone } from '#git/clone.ts';
import type { ConfigSource } from '#ports.ts';

/** The configuration with the days of the calendar files that its hours name, as the commit of the configuration has them. */
export async function withCalendars(config: Config, source: ConfigSource, clone: Clone): Promise<Config> {
  const { hours } = config;
  const paths = hours?.holidays.filter(isCalendarPath) ?? [];
  if (hours === null || paths.length === 0) return config;
  // Few accounts have such a file, and each run would load the library.
  const { parseHolidays } = await import('#config/holidays.ts');
  const days = new Set<string>();
  for (const path of paths) {
    const found = source.commit === null ? await clone.readLocal([path]) : await clone.readFirst(source.commit, [path]);
    const read =
      found === null ? { type: 'unreadable' as const, reason: 'it does not exist' } : parseHolidays(found.text);
    if (read.type === 'unreadable') {
      const problems = `hours.holidays: can't read ${path}: ${read.reason}`;
      throw new ZendriftError('config-invalid', { file: source.path ?? 'defaults', problems });
    }
    for (const day of read.days) days.add(day);
  }
  return { ...config, hours: { ...hours, calendarDays: days } };
}
