import type { AuditFilters, AuditFormat } from '#config/audit-settings.ts';
import { isUtcTime } from '#core/time.ts';
import { isObject, tryParse } from '#json.ts';

/** What an incremental file is, so that nothing else is ever appended to it. */
export interface CursorOwner {
  readonly account: string;
  readonly format: AuditFormat;
  /** The filters as one text. */
  readonly filters: string;
}

/** A state of the file in which every row is whole. */
export interface Mark {
  readonly bytes: number;
  /** Digest of as many bytes in front of `bytes`: a file that someone edited or replaced has another. */
  readonly tail: number;
  readonly digest: string;
  /** Everything up to here has been read, UTC. */
  readonly until: string;
  /** Id → time of the rows that the next call may read again. */
  readonly ids: ReadonlyMap<string, string>;
}

/**
 * `next` is written before the file is touched. A call that was killed leaves the file at `done`, at `next`, or in between;
 * the next call can see that, and nothing is lost or doubled.
 */
export interface Cursor extends CursorOwner {
  readonly done: Mark | null;
  readonly next: Mark | null;
}

export const cursorFileOf = (file: string): string => `${file}.cursor.json`;

export const describeFilters = ({ actions, actors, sourceTypes, sourceIds, ips }: AuditFilters): string =>
  [
    ...list('action', actions),
    ...list('actor', actors),
    ...list('source-type', sourceTypes),
    ...list('source-id', sourceIds),
    ...list(
      'ip',
      ips.map(({ text }) => text),
    ),
  ].join(' ');

const list = (name: string, values: readonly string[]): readonly string[] =>
  values.length === 0 ? [] : [`${name}=${[...values].sort().join(',')}`];

export function printCursor({ account, format, filters, done, next }: Cursor): string {
  const mark = (one: Mark | null) => (one === null ? null : { ...one, ids: Object.fromEntries(one.ids) });
  return `${JSON.stringify({ version: 1, account, format, filters, done: mark(done), next: mark(next) }, null, 1)}\n`;
}

/** Null for whatever is no cursor of this format. */
export function parseCursor(text: string): Cursor | null {
  const value = tryParse(text);
  if (!isObject(value) || value['version'] !== 1) return null;
  const { account, format, filters } = value;
  const known = (['csv', 'jsonl', 'json', 'ocsf'] as const).find((one) => one === format);
  const [done, next] = [toMark(value['done']), toMark(value['next'])];
  if (typeof account !== 'string' || typeof filters !== 'string' || known === undefined) return null;
  return done === undefined || next === undefined ? null : { account, format: known, filters, done, next };
}

/** Undefined for what is neither a mark nor null. */
function toMark(value: unknown): Mark | null | undefined {
  if (value === null) return null;
  if (!isObject(value) || !isObject(value['ids'])) return undefined;
  const { bytes, tail, digest, until } = value;
  const ids = Object.entries(value['ids']).flatMap(([id, time]) =>
    typeof time === 'string' ? [[id, time] as const] : [],
  );
  if (!isSize(bytes) || !isSize(tail) || typeof digest !== 'string' || typeof until !== 'string' || !isUtcTime(until))
    return undefined;
  return { bytes, tail, digest, until, ids: new Map(ids) };
}

const isSize = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
