import { codeSpan } from '#render/escape/code-span.ts';
import { plainMarkdown } from '#render/escape/plain-markdown.ts';
import { clip, toVisible } from '#text.ts';
import type { LintResult } from './lint-result.ts';

const longestLine = 500;

/** For a terminal; `titleOf` = how people know an object. */
export const renderLintText = (result: LintResult, titleOf: (object: string) => string): readonly string[] =>
  [
    ...result.findings.map(
      ({ code, level, object, message }) => `${level}: ${object} "${titleOf(object)}" ${message} (${code})`,
    ),
    headline(result),
  ].map((line) => clip(toVisible(line), longestLine));

/** The step summary of Actions. */
export const renderLintSummary = (result: LintResult, titleOf: (object: string) => string): string =>
  [
    `### ${headline(result)}`,
    ...result.findings.map(
      ({ code, level, object, message }) =>
        `- ${level} \`${code}\`: ${plainMarkdown(object)} ${codeSpan(titleOf(object))} ${codeSpan(message, longestLine)}`,
    ),
  ].join('\n');

function headline({ findings }: LintResult): string {
  if (findings.length === 0) return 'Nothing found';
  const count = (wanted: string): number => findings.filter(({ level }) => level === wanted).length;
  return `Findings: ${count('error')} error, ${count('warning')} warning, ${count('info')} info`;
}
