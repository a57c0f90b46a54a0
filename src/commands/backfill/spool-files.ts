import { epochSeconds, toUtcTime, type UtcTime } from '#core/time.ts';
import { canonicalText, type JsonObject } from '#json.ts';

/** A revision that was collected; its snapshot is in a blob of its own. */
export interface KeptRevision {
  readonly id: string;
  readonly trigger: string;
  /** Null = it names nobody. */
  readonly authorId: string | null;
  readonly time: UtcTime;
  readonly blob: string;
}

/** An entry of the log as far as a backfill needs it, masked. */
export interface KeptEntry {
  readonly id: string;
  /** `trigger/360000000041`, or `rule/<id>` where nobody knows the kind any more. */
  readonly object: string;
  readonly action: string;
  readonly time: UtcTime;
  readonly actorId: string;
  readonly actorName: string;
  readonly label: string;
  readonly description: string;
  readonly ip: string | null;
}

const digits = (time: UtcTime): string => String(epochSeconds(time)).padStart(12, '0');

/** Everything that puts it in its place is in its path, so that no content has to be read for that. */
export const revisionPath = ({ trigger, time, id, authorId }: Omit<KeptRevision, 'blob'>): string =>
  `revisions/${trigger}/${digits(time)}-${id}-${authorId ?? 'none'}.json`;

const revisionForm = /^revisions\/([0-9A-Za-z_-]+)\/(\d{12})-(\d+)-(-?\d+|none)\.json$/;

export function parseRevisionPath(path: string, blob: string): KeptRevision | null {
  const [, trigger, seconds, id, author] = revisionForm.exec(path) ?? [];
  if (trigger === undefined || id === undefined) return null;
  const time = toUtcTime(Number(seconds) * 1000);
  return { id, trigger, authorId: author === 'none' || author === undefined ? null : author, time, blob };
}

/** Null is kept as null: there was a revision, and nobody can read it. */
export const revisionText = (snapshot: JsonObject | null): string => canonicalText(snapshot);

export const parseRevision = (text: string): JsonObject | null => JSON.parse(text);

/** Some entries in a row. `min` and `max` stand in its path: chunks may overlap where the log was read again. */
export const chunkPath = (entries: readonly KeptEntry[], number: number): string => {
  const times = entries.map(({ time }) => time).sort();
  return `log/${digits(times[0] ?? '')}-${digits(times.at(-1) ?? '')}-${String(number).padStart(8, '0')}.jsonl`;
};

const chunkForm = /^log\/(\d{12})-\d{12}-\d{8}\.jsonl$/;

/** The time of the first entry in a chunk; null for a path of anything else. */
export function startOfChunk(path: string): UtcTime | null {
  const seconds = chunkForm.exec(path)?.[1];
  return seconds === undefined ? null : toUtcTime(Number(seconds) * 1000);
}

export const chunkText = (entries: readonly KeptEntry[]): string =>
  entries
    .map(({ id, object, action, time, actorId, actorName, label, description, ip }) =>
      JSON.stringify([id, object, action, time, actorId, actorName, label, description, ip]),
    )
    .map((line) => `${line}\n`)
    .join('');

export const parseChunk = (text: string): readonly KeptEntry[] =>
  text.split('\n').flatMap((line) => (line === '' ? [] : (parseLine(line) ?? [])));

function parseLine(line: string): KeptEntry | null {
  const value: unknown = JSON.parse(line);
  if (!Array.isArray(value) || value.length !== 9) return null;
  const [id, object, action, time, actorId, actorName, label, description] = value.slice(0, 8).map(String);
  if (id === undefined || object === undefined || action === undefined || time === undefined) return null;
  if (actorId === undefined || actorName === undefined || label === undefined || description === undefined) return null;
  const ip: unknown = value[8];
  return { id, object, action, time, actorId, actorName, label, description, ip: typeof ip === 'string' ? ip : null };
}
