import { ZendriftError } from '#errors.ts';
import { type IpRange, parseIpRange } from '#policy/ip-range.ts';
import { parseMoment } from '#policy/moment.ts';
import { parseTimezone } from '#policy/window.ts';
import { parseDuration } from './duration.ts';
import type { InputName, InputValues } from './inputs.ts';
import { listOf, mustBe, nameInput, type Surface, timeForms } from './problem.ts';

export const auditFormats = ['csv', 'jsonl', 'json', 'ocsf'] as const;
export type AuditFormat = (typeof auditFormats)[number];

/** An address, or a range of them, beside what was typed. */
export interface IpFilter {
  readonly text: string;
  readonly range: IpRange;
}

/** An entry must match one value of each list that is not empty. */
export interface AuditFilters {
  readonly actions: readonly string[];
  readonly actors: readonly string[];
  readonly sourceTypes: readonly string[];
  readonly sourceIds: readonly string[];
  readonly ips: readonly IpFilter[];
}

/** Start of a period: a time, or how long before its end. */
export type Start =
  | { readonly type: 'time'; readonly time: string }
  | { readonly type: 'before'; readonly seconds: number };

export interface AuditSettings {
  readonly filters: AuditFilters;
  /** Inclusive; null = from the first entry of the log. */
  readonly from: Start | null;
  /** Inclusive, UTC whole seconds; null = now. */
  readonly to: string | null;
  /** For times without an offset, and for the times that people read; data is UTC. */
  readonly timezone: string;
  /** Null = as the name of the file says, else CSV. */
  readonly format: AuditFormat | null;
  readonly target: AuditTarget;
}

export type AuditTarget =
  /** `file` null = standard output. */
  | { readonly type: 'export'; readonly file: string | null }
  | { readonly type: 'incremental'; readonly file: string }
  | { readonly type: 'verify'; readonly file: string }
  | { readonly type: 'mail-csv' };

type Read = (name: InputName) => string | null;
type NameOf = (name: InputName) => string;

const names = [
  'from',
  'to',
  'since',
  'timezone',
  'action',
  'actor',
  'source-type',
  'source-id',
  'ip',
  'format',
  'output',
  'incremental',
  'verify',
  'mail-csv',
] as const satisfies readonly InputName[];

/** Other commands give some of these options another meaning, so they stay text until `audit` asks for them. */
export const readAuditInputs = (read: Read): InputValues =>
  Object.fromEntries(
    names.flatMap((name) => {
      const text = read(name);
      return text === null ? [] : [[name, text]];
    }),
  );

/** Throws one `settings-invalid` that names every problem. */
export function parseAuditSettings(given: InputValues, surface: Surface = 'command-line'): AuditSettings {
  const read: Read = (name) => given[name] ?? null;
  const nameOf: NameOf = (name) => nameInput(name, surface);
  const problems: string[] = [];
  const timezone = parseZone(read('timezone'), nameOf, problems);
  const to = parseEnd(read('to'), timezone, nameOf, problems);
  const from = parseStart(read, timezone, nameOf, problems);
  if (from?.type === 'time' && to !== null && from.time > to)
    problems.push(`${nameOf('from')} (${from.time}) is after ${nameOf('to')} (${to})`);
  const settings = {
    filters: parseFilters(read, nameOf, problems),
    from,
    to,
    timezone,
    format: parseFormat(read('format'), nameOf, problems),
    target: parseTarget(read, nameOf, problems),
  };
  checkTarget(settings, nameOf, problems);
  if (problems.length > 0) throw new ZendriftError('settings-invalid', { problems: problems.join('; ') });
  return settings;
}

function parseZone(text: string | null, nameOf: NameOf, problems: string[]): string {
  if (text === null) return 'UTC';
  const zone = parseTimezone(text);
  if (zone === null) problems.push(mustBe(nameOf('timezone'), 'a time zone such as Europe/Berlin', text));
  return zone ?? 'UTC';
}

function parseEnd(text: string | null, timezone: string, nameOf: NameOf, problems: string[]): string | null {
  const time = text === null ? null : parseMoment(text, timezone, 'end');
  if (text !== null && time === null) problems.push(mustBe(nameOf('to'), timeForms, text));
  return time;
}

