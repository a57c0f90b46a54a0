import { ZendriftError } from '#errors.ts';
import { kindNames } from '#kinds/registry.ts';
import { parseMoment } from '#policy/moment.ts';
import { parseTimezone } from '#policy/window.ts';
import { parseDuration } from './duration.ts';
import type { InputName, InputValues } from './inputs.ts';
import { listOf, mustBe, nameInput, type Surface, timeForms } from './problem.ts';

export const reportFormats = ['html', 'markdown', 'json', 'csv'] as const;
export type ReportFormat = (typeof reportFormats)[number];

/** A change must match one value of each list that is not empty. */
export interface ReportFilters {
  /** Zendesk user ids, `-1` for Zendesk itself, `unknown` for changes without an audit entry. */
  readonly actors: readonly string[];
  readonly kinds: readonly string[];
  readonly verdicts: readonly string[];
  readonly risks: readonly string[];
  /** `KIND/ID` */
  readonly objects: readonly string[];
}

/** What was done shortly before a time, nearest first. */
export interface Around {
  readonly time: string;
  readonly seconds: number;
}

export interface ReportSettings {
  /** Inclusive; null = not given. */
  readonly from:
    | { readonly type: 'time'; readonly time: string }
    | { readonly type: 'before'; readonly seconds: number }
    | null;
  /** Inclusive, UTC whole seconds; null = now. */
  readonly to: string | null;
  /** Zone of the reader: its days are counted and its times shown. Stored times are UTC. */
  readonly timezone: string;
  readonly around: Around | null;
  readonly filters: ReportFilters;
  /** Null = as the name of the file says, else the first. */
  readonly format: ReportFormat | null;
  /** File as given; null = standard output. */
  readonly output: string | null;
  /** An exported audit log instead of git. */
  readonly input: string | null;
}

type Read = (name: InputName) => string | null;
type Refuse = (name: InputName, wanted: string, given: string) => void;

const names = [
  ...['from', 'to', 'since', 'timezone', 'actor', 'kind', 'verdict', 'risk', 'object', 'around', 'window'],
  ...['format', 'output', 'input'],
] as const satisfies readonly InputName[];

/** Other commands give some of these options another meaning, so they stay text until `report` asks for them. */
export const readReportInputs = (read: Read): InputValues =>
  Object.fromEntries(
    names.flatMap((name) => {
      const text = read(name);
      return text === null ? [] : [[name, text]];
    }),
  );

const defaultWindow = 2 * 3600;

/**
 * Days are days of `zone` unless the reader names another one. Throws one `settings-invalid` that names every problem.
 */
export function parseReportSettings(
  given: InputValues,
  zone: string,
  surface: Surface = 'command-line',
): ReportSettings {
  const read: Read = (name) => given[name] ?? null;
  const nameOf = (name: InputName): string => nameInput(name, surface, 'report');
  const problems: string[] = [];
  const refuse: Refuse = (name, wanted, text) => void problems.push(mustBe(nameOf(name), wanted, text));
  const wantedZone = read('timezone');
  const timezone = wantedZone === null ? zone : parseTimezone(wantedZone);
  if (timezone === null) refuse('timezone', 'a time zone such as Europe/Berlin', wantedZone ?? '');
  const local = timezone ?? 'UTC';
  const settings: ReportSettings = {
    from: parseStart(read, local, refuse),
    to: parseTime('to', read('to'), local, refuse, 'end'),
    timezone: local,
    around: parseAround(read, local, refuse),
    filters: parseFilters(read, refuse),
    format: parseFormat(read('format'), refuse),
    output: read('output'),
    input: read('input'),
  };
  problems.push(...findClashes(read, nameOf));
  const { from, to } = settings;
  if (from?.type === 'time' && to !== null && from.time > to)
    problems.push(
      `${nameOf(read('from') === null ? 'since' : 'from')} (${from.time}) is after ${nameOf('to')} (${to})`,
    );
  if (problems.length > 0) throw new ZendriftError('settings-invalid', { problems: problems.join('; ') });
  return settings;
}

