import { parseDigestMarker } from '#core/commit/marker.ts';
import type { ObjectKey } from '#core/object-key.ts';
import type { Episode } from '#core/state/episode.ts';
import type { State } from '#core/state/state.ts';
import type { Ledger } from '#ledger/publish.ts';
import type { ListedIssue } from '#ports.ts';
import type { IssueResult } from '#render/issue/issue-result.ts';
import type { IssueView } from '#render/issue/issue-view.ts';
import { distinctWarnings, type Warning, warning } from '#warning.ts';
import { closeDuplicate, closeEnded, closeLeftDigest, closeReplaced, closeUnclear } from './close-issues.ts';
import { readOwnComments } from './edits.ts';
import { isStillOpen } from './issue-role.ts';
import type { IssueRun } from './issue-run.ts';
import { digestObjects, isFormer, type MatchedIssues, matchIssues } from './match-issues.ts';
import { openNew } from './open-issues.ts';
import { type Attention, groupByIssue, planAttention } from './plan-attention.ts';
import { projectDashboard } from './project-dashboard.ts';
import type { Hub } from './read-hub.ts';
import { readIssueViews, riskOfEpisode } from './read-views.ts';
import { reconcile, reconcileDigest } from './reconcile.ts';
import { openShowKeys, type ShowKeys } from './show-keys.ts';
import { driftLabel } from './subject.ts';
import { isOvertaken } from './was-as-written.ts';
import { type EndOf, isEdited, isReplaced, type Work } from './work.ts';
import { type IssueWriter, onIssue } from './write-issue.ts';

/** What was done at GitHub. */
export interface Projected {
  readonly opened: readonly IssueResult[];
  readonly updated: readonly IssueResult[];
  readonly closed: readonly IssueResult[];
  readonly warnings: readonly Warning[];
}

export interface Projection {
  readonly hub: Hub;
  readonly writer: IssueWriter;
  readonly endOf: EndOf;
  /** Gets the numbers of issues that are found or opened: they are known even where the projection does not come to its end. */
  readonly numbers: Map<ObjectKey, number>;
}

/** As many issues are read one by one; more are cheaper to list. */
const mostReads = 30;

/**
 * Brings the issues to what the open episodes are: a projection. Looked at are those about which something changed, here or at
 * GitHub, so whatever people, crashes or lost answers did to the issues, the next run repairs.
 */
export async function projectIssues(
  run: IssueRun,
  { hub, writer, endOf, numbers }: Projection,
  ledger: Ledger,
): Promise<Projected> {
  const { state } = ledger;
  const work: Work = { run, hub, writer, state, endOf, numbers, opened: [], updated: [], closed: [] };
  const keys = openShowKeys(run, ledger);
  const attention = planAttention(ledger.state, hub.notes, keys, hub.everything);
  if (attention.numbers.size > 0 || attention.unfiled.length > 0) await projectDrift(work, ledger, keys, attention);
  for (const number of attention.replaced) await onIssue(writer, number, () => closeReplaced(work, number));
  await projectDashboard(work, ledger, keys);
  for (const trouble of listTroubles(work)) writer.warnings.push(warning('issue-waits', trouble));
  const { opened, updated, closed } = work;
  return { opened, updated, closed, warnings: distinctWarnings(writer.warnings) };
}

/** What keeps issues from being brought up to date is said in each run, whether or not this one tried. */
const listTroubles = ({ hub, writer }: Work): readonly string[] =>
  hub.notes
    .all()
    .flatMap(([number, { trouble }]) => (trouble === null || writer.problems.has(number) ? [] : [trouble]));

async function projectDrift(work: Work, ledger: Ledger, keys: ShowKeys, attention: Attention): Promise<void> {
  const { state, hub, writer, run } = work;
  const listed = await gather(work, attention);
  const isLookedAt = ({ number }: ListedIssue) => attention.numbers.has(number);
  const isChanged = (issue: ListedIssue) => isEdited(work, issue);
  // A text of another run must not be written over by one that does not know of it.
  if (listed.some(isChanged) && (await isOvertaken(run.repository, ledger))) return;
  const matched = await withOverflow(work, matchIssues(listed, hub.ours.authors, state, isChanged));
  for (const issue of matched.unclear.filter(isLookedAt)) {
    await onIssue(writer, issue.number, () => closeUnclear(work, issue));
  }
  await closeEnded(work, matched, keys, attention.numbers);
  const subjects = listSubjects(state.episodes.values(), matched, attention);
  const found = await findIssues(work, subjects, matched);
  const views = await readIssueViews(
    run,
    ledger,
    subjects.filter((episode) => found.has(episode.object)),
  );
  const missing = await bringUpToDate(work, views, found, keys);
  for (const { issue, objects } of matched.digests.filter(({ issue }) => isLookedAt(issue))) {
    const isShown = [...found.values()].some((one) => one.type === 'digest' && one.issue.number === issue.number);
    if (!isShown) await onIssue(writer, issue.number, () => closeLeftDigest(work, issue, objects, keys));
  }
  const unfound = subjects.filter(({ object }) => !found.has(object));
  await openNew(work, ledger, [...unfound, ...missing.map(({ episode }) => episode)], keys);
}

