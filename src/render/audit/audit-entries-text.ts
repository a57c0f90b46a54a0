import type { AuditEntry } from '#core/entry/audit-entry.ts';
import type { Range } from '#core/range.ts';
import { visibleJson } from '#render/document.ts';
import { csvRow } from '#render/escape/csv-cell.ts';

export const auditFormats = ['csv', 'jsonl', 'json'] as const;
export type AuditFormat = (typeof auditFormats)[number];

/** The fields of an exported entry, in their order: columns of the CSV, names in the JSON. */
export const auditFields = [
  'time',
  'id',
  'action',
  'actorId',
  'actorName',
  'ip',
  'sourceType',
  'sourceId',
  'sourceLabel',
  'description',
] as const satisfies readonly (keyof AuditEntry)[];

export type ExportedEntry = Pick<AuditEntry, (typeof auditFields)[number]>;

export const toExported = ({ time, id, action, actorId, actorName, ip, ...rest }: AuditEntry): ExportedEntry => {
  const { sourceType, sourceId, sourceLabel, description } = rest;
  return { time, id, action, actorId, actorName, ip, sourceType, sourceId, sourceLabel, description };
};

/** The document: a head, the entries as they come, an end. */
export async function* renderEntries(
  slices: AsyncIterable<readonly ExportedEntry[]>,
  format: AuditFormat,
  { account, from, to }: Range & { readonly account: string },
): AsyncIterable<string> {
  if (format === 'csv') yield csvRow(auditFields);
  if (format === 'json') yield `${visibleJson({ version: 1, account, from, to }).slice(0, -1)},"entries":[`;
  let isFirst = true;
  for await (const entries of slices) {
    let text = '';
    for (const entry of entries) {
      if (format === 'csv') text += csvRow(auditFields.map((field) => entry[field] ?? ''));
      else if (format === 'jsonl') text += `${visibleJson(entry)}\n`;
      else text += `${isFirst ? '' : ','}\n${visibleJson(entry)}`;
      isFirst = false;
    }
    if (text !== '') yield text;
  }
  if (format === 'json') yield '\n]}\n';
}
