import { ZendriftError } from '#errors.ts';
import { parseTimezone } from '#policy/window.ts';
import { mustBe, nameInput, type Surface } from './problem.ts';

/** The zone of `timezone`, null where none was given. Throws `settings-invalid`. */
export function parseTimezoneInput(text: string | null, surface: Surface): string | null {
  const zone = text === null ? null : parseTimezone(text);
  if (text !== null && zone === null) {
    const problems = mustBe(nameInput('timezone', surface), 'a time zone such as Europe/Berlin', text);
    throw new ZendriftError('settings-invalid', { problems });
  }
  return zone;
}
