import { codeSpan } from '#render/escape/code-span.ts';
import { plainMarkdown } from '#render/escape/plain-markdown.ts';
import { clip, toVisible } from '#text.ts';
import type { Use, UsesResult } from './uses-result.ts';

const longestLine = 500;

/** For a terminal, in the order of the snapshots. */
export const renderUsesText = (result: UsesResult): readonly string[] =>
  [headline(result), ...result.uses.map((use) => `  ${use.object} "${use.title}"${state(use)}: ${use.where}`)].map(
    (line) => clip(toVisible(line), longestLine),
  );

/** The step summary of Actions. */
export const renderUsesSummary = (result: UsesResult): string =>
  [
    `### ${plainMarkdown(headline(result))}`,
    ...result.uses.map(
      (use) => `- ${plainMarkdown(use.object)} ${codeSpan(use.title)}${state(use)}: ${codeSpan(use.where)}`,
    ),
  ].join('\n');

const state = ({ active }: Use): string => (active ? '' : ' (inactive)');

function headline({ ref, uses }: UsesResult): string {
  const count = new Set(uses.map(({ object }) => object)).size;
  if (count === 0) return `Nothing uses ${ref}`;
  return count === 1 ? `1 object uses ${ref}` : `${count} objects use ${ref}`;
}
