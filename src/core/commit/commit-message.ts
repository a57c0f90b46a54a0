import type { AuditEntry } from '#core/entry/audit-entry.ts';
import { toInert } from '#core/inert.ts';
import type { DescribedLine, Description, Words } from '#core/words.ts';
import { clip, toVisible } from '#text.ts';
import type { CommitFacts } from './commit-facts.ts';
import { renderSubject, type Subject } from './commit-subject.ts';
import { printFacts } from './parse-facts.ts';

export interface CommitText {
  readonly subject: Subject;
  /** Ours, in front of what changed: `2 edits by 2 people between two runs. …` One paragraph each. */
  readonly notes?: readonly Words[];
  readonly description?: Description;
  /** All entries of the change; those with a description give a line `Log says: "…"`. */
  readonly entries?: readonly AuditEntry[];
  /** A reviewer's words. Hostile. */
  readonly comment?: string;
  /** After all that: `Last state: 9e8d7c6:snapshots/…`, `One of 300 like it by …`. Never wrapped. */
  readonly closing?: readonly Words[];
  readonly facts: CommitFacts;
}

/** Limits in code points, but for the body's: 16 KB of UTF-8, of which the log and the closing lines keep their share. */
const limits = {
  width: 72,
  value: 300,
  textLine: 200,
  textLines: 20,
  log: 500,
  comment: 1000,
  changes: 8_000,
  logs: 3_000,
};

/** The whole message of a commit, ending in LF. Nothing in it can forge a trailer or be acted on by GitHub, git or a CI. */
export function renderCommitMessage(text: CommitText): string {
  const body = [
    ...(text.notes ?? []).flatMap(paragraph),
    ...capped((text.description?.lines ?? []).map(describedLine(text.description)), limits.changes, 'change'),
    ...(text.comment === undefined || text.comment.trim() === '' ? [] : comment(text.comment)),
    ...capped(logLines(text.entries ?? []), limits.logs, 'log text'),
    ...(text.closing ?? []).map((words) => tokens(words).join(' ')),
  ];
  const paragraphs = [
    renderSubject(text.subject),
    ...(body.length === 0 ? [] : [body.join('\n')]),
    printFacts(text.facts),
  ];
  return paragraphs.join('\n\n');
}

const paragraph = (words: Words): readonly string[] => wrapWords(tokens(words), limits.width);

// A deletion and a new order are described in sentences, everything else as a list.
const describedLine =
  (description: Description | undefined) =>
  ({ words, removed = [], added = [] }: DescribedLine): readonly string[] => {
    const texts = [...textLines('-', removed), ...textLines('+', added)];
    const sentence = description?.verb === 'Delete' || description?.verb === 'Reorder';
    return sentence && texts.length === 0
      ? paragraph(words)
      : [...wrapWords(['-', ...tokens(words)], limits.width, '  '), ...texts];
  };

function textLines(sign: '-' | '+', lines: readonly string[]): readonly string[] {
  const shown = lines.slice(0, limits.textLines).map((line) => `  ${sign} ${safe(line, limits.textLine)}`.trimEnd());
  const rest = lines.length - shown.length;
  return rest === 0 ? shown : [...shown, `  ${sign} … and ${rest} more ${rest === 1 ? 'line' : 'lines'}`];
}

/** What the log says of each entry; equal words of one person at one time, as a reorder gives them, are said once. */
function logLines(entries: readonly AuditEntry[]): readonly (readonly string[])[] {
  const lines = new Map<string, number>();
  for (const { description, time, actorName } of entries) {
    // Blanks, and marks that cannot be seen, say nothing.
    if (description.trim() === '') continue;
    const about = entries.length === 1 ? '' : `, ${time.slice(11)} ${safe(actorName, 100)}`;
    const words = description.trim().replace(/\s*[\r\n]+\s*/g, ' / ');
    const line = `Log says${about}: "${safe(words, limits.log)}"`;
    lines.set(line, (lines.get(line) ?? 0) + 1);
  }
  return [...lines].map(([line, count]) => [count === 1 ? line : `${line} (${count} times)`]);
}

// Free text at the start of a line could be a comment, a scissors line, a mail header or a patch to some git command.
const comment = (text: string): readonly string[] =>
  wrapWords(safe(text.trim(), limits.comment).split(' '), limits.width).map((line) =>
    /^(?:#|--|@@|\+\+\+|>|diff |From |Index |\s|[^\s:]+ ?:)/i.test(line) ? `> ${line}` : line,
  );

/** Words to wrap at: ours break at spaces, a value never breaks, and what stands against it stays against it. */
function tokens(words: Words): readonly string[] {
  const glued = words.map((word) =>
    typeof word === 'string'
      ? toInert(toVisible(word))
      : `"${safe(word.value, limits.value)}"`.replaceAll(' ', '\u0000'),
  );
  return glued
    .join('')
    .split(' ')
    .filter((token) => token !== '')
    .map((token) => token.replaceAll('\u0000', ' '));
}

// Cut twice: before, so that a megabyte is not looked at; after, because escapes are longer.
const safe = (text: string, limit: number): string => clip(toInert(toVisible(clip(text, limit))), limit);

/** As many items as there is room for; one that alone is too large is cut by lines. What is missing is counted. */
function capped(items: readonly (readonly string[])[], room: number, name: string): readonly string[] {
  const shown = fitting(
    items.map((lines) => lines.join('\n')),
    room,
  );
  const [first = []] = items;
  if (shown === 0 && first.length > 0) {
    const lines = first.slice(0, fitting(first, room));
    return [...lines, ...leftOut(first.length - lines.length, 'line'), ...leftOut(items.length - 1, name)];
  }
  return [...items.slice(0, shown).flat(), ...leftOut(items.length - shown, name)];
}

function fitting(texts: readonly string[], room: number): number {
  let left = room;
  const tooMuch = texts.findIndex((text) => {
    left -= bytes(text) + 1;
    return left < 0;
  });
  return tooMuch === -1 ? texts.length : tooMuch;
}

const leftOut = (count: number, name: string): readonly string[] =>
  count === 0 ? [] : [`… and ${count} more ${count === 1 ? name : `${name}s`}, left out here`];

const bytes = (text: string): number => new TextEncoder().encode(text).length;

/**
 * Breaks words into lines of at most `width` code points; `indent` goes in front of every line but the first. A word
 * is never broken, so what is one word (a quoted value) stays on one line however long it is.
 */
function wrapWords(words: readonly string[], width: number, indent = ''): readonly string[] {
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
