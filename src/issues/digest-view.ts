import { changeHandle } from '#core/commit/marker.ts';
import { compareText } from '#core/entry/audit-entry.ts';
import type { EpisodeChange } from '#core/state/episode.ts';
import { earlier, later } from '#core/time.ts';
import type { DigestRow, DigestView } from '#render/issue/digest-view.ts';
import type { IssueView } from '#render/issue/issue-view.ts';
import { riskOrder } from '#render/issue/labels.ts';
import { peopleOf } from '#render/issue/people.ts';
import { riskReasons } from '#render/issue/risk-line.ts';

/** A digest that was written when its rows had another order has another id: commands name rows by their number. */
const order = 'highest risk first';

/**
 * Episodes of one actor as one digest: equal changes share a row, the highest risk first, then the largest row. `hash` gives
 * hex digits.
 */
export function toDigestView(
  members: readonly IssueView[],
  highRisk: readonly number[],
  hash: (text: string) => string,
): DigestView | null {
  // Whichever way the state was learned, a row keeps its number: commands go by it.
  const views = [...members].sort((a, b) => compareText(a.episode.object, b.episode.object));
  const [first] = views;
  if (!first) return null;
  const changes = views.flatMap(({ episode }) => episode.changes);
  const entries = changes.flatMap((change) => change.entries);
  const states = views.map(({ episode }) => {
    const newest = episode.changes.at(-1);
    return newest ? `${episode.object} ${changeHandle(newest)} ${newest.after ?? 'none'}` : episode.object;
  });
  return {
    account: first.account,
    id: hash([order, ...states].join('\n')).slice(0, 12),
    people: peopleOf(changes),
    mayNotApprove: [...new Set(views.flatMap(({ mayNotApprove }) => mayNotApprove))],
    ips: [...new Set(entries.flatMap(({ ip }) => ip ?? []))],
    ...spanOf(changes),
    timezone: first.timezone,
    identities: first.identities,
    webUrl: first.webUrl,
    branch: first.branch,
    rows: toRows(views),
    highRisk,
    assignees: [...new Set(views.flatMap(({ assignees }) => assignees))],
    rejected: views.every(({ episode }) => episode.rejected !== null),
  };
}

function spanOf(changes: readonly EpisodeChange[]): { readonly from: string; readonly to: string } {
  const entries = changes.flatMap((change) => change.entries);
  const times = entries.length > 0 ? entries.map(({ time }) => time) : changes.map(({ observed }) => observed);
  return { from: times.reduce(earlier), to: times.reduce(later) };
}

function toRows(views: readonly IssueView[]): readonly DigestRow[] {
  const rows = new Map<string, IssueView[]>();
  for (const view of views) {
    const key = JSON.stringify([view.kind.name, view.description.verb, view.description.lines, view.risk.level]);
    rows.set(key, [...(rows.get(key) ?? []), view]);
  }
  return [...rows.values()]
    .sort((a, b) => riskOf(a) - riskOf(b) || b.length - a.length)
    .flatMap((group) => {
      const [sample] = group;
      // Late entries of an older change leave the digest as it is, so nothing in a row may depend on their times.
      const newest = group.flatMap(({ episode }) => episode.changes.slice(-1));
      return sample
        ? [
            {
              kind: sample.kind,
              verb: sample.description.verb,
              lines: sample.description.lines,
              risk: sample.risk.level,
              reasons: [...new Set(group.flatMap(riskReasons))],
              people: peopleOf(group.flatMap(({ episode }) => episode.changes)),
              ...spanOf(newest),
              revertable: group.some(({ revert }) => revert.type !== 'nothing' && revert.type !== 'impossible'),
              folder: sample.path?.replace(/\/[^/]*$/, '') ?? null,
              objects: group.map(toObject),
            },
          ]
        : [];
    });
}

const riskOf = ([sample]: readonly IssueView[]): number => riskOrder[sample?.risk.level ?? 'low'];

function toObject({ account, episode, description, adminUrl }: IssueView): DigestRow['objects'][number] {
  const newest = episode.changes.at(-1);
  const state = { before: newest?.before ?? null, after: newest?.after ?? null };
  const change = changeHandle({ entries: newest?.entries ?? [], ...state });
  return {
    marker: { account, object: episode.object, change, ...state },
    title: description.title,
    commit: newest?.commit ?? '',
    adminUrl,
  };
}
