import { codeSpan } from '#render/escape/code-span.ts';
import { plainMarkdown } from '#render/escape/plain-markdown.ts';
import { fitLinesSaying } from '#render/fit-lines.ts';
import { minuteTime } from '#render/time-words.ts';
import { clip, toVisible } from '#text.ts';
import type { DifferentObject, DiffPoint, DiffResult } from './diff-result.ts';

const longestLine = 500;
/** A step summary holds 1 MiB. */
const mostUnits = 200_000;

/** For a terminal. */
export function renderDiffText(result: DiffResult): readonly string[] {
  const { objects, timezone } = result;
  return [
    headline(result),
    ...objects.flatMap((one) => ['', objectLine(one, timezone), ...one.words.map((line) => `  ${line}`)]),
    ...(result.cancelled === 0 ? [] : ['', cancelledWords(result.cancelled)]),
  ].map((line) => clip(toVisible(line), longestLine));
}

/** The step summary of Actions: text in code spans. */
export function renderDiffSummary(result: DiffResult): string {
  const { objects, timezone, cancelled } = result;
  const lines = objects.flatMap((one) => [
    `- ${codeSpan(objectLine(one, timezone), longestLine)}`,
    ...one.words.map((line) => `  - ${codeSpan(line.trim(), longestLine)}`),
  ]);
  return [
    `### ${plainMarkdown(headline(result))}`,
    '',
    ...fitLinesSaying(lines, mostUnits, (count) => `… and ${count} more lines.`),
    ...(cancelled === 0 ? [] : ['', plainMarkdown(cancelledWords(cancelled))]),
  ].join('\n');
}

function headline({ account, objects, from, to, timezone }: DiffResult): string {
  const count =
    objects.length === 0
      ? 'no object differs'
      : objects.length === 1
        ? '1 object differs'
        : `${objects.length} objects differ`;
  return `${account}: ${count} between ${pointWords(from, timezone)} and ${pointWords(to, timezone)}`;
}

const pointWords = ({ commit, time }: DiffPoint, timezone: string): string =>
  commit !== null
    ? `commit ${commit.slice(0, 12)}`
    : time === null
      ? 'now'
      : `${minuteTime(time, timezone)} (${timezone})`;

function objectLine({ object, title, change, changes, actors, last }: DifferentObject, timezone: string): string {
  const name = title === '' ? object : `${object} "${title}"`;
  if (change === 'recorded') return `${name} recorded for the first time`;
  const who = actors.length === 0 ? 'unknown' : actors.join(', ');
  const by = changes === 0 ? '' : ` by ${who}`;
  const count = changes < 2 ? '' : `, ${changes} changes`;
  return `${name} ${change}${by}${count}${last === null ? '' : `, ${changes < 2 ? '' : 'last '}${minuteTime(last, timezone)}`}`;
}

const cancelledWords = (count: number): string =>
  count === 1 ? '1 more change in between left no difference.' : `${count} more changes in between left no difference.`;
