import type { ObjectKey } from '#core/object-key.ts';
import type { Episode } from '#core/state/episode.ts';
import type { Ledger } from '#ledger/publish.ts';
import type { ListedIssue } from '#ports.ts';
import { renderDigest } from '#render/issue/digest.ts';
import { renderIssue } from '#render/issue/issue.ts';
import type { IssueView } from '#render/issue/issue-view.ts';
import { type Warning, warning } from '#warning.ts';
import { toDigestView } from './digest-view.ts';
import { matchIssues } from './match-issues.ts';
import { planNewIssues } from './plan-issues.ts';
import { readIssueViews, riskOfEpisode } from './read-views.ts';
import type { ShowKeys } from './show-keys.ts';
import { isReplaced, sayIn, settle, toIssueResult, type Work } from './work.ts';
import { createIssue } from './write-issue.ts';

/** Opens issues for episodes that have none, as far as there is room. */
export async function openNew(work: Work, ledger: Ledger, episodes: readonly Episode[], keys: ShowKeys): Promise<void> {
  const limits = work.run.config.issues;
  const plan = (of: readonly Episode[]) =>
    planNewIssues(
      of.map((episode) => ({ episode, risk: riskOfEpisode(episode) })),
      countOpen(work),
      limits,
    );
  const first = plan(episodes);
  const isIdle = first.single.length === 0 && first.digests.length === 0;
  const { single, digests, postponed } = isIdle ? first : plan(await withoutNewest(work, episodes));
  if (postponed.length > 0) work.writer.warnings.push(postponedWarning(postponed.length, limits.maxOpen));
  if (single.length === 0 && digests.length === 0) return;
  const toViews = (of: readonly { readonly episode: Episode }[]) =>
    readIssueViews(
      work.run,
      ledger,
      of.map(({ episode }) => episode),
    );
  const singles = await toViews(single);
  const drafts = singles.map((view) => ({ view, draft: renderIssue(view) }));
  await work.hub.issues.ensureLabels([...new Set(drafts.flatMap(({ draft }) => draft.labels))]);
  for (const { view } of drafts) await openIssue(work, view, keys.ofIssue([view.episode]));
  for (const group of digests) {
    await openDigest(work, await toViews(group), keys.ofIssue(group.map(({ episode }) => episode)));
  }
}

const postponedWarning = (count: number, maxOpen: number): Warning =>
  warning(
    'issue-postponed',
    `${count} unapproved ${count === 1 ? 'change has' : 'changes have'} no issue yet, because "max-open" allows ${maxOpen} open issues`,
  );

/** Those of this account alone: another one in the same repository takes no room from it. */
const countOpen = ({ hub }: Work): number =>
  hub.notes.all().filter(([, known]) => known.role === 'drift' && known.open && !isReplaced(known)).length;

/** Another run may have filed some of them since this one looked: then they have an issue, and the next run brings it up to date. */
async function withoutNewest({ hub, state, numbers }: Work, episodes: readonly Episode[]): Promise<readonly Episode[]> {
  const before = new Set(hub.notes.all().map(([number]) => number));
  await hub.refresh();
  const arrived = hub.notes.all().flatMap(([number, { role, open }]) => {
    const issue = before.has(number) || role !== 'drift' || !open ? null : hub.versions.get(number);
    return issue ? [issue] : [];
  });
  if (arrived.length === 0) return episodes;
  const { byObject, digests } = matchIssues(arrived, hub.ours.authors, state);
  const numberOf = (object: ObjectKey): number | null =>
    byObject.get(object)?.[0]?.number ?? digests.find(({ objects }) => objects.has(object))?.issue.number ?? null;
  return episodes.filter(({ object }) => {
    const number = numberOf(object);
    if (number !== null) numbers.set(object, number);
    return number === null;
  });
}

/** Null where GitHub refuses this one: that is reported, and the others are opened. */
export async function openIssue(work: Work, view: IssueView, key: string): Promise<ListedIssue | null> {
  const issue = await createIssue(work.writer, renderIssue(view), view.episode.object);
  if (issue === null) return null;
  work.numbers.set(view.episode.object, issue.number);
  work.opened.push(toIssueResult(issue, view.episode.object));
  settle(work, issue, key);
  return issue;
}

export async function openDigest(work: Work, group: readonly IssueView[], key: string): Promise<ListedIssue | null> {
  const view = toDigestView(group, highRiskOf(work, group), work.run.repository.blobId);
  if (!view) return null;
  const { comments, ...draft } = renderDigest(view);
  await work.hub.issues.ensureLabels(draft.labels);
  const issue = await createIssue(work.writer, draft, `${group.length} objects`);
  if (issue === null) return null;
  for (const { episode } of group) work.numbers.set(episode.object, issue.number);
  for (const comment of comments) await sayIn(work.writer, issue, comment);
  work.opened.push(toIssueResult(issue, null));
  settle(work, issue, key);
  return issue;
}

/** Issues of the same person's high-risk changes, which are never in a digest. */
export function highRiskOf(work: Work, group: readonly IssueView[]): readonly number[] {
  const actorOf = ({ changes }: IssueView['episode']) => changes.at(-1)?.entries.at(-1)?.actorId;
  const actor = group[0] && actorOf(group[0].episode);
  return [...work.state.episodes.values()]
    .filter((episode) => episode.changes.some(({ risk }) => risk === 'high') && actorOf(episode) === actor)
    .flatMap(({ object, issue }) => work.numbers.get(object) ?? issue ?? []);
}
