import type { DescribedLine, Words } from '#core/words.ts';
import { codeCell, codeSpan } from './escape/code-span.ts';
import { plainMarkdown } from './escape/plain-markdown.ts';

/** Words as Markdown: ours as text, Zendesk's as code. */
export const wordsMarkdown = (words: Words): string =>
  words.map((word) => (typeof word === 'string' ? plainMarkdown(word) : codeSpan(word.value))).join('');

/** What changed, in one cell of a table. */
export const linesCell = (lines: readonly DescribedLine[], shown = 3): string =>
  [...lines.slice(0, shown).map(lineCell), ...(lines.length > shown ? [`${lines.length - shown} more`] : [])].join(
    ' · ',
  );

/** Below such words a list has the text; here the first line that anything stands in is all there is room for. */
function lineCell(line: DescribedLine): string {
  const { words, removed = [], added = [] } = line;
  const said = words
    .map((word) => (typeof word === 'string' ? plainMarkdown(word) : codeCell(word.value, 60)))
    .join('');
  const exchanged = firstExchange(line);
  if (exchanged !== null) return `${said} ${exchanged.map((text) => codeCell(text, 40)).join(' → ')}`;
  const first = [...added, ...removed].find((text) => text.trim() !== '');
  return first === undefined ? said.replace(/:$/, '') : `${said} ${codeCell(first, 60)}`;
}

/** The first words that were exchanged for others; null where the first lines have none. */
function firstExchange({ removed = [], added = [], marks }: DescribedLine): readonly [string, string] | null {
  const [was, is] = [marks?.removed[0]?.[0], marks?.added[0]?.[0]];
  return was === undefined || is === undefined ? null : [removed[0]?.slice(...was) ?? '', added[0]?.slice(...is) ?? ''];
}
