import { addSeconds, type UtcTime } from '#core/time.ts';
import { ZendriftError } from '#errors.ts';
import { parseMoment } from '#policy/moment.ts';

/** A point of the record as it was asked for. `text` = as it was typed. */
export type WantedPoint =
  | { readonly type: 'time'; readonly time: UtcTime; readonly text: string }
  /** The first digits of a commit id. */
  | { readonly type: 'commit'; readonly digits: string; readonly text: string }
  | { readonly type: 'tip' };

const hint =
  'Name a commit by at least 7 digits of its id, a time such as 2026-11-22 or 2026-11-22T10:12:13Z, or a duration before now, such as 7d.';

/** A day as the start begins with its first second, as the end it counts whole. */
export function parsePoint(name: 'FROM' | 'TO', text: string | null, timezone: string, now: UtcTime): WantedPoint {
  if (text === null && name === 'TO') return { type: 'tip' };
  if (text === null) throw new ZendriftError('settings-invalid', { problems: 'diff needs FROM', hint });
  const seconds = parseAge(text);
  if (seconds !== null) return { type: 'time', time: addSeconds(now, -seconds), text };
  if (/^[0-9a-f]{7,64}$/i.test(text)) return { type: 'commit', digits: text.toLowerCase(), text };
  const time = parseMoment(text, timezone, name === 'FROM' ? 'start' : 'end');
  if (time !== null) return { type: 'time', time, text };
  throw new ZendriftError('settings-invalid', {
    problems: `${name} ${JSON.stringify(text.slice(0, 80))} is neither a commit nor a time`,
    hint,
  });
}

const units: Readonly<Record<string, number>> = { d: 86_400, h: 3600, m: 60, s: 1 };

/** Seconds of `7d`, `36h` or `1d12h`. */
function parseAge(text: string): number | null {
  if (!/^(?:\d{1,7}[dhms])+$/.test(text)) return null;
  return [...text.matchAll(/(\d+)([dhms])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (units[unit ?? ''] ?? 0),
    0,
  );
}
