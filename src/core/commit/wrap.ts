/**
 * Breaks words into lines of at most `width` code points; `indent` goes in front of every line but the first. A word
 * is never broken, so what is one word (a quoted value) stays on one line however long it is.
 */
export function wrapWords(words: readonly string[], width: number, indent = ''): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of words) {
    if (line !== '' && length(line) + 1 + length(word) > width) {
      lines.push(line);
      line = indent + word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, line];
}

const length = (text: string): number => [...text].length;
