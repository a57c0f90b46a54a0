import type { DescribedLine, Words } from '#core/words.ts';
import { clip } from '#text.ts';

/** Words as plain text: values from elsewhere in quotes, not yet escaped. */
export const wordsText = (words: Words): string =>
  words.map((word) => (typeof word === 'string' ? word : `"${word.value}"`)).join('');

/** What changed, a line each; below the words of a long text the lines that were taken away and put in. */
export const linesText = (lines: readonly DescribedLine[]): readonly string[] =>
  lines.flatMap(({ words, removed = [], added = [] }) => [
    wordsText(words),
    ...removed.map((line) => `  - ${line}`),
    ...added.map((line) => `  + ${line}`),
  ]);

const longest = 5000;

/** The same on one line, for a cell. */
export const oneLineText = (lines: readonly DescribedLine[]): string =>
  clip(
    lines
      .map(({ words, removed = [], added = [] }) =>
        [
          wordsText(words),
          ...removed.map((line) => `- ${line.trim()}`),
          ...added.map((line) => `+ ${line.trim()}`),
        ].join(' '),
      )
      .join('; '),
    longest,
  );
