import { changeHandle, parseMarker, printMarker } from '#core/commit/marker.ts';
import type { Episode } from '#core/state/episode.ts';
import type { Risk, RiskLevel } from '#core/words.ts';
import type { IssueDraft, IssuePatch, ListedIssue } from '#ports.ts';
import { markerOf } from '#render/issue/issue.ts';
import type { IssueView } from '#render/issue/issue-view.ts';
import { hasLabel, riskOrder } from '#render/issue/labels.ts';

/** What an episode is filed by. */
export interface Fileable {
  readonly episode: Episode;
  readonly risk: Pick<Risk, 'level'>;
}

/** Which episodes get an issue of their own now, and which share one digest per actor (docs/format.md, Issues). */
export interface NewIssues<T> {
  readonly single: readonly T[];
  readonly digests: readonly (readonly T[])[];
  /** There is no room for these among the open issues: a later run opens them. */
  readonly postponed: readonly T[];
}

/**
 * `open` = issues that stay open. High risk first, and it is always filed, alone; more than `maxNewPerRun` of the others go
 * into digests.
 */
export function planNewIssues<T extends Fileable>(
  views: readonly T[],
  open: number,
  limits: { readonly maxNewPerRun: number; readonly maxOpen: number },
): NewIssues<T> {
  const sorted = [...views].sort(
    (a, b) => riskOrder[a.risk.level] - riskOrder[b.risk.level] || (sinceOf(a) < sinceOf(b) ? -1 : 1),
  );
  const grouped =
    sorted.length > limits.maxNewPerRun ? groupByActor(sorted.filter(({ risk }) => risk.level !== 'high')) : [];
  const digests = grouped.filter((group) => group.length > 1);
  const inDigest = new Set(digests.flat());
  const single = sorted.filter((view) => !inDigest.has(view));
  const high = single.filter(({ risk }) => risk.level === 'high').length;
  const room = Math.max(high, limits.maxOpen - open - digests.length);
  return { single: single.slice(0, room), digests, postponed: single.slice(room) };
}

const sinceOf = ({ episode }: Fileable): string => episode.changes[0]?.observed ?? '';

function groupByActor<T extends Fileable>(views: readonly T[]): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const view of views) {
    const actor = view.episode.changes.at(-1)?.entries.at(-1)?.actorId ?? '';
    groups.set(actor, [...(groups.get(actor) ?? []), view]);
  }
  return [...groups.values()];
}

/** What brings a listed issue to its draft; null where it already is. Foreign labels stay. */
export function planPatch(issue: ListedIssue, draft: IssueDraft): IssuePatch | null {
  const labels = withLabels(issue.labels, draft.labels);
  const patch: IssuePatch = {
    ...(issue.title === draft.title ? {} : { title: draft.title }),
    ...(sameText(issue.body, draft.body) ? {} : { body: draft.body }),
    ...(sameLabels(issue.labels, labels) ? {} : { labels }),
  };
  return Object.keys(patch).length === 0 ? null : patch;
}

// The web form of GitHub sends CRLF, and it drops white space at the end.
export const sameText = (a: string, b: string): boolean => a.replaceAll('\r\n', '\n').trimEnd() === b.trimEnd();

/** Our labels and theirs, without a risk that is out of date. */
export const withLabels = (present: readonly string[], ours: readonly string[]): readonly string[] => [
  ...ours,
  ...present.filter((label) => !hasLabel(ours, label) && !isOurs(label)),
];

const isOurs = (label: string): boolean => /^(?:risk:(?:low|medium|high)|rejected|restored)$/i.test(label);

const sameLabels = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((label) => hasLabel(b, label));

/**
 * Whether the issue still shows an older change of the episode. A marker that names anything else was typed by someone: it
 * is rewritten without a word, never believed.
 */
export function showsOlderChange(issue: ListedIssue, view: IssueView): boolean {
  const marker = parseMarker(issue.body);
  const { object, changes } = view.episode;
  if (marker === null || marker.object !== object || printMarker(marker) === markerOf(view)) return false;
  return changes.some((change) => changeHandle(change) === marker.change && change.after === marker.after);
}

/** A label that only we set: someone who changes one says something in our name. */
export const isOurLabel = (label: string): boolean =>
  isOurs(label) || /^(?:config-drift|zendrift-alert|zendrift-dashboard|account:.*)$/i.test(label);

/** The risk that an issue's labels show. */
export const labelledRisk = (issue: ListedIssue): RiskLevel =>
  hasLabel(issue.labels, 'risk:high') ? 'high' : hasLabel(issue.labels, 'risk:medium') ? 'medium' : 'low';

export const isRiskier = (a: RiskLevel, b: RiskLevel): boolean => riskOrder[a] < riskOrder[b];
