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
function lineCell({ words, removed = [], added = [] }: DescribedLine): string {
  const said = words
    .map((word) => (typeof word === 'string' ? plainMarkdown(word) : codeCell(word.value, 60)))
    .join('');
  const first = [...added, ...removed].find((text) => text.trim() !== '');
  return first === undefined ? said.replace(/:$/, '') : `${said} ${codeCell(first, 60)}`;
}
