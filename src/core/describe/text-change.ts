import { diffArrays } from 'diff';
import type { DescribedLine, Words } from '#core/words.ts';
import { clip } from '#text.ts';
import { count, plural } from './phrases.ts';

/** Lines that are shown on each side, and how much of a line, in code points; the diff holds the rest. */
const lineLimit = 20;
const widthLimit = 300;

/** Whether a text is too long for a sentence, so that its lines are shown. */
export const isLongText = (text: string): boolean => text.length > 60 || text.includes('\n');

/** What changed in a long text, line by line: `Comment, 1 of 9 lines:`. */
export function textChange(label: Words, before: string, after: string): DescribedLine {
  const [old, now] = readablePair(before, after);
  // The edit limit bounds the work whatever the machine; the time is the last resort of a slow one.
  const parts = diffArrays([...old], [...now], { timeout: 300, maxEditLength: 2000 });
  if (parts === undefined)
    return {
      words: [...label, `: too different to show, ${plural(old.length, 'line')} became ${plural(now.length, 'line')}`],
    };
  const removed = parts.flatMap((part) => (part.removed ? part.value : []));
  const added = parts.flatMap((part) => (part.added ? part.value : []));
  const changed = Math.max(removed.length, added.length);
  const whole = Math.max(old.length, now.length);
  return {
    words: [...label, `, ${count(changed)} of ${plural(whole, 'line')}${shownPart(changed)}:`],
    removed: removed.slice(0, lineLimit).map((line, index) => excerpt(line, added[index])),
    added: added.slice(0, lineLimit).map((line, index) => excerpt(line, removed[index])),
  };
}

/** A long text that is new: its lines under words that say how many there are. */
export function newText(words: Words, text: string): DescribedLine {
  const lines = readableLines(text);
  // There is nothing to read below the words.
  if (lines.every((line) => line.trim() === '')) return { words };
  return {
    words: [...words, `${shownPart(lines.length)}:`],
    added: lines.slice(0, lineLimit).map((line) => excerpt(line, undefined)),
  };
}

const shownPart = (lines: number): string => (lines > lineLimit ? `, the first ${lineLimit} shown` : '');

/** Both as readable lines, or both raw where only the markup changed. */
function readablePair(before: string, after: string): readonly [readonly string[], readonly string[]] {
  const [old, now] = [readableLines(before), readableLines(after)];
  return old.join('\n') === now.join('\n') ? [before.split('\n'), after.split('\n')] : [old, now];
}

/** A text, plain or rich, as the lines that a reader sees. */
export const readableLines = (text: string): readonly string[] => {
  if (!/<\/(?:p|div|li)>|<br ?\/?>/.test(text)) return text.split('\n');
  // Only tags without attributes go: a link's address is part of what a customer gets.
  const lines = text.replace(/<br ?\/?>|<\/(?:p|div|li|ul|ol)>/g, '\n').replace(/<(?:p|div|li|ul|ol)>/g, '');
  return lines.split('\n').filter((line) => line.trim() !== '');
};

/** A long line around the first place where it differs from the one that it replaced. */
function excerpt(line: string, other: string | undefined): string {
  if (line.length <= widthLimit) return line;
  let same = 0;
  while (other !== undefined && same < line.length && line[same] === other[same]) same += 1;
  const start = other === undefined || same < widthLimit ? 0 : Math.min(same, line.length - 60) - 60;
  const rest = start > 0 ? line.slice(start).replace(/^[\udc00-\udfff]/, '') : line;
  return `${start > 0 ? '…' : ''}${clip(rest, widthLimit)}`;
}