function parseStart(read: Read, timezone: string, nameOf: NameOf, problems: string[]): Start | null {
  const [from, since] = [read('from'), read('since')];
  if (from !== null && since !== null)
    problems.push(`${nameOf('from')} and ${nameOf('since')} can't be combined: use one of them`);
  const text = from ?? since;
  if (text === null) return null;
  const milliseconds = parseDuration(text);
  if (milliseconds !== null && milliseconds > 0) return { type: 'before', seconds: Math.floor(milliseconds / 1000) };
  const time = parseMoment(text, timezone, 'start');
  const name = from === null ? 'since' : 'from';
  if (time === null) problems.push(mustBe(nameOf(name), `${timeForms}, or a duration such as 7d`, text));
  return { type: 'time', time: time ?? '' };
}

function parseFilters(read: Read, nameOf: NameOf, problems: string[]): AuditFilters {
  const words = (name: InputName, pattern: RegExp, meaning: string): readonly string[] => {
    const values = listOf(read(name));
    for (const value of values.filter((one) => !pattern.test(one))) problems.push(mustBe(nameOf(name), meaning, value));
    return values;
  };
  const ips = listOf(read('ip')).flatMap((text) => {
    const range = parseIpRange(text);
    if (range === null) problems.push(mustBe(nameOf('ip'), 'an IP address, or a range such as 203.0.113.0/24', text));
    return range === null ? [] : [{ text, range }];
  });
  return {
    actions: words('action', /^[a-z_]{1,40}$/i, 'an action such as update').map((one) => one.toLowerCase()),
    actors: words('actor', /^(?:-1|\d{1,40})$/, 'a Zendesk user id, or -1 for Zendesk itself'),
    sourceTypes: words('source-type', /^[\w./-]{1,100}$/, 'a source type such as rule, user or account_setting'),
    sourceIds: words('source-id', /^[\w-]{1,64}$/, 'the id of an object'),
    ips,
  };
}

function parseFormat(text: string | null, nameOf: NameOf, problems: string[]): AuditFormat | null {
  const format = auditFormats.find((one) => one === text) ?? null;
  if (text !== null && format === null)
    problems.push(mustBe(nameOf('format'), `one of ${auditFormats.join(', ')}`, text));
  return format;
}

function parseTarget(read: Read, nameOf: NameOf, problems: string[]): AuditTarget {
  const mail = read('mail-csv')?.toLowerCase() ?? 'false';
  if (mail !== 'true' && mail !== 'false') problems.push(mustBe(nameOf('mail-csv'), 'true or false', mail));
  const [incremental, verify, output] = [read('incremental'), read('verify'), read('output')];
  const given = [
    ...(output === null ? [] : [nameOf('output')]),
    ...(incremental === null ? [] : [nameOf('incremental')]),
    ...(verify === null ? [] : [nameOf('verify')]),
    ...(mail === 'true' ? [nameOf('mail-csv')] : []),
  ];
  if (given.length > 1) problems.push(`${given.join(' and ')} can't be combined: use one of them`);
  if (mail === 'true') return { type: 'mail-csv' };
  if (verify !== null) return { type: 'verify', file: verify };
  return incremental === null ? { type: 'export', file: output } : { type: 'incremental', file: incremental };
}

function checkTarget({ target, format, to, filters }: AuditSettings, nameOf: NameOf, problems: string[]): void {
  if (target.type === 'incremental' && format === 'json')
    problems.push(
      `${nameOf('incremental')} can't append to a JSON document: set ${nameOf('format')} to jsonl, csv or ocsf`,
    );
  if (target.type === 'incremental' && to !== null)
    problems.push(`${nameOf('incremental')} always reads up to now: leave ${nameOf('to')} out`);
  if (target.type !== 'mail-csv') return;
  if (format !== null && format !== 'csv')
    problems.push(`${nameOf('mail-csv')} always sends CSV: leave ${nameOf('format')} out`);
  const ranges = filters.ips.filter(({ text }) => text.includes('/'));
  if (ranges.length > 0)
    problems.push(
      `${nameOf('mail-csv')} can't filter by an address range (${ranges.map(({ text }) => text).join(', ')})`,
    );
}
