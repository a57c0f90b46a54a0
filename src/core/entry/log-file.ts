import type { UtcTime } from '#core/time.ts';
import { InexactNumber, isObject, parseExact, tryParse } from '#json.ts';

/** One entry of the audit log as it is kept. */
export interface LogLine {
  readonly time: UtcTime;
  readonly id: string;
  /** JSON, ends with one LF. */
  readonly text: string;
  /** Name of the alert that it matches. */
  readonly alert?: string;
}

/** Oldest first; entries of one second by the number that their id is. */
export const compareLines = (a: Key, b: Key): number =>
  compare(a.time, b.time) || a.id.length - b.id.length || compare(a.id, b.id);

type Key = Pick<LogLine, 'time' | 'id'>;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Path of the file that an entry belongs to. */
export const logPath = (folder: string, { time }: Pick<LogLine, 'time'>): string =>
  `${folder}/${time.slice(0, 7)}.jsonl`;

// The first field is the time and the id follows the address, both as the export writes them.
const head = /^\{"created_at":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)"/;
const idField =
  /,"id":"?(\d+)"?,"action_label":(?:null|"(?:[^"\\]|\\.)*"|[^",]+),"url":(?:null|"(?:[^"\\]|\\.)*"|[^",]+)\}\n?$/;

export function readLine(text: string): Key | null {
  const time = head.exec(text)?.[1];
  const id = idField.exec(text)?.[1];
  return time === undefined || id === undefined ? null : { time, id };
}

/** The line of an entry, or null. */
export function findLine(file: string, id: string): string | null {
  for (const field of [`,"id":${id},"action_label":`, `,"id":"${id}","action_label":`]) {
    const at = file.indexOf(field);
    if (at < 0) continue;
    const start = file.lastIndexOf('\n', at) + 1;
    const end = file.indexOf('\n', at);
    const line = file.slice(start, end < 0 ? file.length : end);
    if (readLine(line)?.id === id) return line;
  }
  return null;
}

/** What a line says, as text; null where a field has no value. */
export function parseLine(line: string): LoggedAct | null {
  const [key, value] = [readLine(line), parseExact(line)];
  if (key === null || !isObject(value)) return null;
  const read = (name: string): string | null => {
    const field = value[name];
    if (field instanceof InexactNumber) return field.literal;
    return typeof field === 'string' || typeof field === 'number' ? String(field) : null;
  };
  return {
    ...key,
    action: read('action'),
    actorId: read('actor_id'),
    actorName: read('actor_name'),
    sourceType: read('source_type'),
    sourceId: read('source_id'),
    label: read('source_label'),
    description: read('change_description'),
    ip: read('ip_address'),
  };
}

/** An entry of the kept log, masked as it is there. */
export interface LoggedAct {
  readonly time: UtcTime;
  readonly id: string;
  readonly action: string | null;
  readonly actorId: string | null;
  readonly actorName: string | null;
  readonly sourceType: string | null;
  readonly sourceId: string | null;
  readonly label: string | null;
  readonly description: string | null;
  readonly ip: string | null;
}

/** The time of a file's last entry; null without a readable one. */
export function lastTime(file: string): UtcTime | null {
  const start = file.lastIndexOf('\n', file.length - 2) + 1;
  return readLine(file.slice(start))?.time ?? null;
}

export interface MergedLines {
  readonly text: string;
  /** Those that it lacked. */
  readonly added: readonly LogLine[];
}

/**
 * A month's file with the lines that it lacks, each id once and in order. `lines` are in order themselves. Only the end of the
 * file is read: what is older than the first of them stays as it is.
 */
export function mergeLines(file: string, lines: readonly LogLine[]): MergedLines {
  const [first] = lines;
  if (first === undefined) return { text: file, added: [] };
  const kept: LogLine[] = [];
  let end = file.length;
  while (end > 0) {
    const start = file.lastIndexOf('\n', end - 2) + 1;
    const text = file.slice(start, end);
    const key = readLine(text);
    if (key === null || key.time < first.time) break;
    kept.push({ ...key, text });
    end = start;
  }
  const known = new Set(kept.map(({ id }) => id));
  const added = lines.filter(({ id }) => !known.has(id) && known.add(id));
  if (added.length === 0) return { text: file, added };
  const tail = [...kept, ...added].sort(compareLines);
  return { text: file.slice(0, end) + tail.map(({ text }) => text).join(''), added };
}

/** Why a file is not the kept log of its month, or null. */
export function judgeLog(month: string, file: string): string | null {
  const ids = new Set<string>();
  let last: Key | null = null;
  for (let start = 0; start < file.length; ) {
    const end = file.indexOf('\n', start) + 1;
    if (end === 0) return 'does not end with a newline';
    const text = file.slice(start, end);
    const key = readLine(text);
    if (key === null || !isJson(text)) return 'has a line that is no audit entry';
    if (!key.time.startsWith(month)) return `holds the entry ${key.id} of another month`;
    if (ids.has(key.id)) return `holds the entry ${key.id} twice`;
    if (last !== null && compareLines(last, key) > 0) return `does not hold the entry ${key.id} in its place`;
    ids.add(key.id);
    last = key;
    start = end;
  }
  return null;
}

const isJson = (text: string): boolean => isObject(tryParse(text));