/** The issues to look at, as they are now: few are read one by one, many are listed. */
async function gather({ hub }: Work, { numbers, isUnclear }: Attention): Promise<readonly ListedIssue[]> {
  const unread = [...numbers].filter((number) => !hub.versions.has(number));
  if (!hub.isWhole && (isUnclear || unread.length > mostReads)) await hub.list(driftLabel);
  const open = isUnclear ? hub.notes.all().flatMap(([number, { role }]) => (role === 'drift' ? [number] : [])) : [];
  const listed: ListedIssue[] = [];
  for (const number of new Set([...numbers, ...open])) {
    const issue = await hub.readIssue(number);
    if (issue === null) hub.notes.forget(number);
    else if (issue.state === 'open' && !isReplacedHere(hub, number)) listed.push(issue);
  }
  return listed;
}

function isReplacedHere({ notes }: Hub, number: number): boolean {
  const known = notes.known(number);
  return known !== null && isReplaced(known);
}

/** Episodes without an issue, and those whose issue is looked at. */
function listSubjects(
  episodes: Iterable<Episode>,
  { byObject }: MatchedIssues,
  { numbers }: Attention,
): readonly Episode[] {
  return [...episodes].filter(({ object, issue }) => {
    const claimed = byObject.get(object) ?? [];
    return issue === null || numbers.has(issue) || claimed.some(({ number }) => numbers.has(number));
  });
}

type Found = { readonly type: 'own' | 'digest'; readonly issue: ListedIssue };

async function findIssues(
  work: Work,
  subjects: readonly Episode[],
  matched: MatchedIssues,
): Promise<ReadonlyMap<ObjectKey, Found>> {
  const all = new Map<ObjectKey, Found>();
  for (const episode of subjects) {
    const found = await findIssue(work, episode, matched);
    if (found === null) continue;
    all.set(episode.object, found);
    work.numbers.set(episode.object, found.issue.number);
  }
  return all;
}

/** The issue of an episode: by its marker, else by the number that the state remembers. */
async function findIssue(work: Work, episode: Episode, matched: MatchedIssues): Promise<Found | null> {
  const { hub, writer } = work;
  const { object, issue: number } = episode;
  const [first, ...duplicates] = matched.byObject.get(object) ?? [];
  for (const duplicate of duplicates) {
    await onIssue(writer, duplicate.number, () => closeDuplicate(work, duplicate, object, first?.number ?? 0));
  }
  if (first) return { type: 'own', issue: first };
  // A line in the body of a digest is a claim, which counts for nothing once the number is known.
  const digest = matched.digests.find(({ issue, objects }) =>
    number === null ? objects.has(object) : issue.number === number,
  );
  // A change that became high risk leaves the digest for an issue of its own.
  if (digest && riskOfEpisode(episode).level !== 'high') return { type: 'digest', issue: digest.issue };
  if (number === null || digest || isReplacedHere(hub, number)) return null;
  const known = await hub.readIssue(number);
  return known !== null && hub.ours.authors.has(known.author) ? { type: 'own', issue: known } : null;
}

/** Resolves to what turned out to have no issue any more. */
async function bringUpToDate(
  work: Work,
  views: readonly IssueView[],
  found: ReadonlyMap<ObjectKey, Found>,
  keys: ShowKeys,
): Promise<readonly IssueView[]> {
  const missing: IssueView[] = [];
  const inDigest = new Map<number, { readonly issue: ListedIssue; readonly members: IssueView[] }>();
  for (const view of views) {
    const place = found.get(view.episode.object);
    if (place === undefined) continue;
    const { issue } = place;
    if (place.type === 'digest') {
      const digest = inDigest.get(issue.number) ?? { issue, members: [] };
      digest.members.push(view);
      inDigest.set(issue.number, digest);
      continue;
    }
    const key = keys.ofIssue([view.episode]);
    await onIssue(work.writer, issue.number, async () => {
      if ((await reconcile(work, issue, view, key)) === 'gone') missing.push(view);
    });
  }
  for (const { issue, members } of inDigest.values()) {
    const key = keys.ofIssue(members.map(({ episode }) => episode));
    await onIssue(work.writer, issue.number, async () => {
      if ((await reconcileDigest(work, issue, members, key)) === 'gone') missing.push(...members);
    });
  }
  return missing;
}

/** A long digest goes on in comments: the objects named there are in it as well. */
async function withOverflow(work: Work, matched: MatchedIssues): Promise<MatchedIssues> {
  const { hub, state, writer } = work;
  const digests: MatchedIssues['digests'][number][] = [];
  for (const { issue, objects } of matched.digests) {
    await onIssue(writer, issue.number, async () => {
      const comments = issue.commentCount === 0 ? [] : await hub.issues.listComments(issue.number);
      const own = await readOwnComments(hub.issues, comments, hub.ours.authors);
      const more = own
        .filter((comment) => parseDigestMarker(comment.body) !== null)
        .flatMap(({ body }) => [...digestObjects(body, state.account)])
        .filter((object) => !isFormer(state, object, issue.number));
      digests.push({ issue, objects: new Set([...objects, ...more]) });
    });
  }
  return { ...matched, digests };
}

/** Forgets what nothing needs to know any more: issues that are closed, and about nothing that is open. */
export function tidy({ notes }: Hub, state: State, numbers: ReadonlyMap<ObjectKey, number>): void {
  const filed = groupByIssue(
    [...state.episodes.values()].map((episode) => ({
      ...episode,
      issue: numbers.get(episode.object) ?? episode.issue,
    })),
  );
  for (const [number, { open, role }] of notes.all()) {
    if (!open && !isStillOpen({ filed, notes, state }, number, role)) notes.forget(number);
  }
}
