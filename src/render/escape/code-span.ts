import { clip, toVisible } from '#text.ts';

/**
 * Any text as a Markdown code span on one line: GitHub looks for no mention, reference, link, emoji or tag in code. The
 * delimiter is longer than any run of backticks inside. At most `limit` code points of the text.
 */
export function codeSpan(text: string, limit = 200): string {
  const line = clip(toVisible(clip(text, limit)), limit);
  if (line === '') return '(empty)';
  const ticks = '`'.repeat(longestRun(line) + 1);
  // CommonMark takes one space off both ends, and a backtick at an end would lengthen the delimiter.
  const padded = /^`|`$/.test(line) || (/^ .* $/.test(line) && line.trim() !== '') ? ` ${line} ` : line;
  return ticks + padded + ticks;
}

/** The same in a table, where a pipe ends the cell even inside code. https://github.github.com/gfm/#example-200 */
export const codeCell = (text: string, limit = 120): string =>
  codeSpan(text.replaceAll('\\', '＼'), limit).replaceAll('|', '\\|');

export const longestRun = (text: string): number =>
  (text.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0);