function parseTime(
  name: InputName,
  text: string | null,
  timezone: string,
  refuse: Refuse,
  edge: 'start' | 'end',
): string | null {
  const time = text === null ? null : parseMoment(text, timezone, edge);
  if (text !== null && time === null) refuse(name, timeForms, text);
  return time;
}

function parseStart(read: Read, timezone: string, refuse: Refuse): ReportSettings['from'] {
  const name = read('from') === null ? 'since' : 'from';
  const text = read(name);
  if (text === null) return null;
  const milliseconds = parseDuration(text);
  if (milliseconds !== null && milliseconds > 0) return { type: 'before', seconds: Math.floor(milliseconds / 1000) };
  const time = parseMoment(text, timezone, 'start');
  if (time === null) refuse(name, `${timeForms}, or a duration before the end such as 7d`, text);
  return { type: 'time', time: time ?? '' };
}

function parseAround(read: Read, timezone: string, refuse: Refuse): Around | null {
  const time = parseTime('around', read('around'), timezone, refuse, 'end');
  const text = read('window');
  const milliseconds = text === null ? defaultWindow * 1000 : parseDuration(text);
  if (milliseconds === null || milliseconds <= 0) refuse('window', 'a duration such as 30m or 2h', text ?? '');
  return time === null ? null : { time, seconds: Math.floor((milliseconds ?? 0) / 1000) };
}

function findClashes(read: Read, nameOf: (name: InputName) => string): readonly string[] {
  const clash = (a: InputName, b: InputName): readonly string[] =>
    read(a) !== null && read(b) !== null ? [`${nameOf(a)} and ${nameOf(b)} can't be combined: use one of them`] : [];
  return [
    ...clash('from', 'since'),
    ...(['from', 'since', 'to'] as const).flatMap((name) => clash('around', name)),
    ...(read('window') !== null && read('around') === null ? [`${nameOf('window')} needs ${nameOf('around')}`] : []),
  ];
}

function parseFilters(read: Read, refuse: Refuse): ReportFilters {
  const words = (name: InputName, pattern: RegExp, meaning: string): readonly string[] => {
    const values = listOf(read(name));
    for (const value of values.filter((one) => !pattern.test(one))) refuse(name, meaning, value);
    return values;
  };
  return {
    actors: words('actor', /^(?:-1|\d{1,40}|unknown)$/, 'a Zendesk user id, -1 for Zendesk itself, or unknown'),
    kinds: parseKinds(read, refuse, words),
    verdicts: words('verdict', /^(?:approved|unapproved|none)$/, 'approved, unapproved or none'),
    risks: words('risk', /^(?:low|medium|high)$/, 'low, medium or high'),
    objects: words('object', /^[a-z][a-z_-]{0,60}\/[0-9A-Za-z_-]{1,64}$/, 'KIND/ID, such as trigger/360000000041'),
  };
}

/** The log has more than the kinds that are tracked, so of a file any source type counts. */
function parseKinds(
  read: Read,
  refuse: Refuse,
  words: (name: InputName, pattern: RegExp, meaning: string) => readonly string[],
): readonly string[] {
  if (read('input') !== null) return words('kind', /^[a-z][a-z_-]{0,60}$/i, 'a source type such as rule or user');
  const values = listOf(read('kind'));
  // A `rule` came and went between two runs, so nobody saw which kind it was.
  const known = [...kindNames, 'rule'];
  for (const value of values.filter((one) => !known.includes(one))) refuse('kind', `one of ${known.join(', ')}`, value);
  return values;
}

function parseFormat(text: string | null, refuse: Refuse): ReportFormat | null {
  const format = reportFormats.find((one) => one === text) ?? null;
  if (text !== null && format === null) refuse('format', `one of ${reportFormats.join(', ')}`, text);
  return format;
}
