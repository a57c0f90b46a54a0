import { codeCell } from '#render/escape/code-span.ts';
import { plainMarkdown } from '#render/escape/plain-markdown.ts';
import { minuteTime } from '#render/time-words.ts';
import { clip, toVisible } from '#text.ts';
import type { ListedObject, ListResult } from './list-result.ts';

/** What the rows do not say. */
export interface ListNotes {
  readonly timezone: string;
  /** Objects with open drift, also those that no issue shows yet. */
  readonly drifting: ReadonlySet<string>;
}

const longestTitle = 60;
const longestName = 40;
const mostRows = 500;

const head = ['OBJECT', 'TITLE', 'ACTIVE', 'LAST CHANGE', 'BY', 'OPEN DRIFT'] as const;

/** A table for a terminal. */
export function renderListText({ account, kind, objects }: ListResult, notes: ListNotes): readonly string[] {
  if (objects.length === 0) return [`${account} has no ${kind === null ? 'objects' : `objects of kind ${kind}`}.`];
  const rows = [head, ...objects.map((one) => toCells(one, notes))];
  const widths = head.map((_, column) => rows.reduce((most, row) => Math.max(most, width(row[column] ?? '')), 0));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => pad(cell, widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [...lines, '', summary(objects, notes)];
}

/** The step summary of Actions. */
export function renderListSummary({ account, objects }: ListResult, notes: ListNotes): string {
  const rows = objects.slice(0, mostRows).map((one) => {
    const [object = '', title = '', ...rest] = toCells(one, notes);
    return `| ${[codeCell(object), codeCell(title), ...rest.map((cell) => (cell === '' ? '' : codeCell(cell)))].join(' | ')} |`;
  });
  const more = objects.length > mostRows ? ['', `… and ${objects.length - mostRows} more.`] : [];
  return [
    `### ${plainMarkdown(`Objects of ${account}`)}`,
    '',
    '| object | title | active | last change | by | open drift |',
    '|---|---|---|---|---|---|',
    ...rows,
    ...more,
    '',
    plainMarkdown(summary(objects, notes)),
  ].join('\n');
}

function toCells({ object, title, active, changed, actor, open }: ListedObject, notes: ListNotes): readonly string[] {
  const { timezone, drifting } = notes;
  return [
    object,
    clip(toVisible(clip(title, longestTitle)), longestTitle),
    active === null ? '' : active ? 'yes' : 'no',
    changed === null ? 'not yet' : minuteTime(changed, timezone),
    changed === null ? '' : actor === null ? 'unknown' : clip(toVisible(clip(actor, longestName)), longestName),
    open !== null ? `#${open}` : drifting.has(object) ? 'yes' : '',
  ];
}

function summary(objects: readonly ListedObject[], { timezone, drifting }: ListNotes): string {
  const listed = new Set<string>(objects.map(({ object }) => object));
  const hidden = [...drifting].filter((object) => !listed.has(object)).sort();
  const open = drifting.size - hidden.length;
  const rest =
    hidden.length === 0
      ? ''
      : ` Also open: ${hidden.slice(0, 5).join(', ')}${hidden.length > 5 ? `, and ${hidden.length - 5} more` : ''}.`;
  const count = objects.length === 1 ? '1 object' : `${objects.length} objects`;
  return `${count}, ${open} with open drift. Times in ${timezone}.${rest}`;
}

/** Columns that a text takes on a terminal: wide characters take two. https://www.unicode.org/reports/tr11/ */
const width = (text: string): number =>
  [...text].reduce((sum, character) => sum + (isWide(character) ? 2 : /\p{M}/u.test(character) ? 0 : 1), 0);

const isWide = (character: string): boolean =>
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u.test(
    character,
  );

const pad = (text: string, to: number): string => text + ' '.repeat(Math.max(0, to - width(text)));
