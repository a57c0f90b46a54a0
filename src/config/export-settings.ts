import { parseDuration } from './duration.ts';
import type { InputName } from './inputs.ts';
import type { Refuse } from './problem.ts';

export const exportFormats = ['csv', 'jsonl', 'json', 'html', 'markdown'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** What `audit` and `report` are asked for. */
export interface ExportSettings {
  /** Start, inclusive: a time, or how many seconds before the end. */
  readonly from:
    | { readonly type: 'time'; readonly time: string }
    | { readonly type: 'before'; readonly seconds: number };
  /** End, inclusive, UTC whole seconds; null = now. */
  readonly to: string | null;
  /** Null = as the name of the file says, else the command's first. */
  readonly format: ExportFormat | null;
  /** File as given; null = standard output. */
  readonly output: string | null;
}

const dayPattern = /^\d{4}-\d\d-\d\d$/;
const timePattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const defaultSeconds = 30 * 86_400;

/** Whether a text is meant as a point in time: `--to` names a commit or a branch elsewhere. */
const looksLikeTime = (text: string): boolean => /^\d+-/.test(text);

/** What a time looks like on the command line. */
export const timeForms = 'a day such as 2026-11-22 or a time such as 2026-11-22T10:12:13Z';

interface Reporter {
  readonly refuse: Refuse;
  readonly problems: string[];
  readonly nameOf: (name: InputName) => string;
}

interface Given {
  readonly from: string | null;
  readonly to: string | null;
  readonly format: string | null;
  readonly output: string | null;
}

/** A day as the end counts whole. */
export function parseExport(
  { from, to, format, output }: Given,
  { refuse, problems, nameOf }: Reporter,
): ExportSettings {
  const settings = {
    from: parseFrom(from, refuse),
    to: to === null || !looksLikeTime(to) ? null : parseTime('to', to, '23:59:59', refuse),
    format: exportFormats.find((one) => one === format) ?? null,
    output,
  };
  if (format !== null && settings.format === null) refuse('format', `one of ${exportFormats.join(', ')}`);
  if (settings.from.type === 'time' && settings.to !== null && settings.from.time > settings.to)
    problems.push(`${nameOf('from')} ${from} is after ${nameOf('to')} ${to}`);
  return settings;
}

/** `seconds` = how far before the end it is where nothing is given. */
export function parseFrom(text: string | null, refuse: Refuse, seconds = defaultSeconds): ExportSettings['from'] {
  if (text === null) return { type: 'before', seconds };
  const milliseconds = parseDuration(text);
  if (milliseconds !== null && milliseconds > 0) return { type: 'before', seconds: Math.floor(milliseconds / 1000) };
  return { type: 'time', time: parseTime('from', text, '00:00:00', refuse) };
}

function parseTime(name: 'from' | 'to', text: string, clock: string, refuse: Refuse): string {
  const time = dayPattern.test(text) ? `${text}T${clock}Z` : text;
  // A day that no month has is rolled over by `Date`, so it is compared with what was written.
  const milliseconds = timePattern.test(time) ? Date.parse(time) : Number.NaN;
  const usable = !Number.isNaN(milliseconds) && new Date(milliseconds).toISOString().startsWith(time.slice(0, 19));
  const more = name === 'from' ? ', or a duration before the end such as 7d' : '';
  if (!usable) refuse(name, `${timeForms}${more}`);
  return time;
}
