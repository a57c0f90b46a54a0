import type { DescribedLine, Words } from '#core/words.ts';
import { codeCell, codeSpan } from './escape/code-span.ts';
import { plainMarkdown } from './escape/plain-markdown.ts';

/** Words as Markdown: ours as text, Zendesk's as code. */
export const wordsMarkdown = (words: Words): string =>
  words.map((word) => (typeof word === 'string' ? plainMarkdown(word) : codeSpan(word.value))).join('');

/** What changed, in one cell of a table; `where` says where the rest is. */
export const linesCell = (lines: readonly DescribedLine[], shown = 3, where = ''): string =>
  [
    ...lines.slice(0, shown).map(lineCell),
    ...(lines.length > shown ? [`${lines.length - shown} more${where}`] : []),
  ].join(' · ');

/** Below such words a list has the text; here the first line that anything stands in is all there is room for. */
function lineCell(line: DescribedLine): string {
  const { words, removed = [], added = [] } = line;
  const said = words
    .map((word) => (typeof word === 'string' ? plainMarkdown(word) : codeCell(word.value, 60)))
    .join('');
  const exchanged = firstExchange(line);
  if (exchanged !== null) return `${said} ${exchanged.map((text) => codeCell(text, 80)).join(' → ')}`;
  const first = [...added, ...removed].find((text) => text.trim() !== '');
  return first === undefined ? said.replace(/:$/, '') : `${said} ${codeCell(first, 60)}`;
}

/** The first line in which words were exchanged for others, as it was and as it is; null where the first lines have none. */
function firstExchange({ removed = [], added = [], marks }: DescribedLine): readonly [string, string] | null {
  const [was, is] = [marks?.removed[0]?.[0], marks?.added[0]?.[0]];
  if (was === undefined || is === undefined) return null;
  // From the same place on: what stands in front of the first mark is the same in both.
  const start = was[0] <= 60 ? 0 : was[0] - 30;
  const from = (line = '') => `${start === 0 ? '' : '…'}${line.slice(start)}`;
  return [from(removed[0]), from(added[0])];
}
