// Control, bidi and zero-width characters, line and paragraph separators: nothing that a reader cannot see, and no
// sequence that a terminal obeys (CONTRACT section 8).
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

const escapeUnits = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`,
  ).join('');

/** Text as one line of a terminal or a log: a line break in it is written out, not obeyed. */
export const toPlainLine = (text: string): string => text.replace(invisible, escapeUnits);

/** JSON for a script and for a terminal alike: the same value, with what is invisible written as `\uXXXX`. */
export const toPlainJson = (value: unknown): string =>
  (JSON.stringify(value, null, 2) ?? 'null').split('\n').map(toPlainLine).join('\n');
