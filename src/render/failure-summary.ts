import { codeSpan } from './escape/code-span.ts';
import { plainMarkdown } from './escape/plain-markdown.ts';

interface Failed {
  readonly message: string;
  readonly hint: string;
  readonly exitCode: 1 | 2 | 3;
}

const verdicts: Readonly<Record<Failed['exitCode'], string>> = {
  1: 'The run could not finish; a later one will.',
  2: 'The run failed: a person must act.',
  3: 'The record itself is at fault.',
};

/** The job summary of a run that ended without a result, Markdown: what failed and what to do. */
export function renderFailureSummary(command: string, failures: readonly Failed[]): string {
  const worst = ([3, 2] as const).find((code) => failures.some(({ exitCode }) => exitCode === code)) ?? 1;
  return [
    `## zendrift · ${plainMarkdown(command.slice(0, 40))}`,
    '',
    `**${verdicts[worst]}**`,
    '',
    ...failures.flatMap(({ message, hint }) => [
      `- What failed: ${codeSpan(message, 2_000)}`,
      `- What to do: ${codeSpan(hint, 2_000)}`,
    ]),
    '',
  ].join('\n');
}
