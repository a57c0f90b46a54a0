import { csvCell, csvNumberCell, csvRow } from '#render/escape/csv-cell.ts';
import type { EvidenceChange } from './evidence-result.ts';

const columns = [
  'time',
  'object',
  'title',
  'change',
  'maker',
  'maker_id',
  'verdict',
  'reason',
  'risk',
  'approved_by',
  'approver_is_not_maker',
  'decision',
  'decided_at',
  'decision_reason',
  'issue',
  'policy',
  'commit',
  'audit_ids',
  'words',
] as const satisfies readonly (keyof EvidenceChange)[];

const numbers: ReadonlySet<string> = new Set(['issue', 'maker_id']);

/** RFC 4180, a line per change; a cell that a spreadsheet would run is written as text. */
export const renderPopulation = (changes: readonly EvidenceChange[]): string =>
  csvRow(columns) + changes.map(toRow).join('');

const toRow = (change: EvidenceChange): string =>
  `${columns.map((column) => toCell(column, change[column])).join(',')}\r\n`;

const toCell = (column: string, value: string | number | null): string => {
  if (value === null || value === '') return '';
  return numbers.has(column) ? csvNumberCell(String(value)) : csvCell(String(value));
};
