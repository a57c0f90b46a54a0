import { compareText } from '#core/entry/audit-entry.ts';
import { kindOf, type ObjectKey } from '#core/object-key.ts';
import type { Episode } from '#core/state/episode.ts';
import type { OpenEpisode } from '#render/report/report-result.ts';
import type { KnownHistory } from './read-changes.ts';
import type { ReportRun } from './report-run.ts';
import { isWanted } from './select-changes.ts';
import { toUrl } from './to-reported.ts';

/** Titles of objects, and the subjects of their newest commits. */
export interface OpenTexts {
  readonly titleOf: (object: ObjectKey) => string;
  readonly subjectOf: (object: ObjectKey) => string | null;
}

/** What is open now, as far as the filters want it, oldest first. */
export function toOpen(
  { open, issues }: Pick<KnownHistory, 'open' | 'issues'>,
  { webUrl, settings: { filters } }: Pick<ReportRun, 'webUrl' | 'settings'>,
  { titleOf, subjectOf }: OpenTexts,
): readonly OpenEpisode[] {
  return open
    .flatMap((episode) => {
      const { object, changes } = episode;
      const [first] = changes;
      const last = changes.at(-1);
      const risk = riskOf(episode);
      const actorIds = changes.flatMap(({ entries }) => entries.map(({ actorId }) => actorId));
      if (
        !first ||
        !last ||
        !isWanted({ object, kind: kindOf(object), actorIds, verdict: 'unapproved', risk }, filters)
      )
        return [];
      return {
        object,
        title: titleOf(object),
        what: subjectOf(object) ?? object,
        since: first.entries[0]?.time ?? first.observed,
        commit: last.commit,
        url: toUrl({ webUrl }, last.commit),
        issue: issues.get(object) ?? episode.issue,
        people: peopleOf(episode),
        risk,
        rejectedBy: episode.rejected?.by ?? null,
      };
    })
    .sort((a, b) => compareText(a.since, b.since));
}

const peopleOf = ({ changes }: Episode): readonly string[] => [
  ...new Map(changes.flatMap(({ entries }) => entries.map(({ actorId, actorName }) => [actorId, actorName]))).values(),
];

const riskOf = ({ changes }: Episode): string =>
  (['high', 'medium'] as const).find((level) => changes.some(({ risk }) => risk === level)) ?? 'low';
