import { idOf, isOrder, type ObjectKey } from '#core/object-key.ts';
import { codeCell } from '#render/escape/code-span.ts';
import { link, urlPath } from '#render/escape/link.ts';
import { plainMarkdown } from '#render/escape/plain-markdown.ts';
import { clockTime, shortDate } from '#render/time-words.ts';
import { counted } from '#render/track/run-words.ts';
import { linesCell } from '#render/words-markdown.ts';
import type { DigestObject, DigestRow, DigestView } from './digest-view.ts';
import { capitalized, doneWords, withoutVerb } from './done-words.ts';
import { personName } from './people.ts';

/** The table of a digest, and what it says in one word. It is a function of what is recorded alone: a run compares it. */
const tableRoom = 30_000;

/** All objects of the rows. */
export const countObjects = ({ rows }: Pick<DigestView, 'rows'>): number =>
  rows.reduce((sum, { objects }) => sum + objects.length, 0);

/** `deleted 3 macros` where all of it is of one sort, `changed 302 objects` otherwise. */
export function deedWords(rows: readonly DigestRow[]): string {
  const [verb, ...others] = new Set(rows.map((row) => row.verb));
  const kinds = [...new Map(rows.map(({ kind }) => [kind.name, kind])).values()];
  const count = countObjects({ rows });
  if (verb === undefined || others.length > 0 || verb === 'Update' || verb === 'Record')
    return `changed ${counted(count, 'object')}`;
  if (verb === 'Reorder') return `reordered ${kinds.map(({ plural }) => plural).join(' and ')}`;
  const [kind, ...more] = kinds;
  return `${doneOf(rows)} ${kind && more.length === 0 ? counted(count, kind.name, kind.plural) : counted(count, 'object')}`;
}

/** ` (2 deleted, 1 reordered)`: what `changed 3 objects` stands for. */
export function sortsWords(rows: readonly DigestRow[]): string {
  const verbs = [...new Set(rows.map(({ verb }) => verb))];
  if (verbs.length < 2) return '';
  const sorts = verbs.map(
    (verb) =>
      `${countObjects({ rows: rows.filter((row) => row.verb === verb) })} ${doneOf(rows.filter((row) => row.verb === verb))}`,
  );
  return ` (${sorts.join(', ')})`;
}

/** Of rows of one sort. */
const doneOf = ([row]: readonly DigestRow[]): string => (row === undefined ? '' : doneWords(row.verb, objectOf(row)));

const objectOf = ({ objects: [first] }: DigestRow): ObjectKey => first?.marker.object ?? 'rule/';

export const approveCommand = (id: string, row: number | 'all'): string => `/approve ${id.slice(0, 7)} ${row} reason`;

export function digestTable(view: DigestView): readonly string[] {
  const { rows, people } = view;
  const lines: string[] = [];
  let left = tableRoom;
  for (const [index, row] of rows.entries()) {
    const line = `| ${rowCells(view, row, index + 1).join(' | ')} |`;
    left -= line.length + 1;
    if (left < 0) break;
    lines.push(line);
  }
  const missing = rows.length - lines.length;
  return [
    `| # | kind | objects | what changed | risk | why | ${people.length > 1 ? 'who, when' : 'when'} (${plainMarkdown(view.timezone)}) | links | to approve |`,
    '|--:|---|--:|---|---|---|---|---|---|',
    ...lines,
    ...(missing > 0
      ? ['', `${missing} more ${missing === 1 ? 'row is below with its' : 'rows are below with their'} objects.`]
      : []),
  ];
}

const rowCells = (view: DigestView, row: DigestRow, number: number): readonly string[] => [
  String(number),
  plainMarkdown(row.kind.name),
  String(row.objects.length),
  what(row),
  row.risk,
  row.reasons
    .slice(0, most.reasons)
    .map((words) => plainMarkdown(words))
    .join('; '),
  when(view, row),
  links(view, row),
  `\`${approveCommand(view.id, number)}\``,
];

/** Names in one cell, and lines: below the table are all of them. */
export const most = { names: 3, lines: 8, people: 3, reasons: 8 };

/** `**Deleted** `Invoice copy`: was active; 3 actions` */
function what(row: DigestRow): string {
  const { objects, lines, kind } = row;
  const [first] = objects;
  const isOfOrder = first !== undefined && isOrder(first.marker.object);
  const did = doneOf([row]);
  const names = objects.slice(0, most.names).map((object) => codeCell(nameOf(object), 60));
  const more = objects.length - names.length;
  const named = isOfOrder
    ? `the ${plainMarkdown(kind.plural)}`
    : names.join(', ') + (more > 0 ? ` and ${more} more (listed below)` : '');
  const said = linesCell(withoutVerb(lines, did), most.lines, ' (listed below)');
  return `**${capitalized(did)}** ${named}${said === '' ? '' : `: ${said}`}`;
}

const nameOf = ({ title, marker }: DigestObject): string => title || idOf(marker.object);

/** When its changes were made, and by whom where the digest is of several people. */
function when({ people, timezone, from: start, to: end }: DigestView, row: DigestRow): string {
  const isOneDay = shortDate(start, timezone) === shortDate(end, timezone);
  const time = (at: string) => `${isOneDay ? '' : `${shortDate(at, timezone)} `}${clockTime(at, timezone)}`;
  const span = row.from === row.to ? time(row.from) : `${time(row.from)}–${time(row.to)}`;
  if (people.length < 2) return span;
  const names = row.people.slice(0, most.people).map(personName);
  const more = row.people.length - names.length;
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}, ${span}`;
}

function links({ webUrl, branch }: DigestView, { objects, folder }: DigestRow): string {
  const [first, ...more] = objects;
  if (first === undefined) return '';
  const zendesk = more.length > 0 || first.adminUrl === null ? [] : [link('Zendesk', first.adminUrl)];
  if (webUrl === null) return zendesk.join(' · ');
  const commit = `${webUrl}/commit/${first.commit}`;
  const all = folder === null ? [] : [link('all', `${webUrl}/commits/${urlPath(branch)}/${urlPath(folder)}`)];
  const commits =
    more.length === 0 ? [link('commit', commit), link('diff', `${commit}.diff`)] : [link('first', commit), ...all];
  return [...commits, ...zendesk].join(' · ');
}
