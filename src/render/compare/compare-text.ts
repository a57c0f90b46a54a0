import { codeSpan } from '#render/escape/code-span.ts';
import { plainMarkdown } from '#render/escape/plain-markdown.ts';
import { clip, toVisible } from '#text.ts';
import type { CompareResult } from './compare-result.ts';

const longestLine = 500;

/** For a terminal; `a` and `b` are the names of the accounts. */
export const renderCompareText = (result: CompareResult, a: string, b: string): readonly string[] =>
  [
    headline(result, a, b),
    ...result.different.flatMap((one) => [
      `  different: "${one.title}" (${one.a}, ${one.b})`,
      ...one.changes.map((change) => `    ${change}`),
    ]),
    ...result.only.a.map(({ object, title }) => `  only in ${a}: ${object} "${title}"`),
    ...result.only.b.map(({ object, title }) => `  only in ${b}: ${object} "${title}"`),
  ].map((line) => clip(toVisible(line), longestLine));

/** The step summary of Actions. */
export const renderCompareSummary = (result: CompareResult, a: string, b: string): string =>
  [
    `### ${plainMarkdown(headline(result, a, b))}`,
    ...renderCompareText(result, a, b)
      .slice(1)
      .map((line) => `- ${codeSpan(line.trim(), longestLine)}`),
  ].join('\n');

const headline = ({ same, different, only }: CompareResult, a: string, b: string): string =>
  `${same} same, ${different.length} different, ${only.a.length} only in ${a}, ${only.b.length} only in ${b}`;
