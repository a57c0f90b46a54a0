import { toLocalText } from '#policy/moment.ts';
import type { AuditComparison, AuditExport } from './audit-result.ts';
import type { Destination } from './audit-run.ts';

const entriesOf = (count: number): string => (count === 1 ? '1 audit entry' : `${count} audit entries`);

const periodWords = ({ from, to }: Pick<AuditExport, 'from' | 'to'>, timezone: string): string =>
  from === null
    ? `up to ${toLocalText(to, timezone)}`
    : `from ${toLocalText(from, timezone)} to ${toLocalText(to, timezone)}`;

/** `read 5210 (source-type 312, ip 40)`: what each filter alone would have kept. Empty without filters. */
function filterWords({ read, matching }: Pick<AuditExport, 'read' | 'matching'>): string {
  const filters = Object.entries(matching).map(([name, count]) => `${name} ${count}`);
  return filters.length === 0 ? '' : `; read ${read}, of which match: ${filters.join(', ')}`;
}

export function auditWords(
  result: AuditExport,
  { destination, timezone }: { readonly destination: Destination; readonly timezone: string },
): readonly string[] {
  const where =
    destination.type === 'file'
      ? `${destination.kept ? 'written to' : 'would be written to'} ${destination.file}`
      : destination.type === 'stdout'
        ? 'printed'
        : 'not written: name a file with "output"';
  return [`${entriesOf(result.count)} ${periodWords(result, timezone)}, ${where}${filterWords(result)}`];
}

export function incrementalWords(
  result: AuditExport,
  { dryRun, timezone }: { readonly dryRun: boolean; readonly timezone: string },
): readonly string[] {
  const done = dryRun ? 'would be appended to' : 'appended to';
  return [
    `${entriesOf(result.count)} ${periodWords(result, timezone)}, ${done} ${result.output}${filterWords(result)}`,
  ];
}

const mostIds = 10;

export function verifyWords(result: AuditComparison): readonly string[] {
  const { file, rows, read, newer } = result;
  const more = newer === 0 ? '' : ` The log has ${entriesOf(newer)} newer than the file.`;
  if (result.equal) return [`${file} agrees with the live log: ${rows} rows, ${entriesOf(read)} read.${more}`];
  const faults: readonly (readonly [string, readonly string[]])[] = [
    ['missing in the file', result.missing],
    ['more than once in the file', result.doubled],
    ['different from the log', result.different],
    ['not in the log', result.unknown],
  ];
  return [
    `${file} differs from the live log: ${rows} rows, ${entriesOf(read)} read.${more}`,
    ...faults.flatMap(([words, ids]) => (ids.length === 0 ? [] : [`  ${ids.length} ${words}: ${idWords(ids)}`])),
    'If the file was exported for a range or with filters, give the same --from, --to and filters.',
  ];
}

const idWords = (ids: readonly string[]): string =>
  `${ids.slice(0, mostIds).join(', ')}${ids.length > mostIds ? ` and ${ids.length - mostIds} more` : ''}`;
