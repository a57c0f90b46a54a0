export const commandWords = ['approve', 'reject', 'revert', 'accept', 'split', 'help'] as const;
export type CommandWord = (typeof commandWords)[number];

/** What stands in a comment's first line. */
export type ParsedCommand =
  | { readonly type: 'command'; readonly word: CommandWord; readonly rest: string }
  /** Shaped like a command, but none of ours. */
  | { readonly type: 'unknown'; readonly word: string };

/**
 * One command a comment: first line, first column, whole word. A quote begins with `>` and a code block with backticks or
 * spaces, so neither can begin with a slash; anything below the first line is talk. Null = no command at all.
 */
export function parseCommand(body: string): ParsedCommand | null {
  const [line = ''] = body.split(/\r?\n/, 1);
  const [, written = '', rest = ''] = /^\/([a-zA-Z][a-zA-Z-]{0,30})(?:[ \t]+(.*))?$/su.exec(line.trimEnd()) ?? [];
  if (written === '') return null;
  const word = commandWords.find((known) => known === written);
  return word === undefined ? { type: 'unknown', word: written } : { type: 'command', word, rest: rest.trim() };
}

/** One of our commands where none counts. It is never carried out, and its author is shown why. */
export interface Misplaced {
  readonly type: 'misplaced';
  readonly word: CommandWord;
  readonly why: 'indented' | 'quoted';
}

/** Far more than stands above an answer; a comment may have 64 KB. */
const mostLines = 500;

/**
 * A command that someone meant, and that is none: with spaces or empty lines before it, or as the first own line below quoted
 * text, where mail programs put it. Any other text that holds a command is talk about it.
 */
export function findMisplaced(body: string): Misplaced | null {
  if (parseCommand(body) !== null) return null;
  const lines = body.split(/\r?\n/, mostLines);
  const isMail = lines.some(isQuoted);
  const at = lines.findIndex((line) => line.trim() !== '' && !(isMail && (isQuoted(line) || isIntroduction(line))));
  const parsed = parseCommand((lines[at] ?? '').trimStart());
  if (parsed?.type !== 'command') return null;
  return { type: 'misplaced', word: parsed.word, why: lines.slice(0, at).some(isQuoted) ? 'quoted' : 'indented' };
}

const isQuoted = (line: string): boolean => /^\s*>/.test(line);

/** `On 24 Nov 2026, at 10:00, Ann wrote:`, in whatever language. */
const isIntroduction = (line: string): boolean => /\d.{0,300}:\s*$/.test(line);

/** What a command on the issue of one object means. */
export interface DriftWords {
  /** Hex digits of a blob, `none` for "not there"; null where it names no state. */
  readonly state: string | null;
  /** `/revert … delete`: remove what was created, instead of deactivating it. */
  readonly remove: boolean;
  /** `/approve … until 2027-01-15`: what stands for the day, as it was typed; left out for no `until`. */
  readonly until?: string;
  readonly reason: string;
}

/** `[blob prefix 7+ | none] [until DAY] [delete] [reason]`; a rejection names no state. */
export function parseDriftWords(word: CommandWord, rest: string): DriftWords {
  const named = word === 'approve' || word === 'revert' ? takeName(rest, /^(?:[0-9a-f]{7,64}|none)$/i) : null;
  const after = named?.rest ?? rest;
  const remove = word === 'revert' ? takeWord(after, /^delete$/) : null;
  return {
    state: named?.word.toLowerCase() ?? null,
    remove: remove !== null,
    ...takeUntil(word, remove?.rest ?? after),
  };
}

/**
 * The end date in front of a reason. Whatever stands behind `until` is taken for it: as part of a reason, a date that is
 * misspelt would make an approval that never ends.
 */
function takeUntil(word: CommandWord, text: string): { readonly until?: string; readonly reason: string } {
  const match = word === 'approve' ? /^until(?:\s+(\S+)\s*(.*))?$/isu.exec(text) : null;
  if (match === null) return { reason: text };
  const [, written = '', rest = ''] = match;
  return { until: written.replace(/^[`'"]+|[`'".,;:]+$/g, ''), reason: rest };
}

/**
 * The first word of a reason where it looks like a state with too few digits: always in code ticks, else with a digit or as the
 * start of one of these states. Taken for a reason, the command would mean another state.
 */
export function findShortState(reason: string, states: readonly (string | null)[]): string | null {
  const word = takeName(reason, /^[0-9a-f]{4,6}$/i)?.word;
  if (word === undefined) return null;
  return reason.startsWith('`') || /\d/.test(word) || states.some((blob) => blob?.startsWith(word.toLowerCase()))
    ? word
    : null;
}

/** What a command on a digest means. */
export interface DigestWords {
  /** Hex digits of the digest's hash, null where none is named. */
  readonly hash: string | null;
  /** Row as the table counts, from 1; null where none is named. */
  readonly row: number | 'all' | null;
  readonly remove: boolean;
  readonly until?: string;
  readonly reason: string;
}

/** `[hash prefix 7+] [all | N] [until DAY] [delete] [reason]` */
export function parseDigestWords(word: CommandWord, rest: string): DigestWords {
  const hash = takeName(rest, /^[0-9a-f]{7,12}$/i);
  const afterHash = hash?.rest ?? rest;
  const row =
    takeWord(afterHash, /^(?:all|[1-9]\d{0,4})$/) ?? takeWord(withoutTicks(afterHash), /^(?:all|[1-9]\d{0,4})$/);
  const afterRow = row?.rest ?? afterHash;
  const remove = word === 'revert' ? takeWord(afterRow, /^delete$/) : null;
  return {
    hash: hash?.word.toLowerCase() ?? null,
    row: row === null ? null : row.word === 'all' ? 'all' : Number(row.word),
    remove: remove !== null,
    ...takeUntil(word, remove?.rest ?? afterRow),
  };
}

type Taken = { readonly word: string; readonly rest: string } | null;

function takeWord(text: string, pattern: RegExp): Taken {
  const [, word = '', rest = ''] = /^(\S+)\s*(.*)$/su.exec(text) ?? [];
  return pattern.test(word) ? { word, rest } : null;
}

// What people put around a word that they quote, copy or emphasize. `#1234567` is a ticket.
const quotes = '`´\'"‘’“”«»*_~(){}<>\\[\\]';
const aName = new RegExp(`^[${quotes}]{0,9}([0-9A-Za-z]+)(?:[${quotes}.,;:!?…]+\\s*|\\s+|$)(.*)$`, 'su');

/**
 * The same for a word that names a state, whatever stands around it: `/approve \`abc1234\`, fine` names `abc1234`. A name that is
 * not recognized would be a reason, and the command would mean whatever is there.
 */
function takeName(text: string, pattern: RegExp): Taken {
  const [, word = '', rest = ''] = aName.exec(text) ?? [];
  return pattern.test(word) ? { word, rest } : null;
}

const withoutTicks = (text: string): string => text.replace(/^(`+)(\w+)\1(?=\s|$)/, '$2');
