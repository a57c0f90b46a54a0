import { escapeUnits, toVisible } from '#text.ts';

// What a runner of GitHub Actions obeys in any output of a step: `##[` anywhere in a line, `::` where a line begins.
// https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
const obeyed = /#(?=#\[)|(?<=^\s*):(?=:)/gm;

/** Text of ours with what a runner would obey in it written as `\uXXXX`. */
export const toUnobeyed = (text: string): string => text.replace(obeyed, escapeUnits);

/** Text as one line of a terminal or a log: a line break in it is written out, not obeyed. */
export const toPlainLine = (text: string): string => toUnobeyed(toVisible(text));

/** JSON for a script and for a terminal alike: the same value, with what is invisible written as `\uXXXX`. */
export const toPlainJson = (value: unknown): string =>
  (JSON.stringify(value, null, 2) ?? 'null').split('\n').map(toPlainLine).join('\n');
