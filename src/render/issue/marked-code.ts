import type { Marks } from '#core/words.ts';
import { codeSpan } from '#render/escape/code-span.ts';

/** A line as code with its changed words in bold: one span for each piece, so that each is escaped like any other text. */
export function markedCode(text: string, marks: Marks, limit = 200): string {
  // A cut would move the marks; lines with marks are short enough.
  if (text === '' || marks.length === 0 || text.length > limit) return codeSpan(text, limit);
  const pieces: string[] = [];
  const add = (from: number, to: number, style: (code: string) => string): void => {
    if (from < to) pieces.push(style(codeSpan(text.slice(from, to), limit)));
  };
  let end = 0;
  for (const [from, to] of marks) {
    add(end, from, (code) => code);
    add(from, to, (code) => `**${code}**`);
    end = to;
  }
  add(end, text.length, (code) => code);
  return pieces.join('');
}
