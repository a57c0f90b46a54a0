import { codeSpan } from './escape/code-span.ts';
import { plainMarkdown } from './escape/plain-markdown.ts';

interface Failed {
  readonly message: string;
  readonly hint: string;
  readonly exitCode: 1 | 2 | 3;
}

const verdicts: Readonly<Record<Failed['exitCode'], string>> = {
  1: 'The run could not finish. A later run will.',
  2: 'The run failed, and a person must act.',
  3: 'The history is damaged.',
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
      `- Error: ${codeSpan(message, 2_000)}`,
      `- Hint: ${codeSpan(hint, 2_000)}`,
    ]),
    '',
  ].join('\n');
}
