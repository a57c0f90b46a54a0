import { diffArrays } from 'diff';
import type { DescribedLine, Words } from '#core/words.ts';
import { htmlText, isHtml } from './html-lines.ts';
import { isJsonBody, jsonChange } from './json-change.ts';
import { type LinePair, pairLines } from './line-pairs.ts';
import { count, plural } from './phrases.ts';

/** Lines that are shown on each side; the diff holds the rest. */
const lineLimit = 20;

/** Whether a text is too long for a sentence, so that its lines are shown. */
export const isLongText = (text: string): boolean => text.length > 60 || text.includes('\n');

/** What changed in a text: of JSON each key, of any other its lines with their words marked. Empty only for equal texts. */
export function textChange(label: Words, before: string, after: string): readonly DescribedLine[] {
  if (before === after) return [];
  const inner = (start: Words, was: string, is: string) =>
    isLongText(was) || isLongText(is) ? [lineChange(start, was, is)] : null;
  return jsonChange(label, before, after, inner) ?? [lineChange(label, before, after)];
}

/** `Comment, 1 of 9 lines:` and under it what went out and what came in. */
function lineChange(label: Words, before: string, after: string): DescribedLine {
  if (spaced(before) === spaced(after)) return { words: [...label, ': only its white space changed'] };
  if (before.trim() === '') return newText([...label, ` is new, ${linesIn(after)}`], after);
  if (after.trim() === '') {
    const { added = [], ...rest } = newText([...label, ` is empty now (was ${linesIn(before)})`], before);
    return { ...rest, removed: added };
  }
  const { old, now, note } = readablePair(before, after);
  // What bounds the work is never the time: the same texts give the same words on any machine.
  const parts = diffArrays([...old], [...now], { maxEditLength: 1000 });
  if (parts === undefined)
    return {
      words: [...label, `: too different to show, ${plural(old.length, 'line')} became ${plural(now.length, 'line')}`],
    };
  const sum = (side: 'removed' | 'added') => parts.reduce((all, part) => all + (part[side] ? part.value.length : 0), 0);
  const changed = Math.max(sum('removed'), sum('added'));
  const whole = Math.max(old.length, now.length);
  const pairs = pairsOfParts(parts);
  const tooMany = Math.max(...(['removed', 'added'] as const).map((side) => pairs.filter((pair) => pair[side]).length));
  return {
    words: [...label, `, ${count(changed)} of ${plural(whole, 'line')}${note}${shownPart(tooMany)}:`],
    ...linesOf(pairs),
  };
}

const linesIn = (text: string): string => plural(readableLines(text).length, 'line');

const spaced = (text: string): string => text.replace(/\s+/g, ' ').trim();

function pairsOfParts(parts: ReturnType<typeof diffArrays<string>>): readonly LinePair[] {
  const pairs: LinePair[] = [];
  let [removed, added]: [string[], string[]] = [[], []];
  const flush = (): void => {
    pairs.push(...pairLines(removed, added));
    [removed, added] = [[], []];
  };
  for (const part of parts ?? []) {
    if (part.removed) removed.push(...part.value);
    else if (part.added) added.push(...part.value);
    else flush();
  }
  flush();
  return pairs;
}

function linesOf(pairs: readonly LinePair[]): Pick<DescribedLine, 'removed' | 'added' | 'marks'> {
  const side = (name: 'removed' | 'added') => pairs.flatMap((pair) => pair[name] ?? []).slice(0, lineLimit);
  const [removed, added] = [side('removed'), side('added')];
  return {
    removed: removed.map(({ text }) => text),
    added: added.map(({ text }) => text),
    marks: { removed: removed.map(({ marks }) => marks), added: added.map(({ marks }) => marks) },
  };
}

/** A long text that is new: its lines under words that say how many there are. */
export function newText(words: Words, text: string): DescribedLine {
  const lines = readableLines(text);
  // There is nothing to read below the words.
  if (lines.every((line) => line.trim() === '')) return { words };
  const { added = [] } = linesOf(pairLines([], lines.slice(0, lineLimit)));
  return { words: [...words, `${shownPart(lines.length)}:`], added };
}

const shownPart = (lines: number): string => (lines > lineLimit ? `, the first ${lineLimit} shown` : '');

interface ReadablePair {
  readonly old: readonly string[];
  readonly now: readonly string[];
  /** What the lines do not show of the change. */
  readonly note: string;
}

/** Both as readable lines, or both raw where only the markup changed. */
function readablePair(before: string, after: string): ReadablePair {
  const [old, now] = [readableLines(before), readableLines(after)];
  if (old.join('\n') === now.join('\n'))
    return { old: rawLines(before), now: rawLines(after), note: ' of the markup, the text is the same' };
  const hidden = (text: string) => (isHtml(text) ? htmlText(text).hidden : []).join('\n');
  return { old, now, note: hidden(before) === hidden(after) ? '' : ', and markup that the diff shows' };
}

// Most rich texts are one line: a tag of each in a line of its own is what can be compared.
const rawLines = (text: string): readonly string[] =>
  text
    .replace(/(<\/(?:p|div|li|ul|ol|tr|table|h[1-6])>|<br ?\/?>)(?!\n)/gi, '$1\n')
    .split('\n')
    .filter((line) => line.trim() !== '');

/** A text, plain or rich, as the lines that a reader sees. */
export const readableLines = (text: string): readonly string[] =>
  isHtml(text) && !isJsonBody(text) ? htmlText(text).lines : text.replaceAll('\t', '  ').split('\n');
