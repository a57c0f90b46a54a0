import type { RecordedChange } from '#core/state/recorded-change.ts';
import type { State } from '#core/state/state.ts';
import { riskOfEpisode } from '#issues/read-views.ts';
import { isOffHours } from '#policy/hours.ts';
import type { WeekNotice } from '#render/notify/notice.ts';
import type { TrackRun } from './track-run.ts';

const mostPeople = 5;

/** What a weekly message says. Each change counts once, for the person of its newest entry. */
export function toWeek(
  { config: { hours, timezone }, issues }: Pick<TrackRun, 'config' | 'issues'>,
  changes: readonly RecordedChange[],
  { episodes }: Pick<State, 'episodes'>,
  range: Pick<WeekNotice, 'from' | 'to'>,
): WeekNotice {
  const approved = changes.filter(({ change }) => change.verdict.decision === 'approved').length;
  const people = new Map<string, { readonly name: string; readonly changes: number }>();
  for (const { change } of changes) {
    const last = change.entries.at(-1);
    const id = last?.actorId ?? '';
    people.set(id, { name: last?.actorName || id || 'Unknown', changes: (people.get(id)?.changes ?? 0) + 1 });
  }
  const open = [...episodes.values()];
  return {
    ...range,
    changes: changes.length,
    approved,
    unapproved: changes.length - approved,
    offHours: hours === null ? null : changes.filter(({ time }) => isOffHours(hours, timezone, time)).length,
    open: { all: open.length, high: open.filter((episode) => riskOfEpisode(episode).level === 'high').length },
    actors: [...people.values()]
      .sort((a, b) => b.changes - a.changes || (a.name < b.name ? -1 : 1))
      .slice(0, mostPeople),
    url: issues === null ? null : `${issues.webUrl}/issues?q=is%3Aopen+label%3Aconfig-drift`,
  };
}
