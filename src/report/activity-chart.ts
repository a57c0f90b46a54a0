import { clip } from '#drift/visible.ts';
import type { CommitResult } from './run-result.ts';

/** Bars at most: the busiest; the table below has everything. */
const mostBars = 12;

/**
 * A small Mermaid chart of the changes by actor and day, as lines of Markdown; none where one bar would be all of it.
 * https://mermaid.js.org/syntax/xyChart.html
 */
export function activityChart(commits: readonly CommitResult[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { actors, time } of commits) {
    const newest = actors.at(-1);
    const label = `${newest ? actorLabel(newest) : 'not known'}, ${time.slice(5, 10)}`;
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  const bars = [...counts].sort(([, a], [, b]) => b - a).slice(0, mostBars);
  if (bars.length < 2) return [];
  return [
    '```mermaid',
    'xychart-beta horizontal',
    '  title "Changes by actor and day (UTC)"',
    `  x-axis [${bars.map(([label]) => `"${label}"`).join(', ')}]`,
    '  y-axis "changes"',
    `  bar [${bars.map(([, count]) => count).join(', ')}]`,
    '```',
  ];
}

// Mermaid has no escape for its own syntax: what is no letter, digit or plain mark cannot be in a label.
function actorLabel({ id, name }: CommitResult['actors'][number]): string {
  const plain = clip(
    name
      .slice(0, 200)
      .replace(/[^\p{L}\p{N} ._-]/gu, ' ')
      .replace(/ +/g, ' ')
      .trim(),
    24,
  );
  return /[\p{L}\p{N}]/u.test(plain) ? plain : `user ${id.replace(/[^0-9-]/g, '').slice(0, 20)}`;
}
