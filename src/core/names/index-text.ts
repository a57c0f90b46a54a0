import { compareText } from '#core/entry/audit-entry.ts';
import { type Order, orderIds } from '#core/order/order.ts';
import { hasSwitch } from '#core/snapshot/known-as.ts';
import { type Kind, kindWords } from '#kinds/kind.ts';
import { markdownCell } from './markdown-cell.ts';
import type { Names } from './names.ts';

/** One object as the index shows it. */
export interface IndexRow {
  readonly id: string;
  readonly title: string;
  readonly active: boolean;
  readonly categoryId: string | null;
}

/**
 * `README.md` of a kind's folder, for people who look at it on GitHub: in run order if the kind has one, else by title.
 * It names no person and no time, so equal state gives equal bytes (docs/format.md, Names and indexes).
 */
export function indexText(kind: Kind, account: string, rows: readonly IndexRow[], order: Order, names: Names): string {
  const inCategories = kind.order === 'category';
  const plural = kindWords(kind.plural);
  const heading = plural.charAt(0).toUpperCase() + plural.slice(1);
  const active = rows.filter((row) => row.active).length;
  const sequence = kind.order === 'none' ? 'by title' : kind.name === 'view' ? 'in list order' : 'in run order';
  const switches = hasSwitch(kind.fields);
  const columns = ['title', 'id', ...(switches ? ['active'] : []), ...(inCategories ? ['category'] : [])];
  return [
    `# ${heading} of ${markdownCell(account)}`,
    '',
    `${rows.length} ${rows.length === 1 ? kindWords(kind.name) : plural}${switches ? `, ${active} active` : ''}, ${sequence}. Written by zendrift; edits are overwritten.`,
    '',
    tableRow(columns),
    tableRow(columns.map(() => '---')),
    ...sortRows(kind, rows, order).map((row) =>
      tableRow([
        markdownCell(row.title) || '(no title)',
        `[${row.id}](${row.id}.json)`,
        ...(switches ? [row.active ? 'yes' : 'no'] : []),
        ...(inCategories ? [categoryCell(names, row.categoryId)] : []),
      ]),
    ),
    '',
  ].join('\n');
}

const tableRow = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function categoryCell(names: Names, id: string | null): string {
  if (id === null) return '';
  return markdownCell((Object.hasOwn(names.categories, id) && names.categories[id]) || id);
}

function sortRows(kind: Kind, rows: readonly IndexRow[], order: Order): readonly IndexRow[] {
  const byTitle = (a: IndexRow, b: IndexRow) =>
    compareText(a.title, b.title) || a.id.length - b.id.length || compareText(a.id, b.id);
  if (kind.order === 'none') return [...rows].sort(byTitle);
  const rank = new Map(orderIds(order).map((id, index) => [id, index]));
  const place = (row: IndexRow) => rank.get(row.id) ?? rank.size;
  return [...rows].sort((a, b) => place(a) - place(b) || byTitle(a, b));
}
