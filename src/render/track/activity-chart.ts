import { mermaidLabel } from '#render/escape/mermaid.ts';
import type { CommitResult } from './run-result.ts';

/** Bars at most: the busiest; the table below has everything. */
const mostBars = 12;

/**
 * A small Mermaid chart of the changes by actor and day, as lines of Markdown; none where one bar would be all of it.
 * https://mermaid.js.org/syntax/xyChart.html
 */
export function activityChart(commits: readonly CommitResult[]): readonly string[] {
  const labelOf = openLabels(commits);
  const counts = new Map<string, number>();
  for (const { actors, time } of commits) {
    const label = `${labelOf(actors.at(-1))}, ${time.slice(5, 10)}`;
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  const bars = [...counts].sort(([, a], [, b]) => b - a).slice(0, mostBars);
  if (bars.length < 2) return [];
  const which = bars.length < counts.size ? `, the busiest ${bars.length} of ${counts.size}` : '';
  return [
    '```mermaid',
    'xychart-beta horizontal',
    `  title "Changes by actor and day (UTC)${which}"`,
    `  x-axis [${bars.map(([label]) => `"${label}"`).join(', ')}]`,
    '  y-axis "changes"',
    `  bar [${bars.map(([, count]) => count).join(', ')}]`,
    '```',
  ];
}

type Actor = CommitResult['actors'][number];

const nobody = 'unknown';

/** Names for the chart, with the id behind where another one, or another's name and id, would read the same. */
function openLabels(commits: readonly CommitResult[]): (actor: Actor | undefined) => string {
  const names = new Map<string, string>();
  for (const actor of commits.flatMap(({ actors }) => actors.at(-1) ?? [])) names.set(actor.id, actorLabel(actor));
  const full = (id: string): string => `${names.get(id) ?? ''} ${plainId(id)}`;
  const taken = [nobody, ...[...names].flatMap(([id, name]) => [name, full(id)])];
  return (actor) => {
    if (actor === undefined) return nobody;
    const name = names.get(actor.id) ?? '';
    return taken.filter((one) => one === name).length === 1 ? name : full(actor.id);
  };
}

const plainId = (id: string): string => id.replace(/[^0-9-]/g, '').slice(0, 20);

const actorLabel = ({ id, name }: Actor): string => mermaidLabel(name, `user ${plainId(id)}`);
