// Control, bidi and zero-width characters, line and paragraph separators: nothing that a reader cannot see, and no
// sequence that a terminal obeys (docs/format.md, Hostile text).
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

const escapeUnits = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`,
  ).join('');

// What a runner of GitHub Actions obeys in any output of a step: `##[` anywhere in a line, `::` where a line begins.
// https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
const obeyed = /#(?=#\[)|(?<=^\s*):(?=:)/gm;

/** Text of ours with what a runner would obey in it written as `\uXXXX`. */
export const toUnobeyed = (text: string): string => text.replace(obeyed, escapeUnits);

/** Text as one line of a terminal or a log: a line break in it is written out, not obeyed. */
export const toPlainLine = (text: string): string => toUnobeyed(text.replace(invisible, escapeUnits));

/** JSON for a script and for a terminal alike: the same value, with what is invisible written as `\uXXXX`. */
export const toPlainJson = (value: unknown): string =>
  (JSON.stringify(value, null, 2) ?? 'null').split('\n').map(toPlainLine).join('\n');
