import { csvCell, csvNumberCell, csvRow } from '#render/escape/csv-cell.ts';
import type { ReportedChange, ReportedColumns } from './report-result.ts';

export const reportColumns = [
  'time',
  'object',
  'kind',
  'title',
  'change',
  'actor_name',
  'actor_id',
  'ip',
  'verdict',
  'reason',
  'rule',
  'risk',
  'decision',
  'decided_by',
  'decided_at',
  'commit',
  'issue',
  'words',
] as const satisfies readonly (keyof ReportedColumns)[];

const rowsAtOnce = 500;

/** RFC 4180, a line per change; a cell that a spreadsheet would run is written as text. */
export async function* renderCsv(changes: readonly ReportedChange[]): AsyncIterable<string> {
  yield csvRow(reportColumns);
  for (let start = 0; start < changes.length; start += rowsAtOnce)
    yield changes
      .slice(start, start + rowsAtOnce)
      .map(toRow)
      .join('');
}

const toRow = (change: ReportedChange): string =>
  `${reportColumns.map((column) => toCell(column, change[column])).join(',')}\r\n`;

const toCell = (column: (typeof reportColumns)[number], value: string | number | null): string => {
  if (value === null || value === '') return '';
  return column === 'actor_id' || column === 'issue' ? csvNumberCell(String(value)) : csvCell(String(value));
};
