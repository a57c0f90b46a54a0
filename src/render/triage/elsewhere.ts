import { codeSpan } from '#render/escape/code-span.ts';

const most = 5;

/** The answer to a command in the list of what is open. `issues` = those whose state the command names. */
export function elsewhereLines(word: string, issues: readonly number[]): readonly string[] {
  const named = issues.slice(0, most).map((number) => `#${number}`);
  const where = named.length === 0 ? 'the issue of the change; the table above links it' : named.join(' or ');
  return [`**Nothing was decided.** Commands don't work in this list. Write ${codeSpan(`/${word}`, 40)} in ${where}.`];
}
