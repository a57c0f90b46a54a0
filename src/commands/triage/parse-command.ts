export const commandWords = ['approve', 'reject', 'revert', 'accept', 'split', 'help'] as const;
export type CommandWord = (typeof commandWords)[number];

/** What stands in a comment's first line. */
export type Spoken =
  | { readonly type: 'command'; readonly word: CommandWord; readonly rest: string }
  /** Shaped like a command, but none of ours. */
  | { readonly type: 'unknown'; readonly word: string };

/**
 * One command a comment: first line, first column, whole word. A quote begins with `>` and a code block with backticks or
 * spaces, so neither can begin with a slash; anything below the first line is talk. Null = no command at all.
 */
export function parseCommand(body: string): Spoken | null {
  const [line = ''] = body.split(/\r?\n/, 1);
  const [, written = '', rest = ''] = /^\/([a-zA-Z][a-zA-Z-]{0,30})(?:[ \t]+(.*))?$/su.exec(line.trimEnd()) ?? [];
  if (written === '') return null;
  const word = commandWords.find((known) => known === written);
  return word === undefined ? { type: 'unknown', word: written } : { type: 'command', word, rest: rest.trim() };
}

/** What a command on the issue of one object means. */
export interface DriftWords {
  /** Hex digits of a blob, `none` for "not there"; null where it names no state. */
  readonly state: string | null;
  /** `/revert … delete`: remove what was created, instead of deactivating it. */
  readonly remove: boolean;
  readonly reason: string;
}

/** `[blob prefix 7+ | none] [delete] [reason]`; a rejection names no state. */
export function parseDriftWords(word: CommandWord, rest: string): DriftWords {
  const named = word === 'approve' || word === 'revert' ? takeWord(rest, /^(?:[0-9a-f]{7,64}|none)$/i) : null;
  const after = named?.rest ?? rest;
  const remove = word === 'revert' ? takeWord(after, /^delete$/) : null;
  return {
    state: named?.word.toLowerCase() ?? null,
    remove: remove !== null,
    reason: remove?.rest ?? after,
  };
}

/** What a command on a digest means. */
export interface DigestWords {
  /** Hex digits of the digest's hash, null where none is named. */
  readonly hash: string | null;
  /** Row as the table counts, from 1; null where none is named. */
  readonly row: number | 'all' | null;
  readonly remove: boolean;
  readonly reason: string;
}

/** `[hash prefix 7+] [all | N] [delete] [reason]` */
export function parseDigestWords(word: CommandWord, rest: string): DigestWords {
  const hash = takeWord(rest, /^[0-9a-f]{7,12}$/i);
  const afterHash = hash?.rest ?? rest;
  const row = takeWord(afterHash, /^(?:all|[1-9]\d{0,4})$/);
  const afterRow = row?.rest ?? afterHash;
  const remove = word === 'revert' ? takeWord(afterRow, /^delete$/) : null;
  return {
    hash: hash?.word.toLowerCase() ?? null,
    row: row === null ? null : row.word === 'all' ? 'all' : Number(row.word),
    remove: remove !== null,
    reason: remove?.rest ?? afterRow,
  };
}

function takeWord(text: string, pattern: RegExp): { readonly word: string; readonly rest: string } | null {
  const [, word = '', rest = ''] = /^(\S+)\s*(.*)$/su.exec(text) ?? [];
  return pattern.test(word) ? { word, rest } : null;
}
