import { parseLogTime } from '#core/entry/log-time.ts';
import { openCsvReader } from '#core/read-csv.ts';
import { ZendriftError } from '#errors.ts';
import { InexactNumber, isObject, tryParse } from '#json.ts';
import type { LogEntry } from '#ports/audit-log.ts';
import { findColumns, type LogColumns } from './log-columns.ts';

/** An entry of a log file; ids are null where the file has none. */
export type FileEntry = Omit<LogEntry, 'id'> & { readonly id: string | null };

type ReadLines = (file: string) => AsyncIterable<string>;

const exportHint =
  'Name a CSV, JSON Lines or JSON file that zendrift audit has written, or the CSV that Zendesk has e-mailed.';
const cutHint = 'Export again with zendrift audit --output FILE, or put the file back from a copy.';

const unusable = (file: string, reason: string, hint = exportHint): ZendriftError =>
  new ZendriftError('export-unusable', { file, reason, hint });

/** The entries of an exported or e-mailed audit log, each id once. Throws `export-unusable` for anything else. */
export async function* readLog(readLines: ReadLines, file: string): AsyncIterable<FileEntry> {
  const seen = new Set<string>();
  for await (const entry of readAny(readLines, file)) {
    if (entry.id !== null && seen.has(entry.id)) continue;
    if (entry.id !== null) seen.add(entry.id);
    yield entry;
  }
}

async function* readAny(readLines: ReadLines, file: string): AsyncIterable<FileEntry> {
  let first: string | null = null;
  for await (const line of readLines(file)) {
    first = line.replace(/^\ufeff/, '').trim();
    if (first !== '') break;
  }
  if (first === null || first === '') throw unusable(file, 'it is empty');
  if (!/^[[{]/.test(first)) return yield* readCsv(readLines, file);
  const value = tryParse(first);
  if (isObject(value) && 'class_uid' in value) throw unusable(file, 'it is OCSF, which has no columns for a report');
  if (isObject(value) && 'created_at' in value) return yield* readJsonLines(readLines, file);
  return yield* readDocument(readLines, file);
}

async function* readCsv(readLines: ReadLines, file: string): AsyncIterable<FileEntry> {
  const reader = openCsvReader();
  let columns: readonly string[] | null = null;
  let found: LogColumns | null = null;
  let count = 0;
  for await (const line of readLines(file)) {
    count += 1;
    if (line.trim() === '' && !reader.isInside()) continue;
    const cells = reader.take(line);
    if (cells === null) continue;
    if (columns === null || found === null) {
      columns = cells;
      found = findColumns(cells);
      checkColumns(file, cells, found);
      continue;
    }
    if (cells.length !== columns.length)
      throw unusable(
        file,
        `line ${count} has ${cells.length} of ${columns.length} columns: the file is cut off or damaged`,
        cutHint,
      );
    const { read } = found;
    yield toEntry(file, `line ${count}`, (field) => withoutApostrophe(read(cells, field)));
  }
  if (reader.isInside()) throw unusable(file, `line ${count} ends inside a quoted cell: the file is cut off`, cutHint);
}

/** An export of ours puts one in front of what a spreadsheet would run. */
const withoutApostrophe = (text: string | null): string | null => text?.replace(/^'(?=\s*[=+\-@＝＋－＠])/, '') ?? null;

function checkColumns(file: string, columns: readonly string[], { missing }: LogColumns): void {
  if (missing.length === 0) return;
  const shown = columns.slice(0, 8).join(', ').slice(0, 200);
  throw unusable(
    file,
    `it has no column${missing.length === 1 ? '' : 's'} ${missing.join(', ')} (its columns: ${shown})`,
  );
}

async function* readJsonLines(readLines: ReadLines, file: string): AsyncIterable<FileEntry> {
  let count = 0;
  for await (const line of readLines(file)) {
    count += 1;
    if (line.trim() === '') continue;
    const value = tryParse(line);
    if (!isObject(value))
      throw unusable(file, `line ${count} is no whole audit entry: the file is cut off or damaged`, cutHint);
    yield toEntry(file, `line ${count}`, (field) => toText(value[field]));
  }
}

async function* readDocument(readLines: ReadLines, file: string): AsyncIterable<FileEntry> {
  const lines: string[] = [];
  for await (const line of readLines(file)) lines.push(line);
  const value = tryParse(lines.join('\n'));
  const list = isObject(value) ? value['audit_logs'] : undefined;
  if (!Array.isArray(list)) throw unusable(file, 'it is no JSON with a list "audit_logs", or it is cut off', cutHint);
  for (const [index, item] of list.entries()) {
    if (!isObject(item)) throw unusable(file, `item ${index + 1} of "audit_logs" is no audit entry`);
    yield toEntry(file, `item ${index + 1}`, (field) => toText(item[field]));
  }
}

function toEntry(file: string, where: string, read: (field: keyof LogEntry) => string | null): FileEntry {
  const typed = read('created_at');
  const time = typed === null ? null : parseLogTime(typed);
  if (time === null)
    throw unusable(
      file,
      `${where} has no time that can be read${typed === null ? '' : `: ${JSON.stringify(typed.slice(0, 60))}`}`,
    );
  return {
    created_at: time,
    actor_name: read('actor_name'),
    actor_id: read('actor_id'),
    action: read('action'),
    source_type: read('source_type'),
    source_label: read('source_label'),
    source_id: read('source_id'),
    change_description: read('change_description'),
    ip_address: read('ip_address'),
    id: read('id'),
    action_label: read('action_label'),
    url: read('url'),
  };
}

const toText = (value: unknown): string | null => {
  if (value instanceof InexactNumber) return value.literal;
  return (typeof value === 'string' && value !== '') || typeof value === 'number' ? String(value) : null;
};
