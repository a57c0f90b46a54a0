import type { AuditFormat } from '#config/audit-settings.ts';
import { openCsvReader } from '#core/read-csv.ts';
import { ZendriftError } from '#errors.ts';
import { InexactNumber, isObject, tryParse } from '#json.ts';
import type { LogEntry } from '#ports/audit-log.ts';
import { auditFields } from './audit-fields.ts';
import type { ExportFiles } from './export-files.ts';
import { openRenderer, toCell } from './render-entries.ts';

/** A row of an export: what it is, and its text for a comparison with the same entry of the log. */
export interface ExportRow {
  readonly id: string;
  readonly created_at: string;
  readonly text: string;
}

export interface ExportRows {
  readonly format: AuditFormat;
  readonly rows: AsyncIterable<ExportRow>;
}

/** Opens an export of any format by what stands in it. Throws `export-unusable` for anything else. */
export async function openExport(files: ExportFiles, file: string): Promise<ExportRows> {
  const first = await readFirstLine(files, file);
  if (first === null) throw foreign(file, 'it is empty');
  if (!first.trimStart().startsWith('{')) return { format: 'csv', rows: readCsvRows(files, file) };
  const value = tryParse(first);
  if (isObject(value) && 'class_uid' in value) return { format: 'ocsf', rows: readLines(files, file, toOcsfRow) };
  if (isObject(value) && 'id' in value) return { format: 'jsonl', rows: readLines(files, file, toJsonRow) };
  return { format: 'json', rows: readDocument(files, file) };
}

/** The text that a live entry has in an export of this format. */
export function toComparable(format: AuditFormat, account: string): (entry: LogEntry) => string {
  if (format === 'csv') return (entry) => joinFields(auditFields.map((field) => unquote(toCell(field, entry[field]))));
  if (format !== 'ocsf') return (entry) => joinFields(auditFields.map((field) => entry[field] ?? noValue));
  const { row } = openRenderer('ocsf', account);
  return (entry) => canonical(tryParse(row(entry)));
}

const noValue = '\u0000null';
const joinFields = (values: readonly string[]): string => values.join('\u0001');
const unquote = (cell: string): string => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);

async function readFirstLine(files: ExportFiles, file: string): Promise<string | null> {
  for await (const line of files.lines(file)) return line;
  return null;
}

const foreign = (file: string, reason: string, hint = 'Name a file that zendrift audit has written.'): ZendriftError =>
  new ZendriftError('export-unusable', { file, reason, hint });

const cutHint = 'Export again with zendrift audit --output FILE, or put the file back from a copy.';

async function* readCsvRows(files: ExportFiles, file: string): AsyncIterable<ExportRow> {
  const reader = openCsvReader();
  let columns: readonly string[] | null = null;
  let count = 0;
  for await (const line of files.lines(file)) {
    count += 1;
    const cells = reader.take(line);
    if (cells === null) continue;
    if (columns === null) {
      columns = cells;
      checkColumns(file, columns);
      continue;
    }
    if (cells.length !== columns.length) {
      const reason = `line ${count} has ${cells.length} of ${columns.length} columns: the file is cut off or damaged`;
      throw foreign(file, reason, cutHint);
    }
    yield toCsvRow(cells, columns);
  }
  if (reader.isInside()) throw foreign(file, `line ${count} ends inside a quoted cell: the file is cut off`, cutHint);
}

function toCsvRow(cells: readonly string[], columns: readonly string[]): ExportRow {
  const read = (field: string): string => cells[columns.indexOf(field)] ?? '';
  return { id: read('id'), created_at: read('created_at'), text: joinFields(auditFields.map(read)) };
}

function checkColumns(file: string, columns: readonly string[]): void {
  const missing = auditFields.filter((field) => !columns.includes(field));
  if (missing.length === 0) return;
  const shown = columns.slice(0, 8).join(', ').slice(0, 200);
  const reason = `it lacks the column${missing.length === 1 ? '' : 's'} ${missing.join(', ')} (its columns: ${shown})`;
  const hint =
    'Only an export of zendrift audit can be compared. The CSV that Zendesk e-mails has other columns and no ids.';
  throw foreign(file, reason, hint);
}

async function* readLines(
  files: ExportFiles,
  file: string,
  toRow: (value: unknown) => ExportRow | null,
): AsyncIterable<ExportRow> {
  let count = 0;
  for await (const line of files.lines(file)) {
    count += 1;
    const row = toRow(tryParse(line));
    if (row === null)
      throw foreign(file, `line ${count} is no whole audit entry: the file is cut off or damaged`, cutHint);
    yield row;
  }
}

async function* readDocument(files: ExportFiles, file: string): AsyncIterable<ExportRow> {
  const value = tryParse((await files.read(file)) ?? '');
  const list = isObject(value) ? value['audit_logs'] : undefined;
  if (!Array.isArray(list)) throw foreign(file, 'it is no JSON with a list "audit_logs", or it is cut off', cutHint);
  for (const [index, item] of list.entries()) {
    const row = toJsonRow(item);
    if (row === null) throw foreign(file, `item ${index + 1} of "audit_logs" is no audit entry`, cutHint);
    yield row;
  }
}

function toJsonRow(value: unknown): ExportRow | null {
  if (!isObject(value)) return null;
  const [id, time] = [toText(value['id']), value['created_at']];
  if (id === noValue || typeof time !== 'string') return null;
  return { id, created_at: time, text: joinFields(auditFields.map((field) => toText(value[field]))) };
}

const toText = (value: unknown): string => {
  if (value instanceof InexactNumber) return value.literal;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : noValue;
};

function toOcsfRow(value: unknown): ExportRow | null {
  const metadata = isObject(value) ? value['metadata'] : undefined;
  if (!isObject(metadata)) return null;
  const { uid, original_time: time } = metadata;
  return typeof uid === 'string' && typeof time === 'string'
    ? { id: uid, created_at: time, text: canonical(value) }
    : null;
}

/** The version of zendrift stands in each event and says nothing about the entry. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (key, item: unknown) => (key === 'log_provider' ? undefined : item)) ?? '';
