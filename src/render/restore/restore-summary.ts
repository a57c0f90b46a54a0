import { fence } from '#render/escape/fence.ts';
import { plainMarkdown } from '#render/escape/plain-markdown.ts';
import { fitLinesSaying } from '#render/fit-lines.ts';
import type { RestoreResult } from './restore-result.ts';
import { renderRestoreText } from './restore-text.ts';

/** UTF-16 units. */
const room = 300_000;

/** The job summary of `restore`, Markdown: the verdict, then every object with what changes. */
export function renderRestoreSummary(result: RestoreResult): string {
  const [headline = '', ...lines] = renderRestoreText(result);
  return [
    `## zendrift restore · ${plainMarkdown(result.account)}`,
    '',
    `**${plainMarkdown(headline)}**`,
    '',
    ...fence(fitLinesSaying(lines, room, (count) => `… and ${count} more lines`)),
    '',
  ].join('\n');
}
