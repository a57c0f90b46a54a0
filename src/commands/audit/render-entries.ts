import type { AuditFormat } from '#config/audit-settings.ts';
import type { LogEntry } from '#ports/audit-log.ts';
import { csvCell, isWholeNumber } from '#render/escape/csv-cell.ts';
import { toVisible } from '#text.ts';
import { type AuditField, auditFields } from './audit-fields.ts';
import type { ResultEntry } from './audit-result.ts';
import { renderOcsf } from './ocsf.ts';

const numeric: ReadonlySet<AuditField> = new Set(['actor_id', 'source_id', 'id']);
// What needs neither quotes nor an apostrophe nor an escape: nearly every cell of a log.
const plainCell = /^[A-Za-z0-9][\w .:;/()[\]#&?!%*+=-]*$/;
const ascii = /^[\x20-\x7e]*$/;

/** One cell. A whole number stays a number, also -1: it is no formula, and other tools read the column as numbers. */
export function toCell(field: AuditField, value: string | null): string {
  if (value === null || value === '') return '';
  if (numeric.has(field) && isWholeNumber(value)) return value;
  return plainCell.test(value) && !value.endsWith(' ') ? value : csvCell(value);
}

const toCsvRow = (entry: LogEntry): string =>
  `${auditFields.map((field) => toCell(field, entry[field])).join(',')}\r\n`;

/** Ids are numbers, as Zendesk sends them, digit by digit however long. An id that is no number stays text. */
const toJsonValue = (field: AuditField, value: string | null): string =>
  value === null ? 'null' : numeric.has(field) && isWholeNumber(value) ? value : JSON.stringify(value);

/** On one line, with what nobody can see as `\uXXXX`: the same value, fit for a terminal. */
export function toJson(entry: LogEntry): string {
  const members = auditFields.map((field) => `"${field}":${toJsonValue(field, entry[field])}`);
  return inOneLine(`{${members.join(',')}}`);
}

const inOneLine = (json: string): string => (ascii.test(json) ? json : toVisible(json));

export const csvHead = `${auditFields.join(',')}\r\n`;

export interface Renderer {
  readonly head: string;
  readonly row: (entry: LogEntry) => string;
  /** In front of every row but the first. */
  readonly separator: string;
  readonly end: string;
}

/** Head, rows and end of a document. `account` names the tenant in OCSF. */
export function openRenderer(format: AuditFormat, account: string): Renderer {
  const lines = { head: '', separator: '', end: '' };
  switch (format) {
    case 'csv':
      return { ...lines, head: csvHead, row: toCsvRow };
    case 'jsonl':
      return { ...lines, row: (entry) => `${toJson(entry)}\n` };
    case 'ocsf':
      return { ...lines, row: (entry) => `${inOneLine(renderOcsf(entry, account))}\n` };
    case 'json':
      return { head: '{"audit_logs":[', row: (entry) => `\n${toJson(entry)}`, separator: ',', end: '\n]}\n' };
  }
}

/** The document in parts, one for each batch of entries. */
export async function* renderEntries(
  batches: AsyncIterable<readonly LogEntry[]>,
  { head, row, separator, end }: Renderer,
): AsyncIterable<string> {
  if (head !== '') yield head;
  let isFirst = true;
  for await (const entries of batches) {
    if (entries.length === 0) continue;
    // Joined, not added up: a text that grows piece by piece costs the machine twice, when it grows and when it is written.
    yield (isFirst ? '' : separator) + entries.map(row).join(separator);
    isFirst = false;
  }
  if (end !== '') yield end;
}

export const toResultEntry = (entry: LogEntry): ResultEntry => {
  const toId = (text: string | null): string | number | null =>
    text !== null && isWholeNumber(text) && Number.isSafeInteger(Number(text)) ? Number(text) : text;
  const { actor_id, source_id, id, ...rest } = entry;
  return { ...rest, actor_id: toId(actor_id), source_id: toId(source_id), id: toId(id) };
};
