import { plural } from '#core/describe/phrases.ts';
import { codeSpan } from '#render/escape/code-span.ts';
import { plainMarkdown } from '#render/escape/plain-markdown.ts';
import { wordsMarkdown } from '#render/words-markdown.ts';
import { wordsText } from '#render/words-text.ts';
import { clip, toVisible } from '#text.ts';
import type { DescribedPolicy, PolicyCheckResult } from './policy-result.ts';

/** GitHub takes comments of 65,536 characters; two of these go into one. */
const mostListed = 50;

/** For a terminal: what each rule does, or everything that is wrong. `described` null = there are problems. */
export function renderCheckText(
  file: string,
  { problems, warnings }: PolicyCheckResult,
  described: DescribedPolicy | null,
): readonly string[] {
  if (described === null)
    return problems.flatMap(({ path, line, message, hint }) => [
      toVisible(`${file}:${line}: ${path === '' ? '' : `${path}: `}${message}`),
      toVisible(`  hint: ${hint}`),
    ]);
  const { rules, otherwise } = described;
  return [
    `${file} is valid: ${plural(rules.length, 'rule')}, the first that matches decides.`,
    ...rules.map(({ name, words }, index) => `${index + 1}. ${name}: ${wordsText(words)}.`),
    otherwise,
    ...warnings.map(({ message }) => `note: ${message}`),
  ].map((line) => clip(toVisible(line), 1000));
}

/** For a comment in a pull request. */
export function renderCheckMarkdown(
  file: string,
  { problems, warnings }: PolicyCheckResult,
  described: DescribedPolicy | null,
): string {
  if (described === null) {
    return [
      `### Policy check: ${plural(problems.length, 'problem')} in ${codeSpan(file)}`,
      '',
      ...withRest(
        problems.map(
          ({ path, line, message, hint }) =>
            `- Line ${line}${path === '' ? '' : `, ${codeSpan(path)}`}: ${plainMarkdown(clip(message, 500))} *${plainMarkdown(hint)}*`,
        ),
      ),
      '',
    ].join('\n');
  }
  const { rules, otherwise } = described;
  return [
    `### Policy check: ${codeSpan(file)} is valid`,
    '',
    'The first rule that matches decides.',
    '',
    ...withRest(
      rules.map(({ name, words }, index) => `${index + 1}. **${plainMarkdown(name)}**: ${wordsMarkdown(words)}`),
    ),
    '',
    plainMarkdown(otherwise),
    ...(warnings.length === 0
      ? []
      : ['', ...withRest(warnings.map(({ message }) => `- Note: ${plainMarkdown(message)}`))]),
    '',
  ].join('\n');
}

const withRest = (lines: readonly string[]): readonly string[] =>
  lines.length > mostListed
    ? [...lines.slice(0, mostListed), '', `${lines.length - mostListed} more are not shown.`]
    : lines;
