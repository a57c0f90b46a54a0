import { mermaidLabel } from '#render/escape/mermaid.ts';
import type { DayRow, PersonRow, ReportResult } from './report-result.ts';

/** Charts that GitHub draws; none where there would be one bar or one piece. https://mermaid.js.org/syntax/xyChart.html */
export const renderCharts = (result: ReportResult): readonly string[] => [
  ...dayChart(result.days, result.timezone),
  ...peopleChart(result.people),
];

/** Bars at most: more cannot be told apart in a summary. */
const mostDays = 31;
const mostPeople = 8;

/** The newest days; those without a change have a bar of 0, so that the distances are right. */
function dayChart(days: readonly DayRow[], timezone: string): readonly string[] {
  const last = days.at(-1)?.day;
  if (last === undefined || days.length < 2) return [];
  const counts = new Map(days.map(({ day, changes }) => [day, changes]));
  const shown = daysUpTo(last, days[0]?.day ?? last);
  const isCut = shown.length < daysBetween(days[0]?.day ?? last, last) + 1;
  return [
    '```mermaid',
    'xychart-beta',
    `  title "Changes by day (${mermaidLabel(timezone.replaceAll('/', ' '), 'UTC', 40)})${isCut ? `, the last ${shown.length}` : ''}"`,
    `  x-axis [${shown.map((day) => `"${day.slice(5)}"`).join(', ')}]`,
    '  y-axis "changes"',
    `  bar [${shown.map((day) => counts.get(day) ?? 0).join(', ')}]`,
    '```',
    '',
  ];
}

const milliseconds = 86_400_000;
const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / milliseconds;

function daysUpTo(last: string, first: string): readonly string[] {
  const count = Math.min(mostDays, daysBetween(first, last) + 1);
  return Array.from({ length: count }, (_, index) =>
    new Date(Date.parse(last) - (count - 1 - index) * milliseconds).toISOString().slice(0, 10),
  );
}

function peopleChart(people: readonly PersonRow[]): readonly string[] {
  if (people.length < 2) return [];
  const rest = people.slice(mostPeople).reduce((sum, { changes }) => sum + changes, 0);
  const labels = uniqueLabels(people.slice(0, mostPeople));
  return [
    '```mermaid',
    'pie showData',
    '  title Changes by person',
    ...labels.map(([label, count]) => `  "${label}" : ${count}`),
    ...(rest === 0 ? [] : [`  "other people" : ${rest}`]),
    '```',
    '',
  ];
}

/** Mermaid merges pieces of one name, so the second gets a number. */
function uniqueLabels(people: readonly PersonRow[]): ReadonlyArray<readonly [string, number]> {
  const seen = new Map<string, number>();
  return people.map(({ id, name, changes }) => {
    const label =
      id === null && name.startsWith('Unknown') ? 'unknown' : mermaidLabel(name, `user ${mermaidLabel(id ?? '', '?')}`);
    const times = (seen.get(label) ?? 0) + 1;
    seen.set(label, times);
    return [times === 1 ? label : `${label} no ${times}`, changes];
  });
}
