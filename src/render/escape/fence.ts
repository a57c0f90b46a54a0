import { toVisible } from '#text.ts';
import { longestRun } from './code-span.ts';

/** Lines as a fenced code block, the fence longer than any run of backticks inside. Each line stays one line. */
export function fence(lines: readonly string[], language = ''): readonly string[] {
  const visible = lines.map(toVisible);
  const ticks = '`'.repeat(Math.max(3, ...visible.map((line) => longestRun(line) + 1)));
  return [ticks + language, ...visible, ticks];
}
