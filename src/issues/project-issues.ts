import { parseDigestMarker } from '#drift/marker.ts';
import type { ObjectKey } from '#drift/object-key.ts';
import { epochSeconds } from '#drift/time.ts';
import type { Position } from '#ledger/publish.ts';
import type { Issues, ListedIssue } from '#ports.ts';
import { renderDigest } from '#report/digest.ts';
import { markerOf, renderIssue } from '#report/issue.ts';
import { renderFurtherChange } from '#report/issue-comment.ts';
import type { IssueView } from '#report/issue-view.ts';
import type { IssueResult } from '#report/run-result.ts';
import { authorsOf } from './authors.ts';
import { closeDuplicate, closeEnded, closeLeftDigest, closeUnclear } from './close-issues.ts';
import { toDigestView } from './digest-view.ts';
import type { IssueRun } from './issue-run.ts';
import { digestObjects, type MatchedIssues, matchIssues } from './match-issues.ts';
import { isRiskier, labelledRisk, objectsOf, planNewIssues, planPatch, showsOlderChange } from './plan-issues.ts';
import { projectDashboard } from './project-dashboard.ts';
import { readIssueViews } from './read-views.ts';
import { hasWords } from './shows-change.ts';
import { isBelieved, sayIn, toResult, type Work } from './work.ts';

/** What was done at GitHub, and what the state learns from it. */
export interface Projected {
  readonly opened: readonly IssueResult[];
  readonly updated: readonly IssueResult[];
  readonly closed: readonly IssueResult[];
  readonly warnings: readonly string[];
  readonly numbers: ReadonlyMap<ObjectKey, number>;
  readonly login: string | null;
}

/** First line of the comment with which an issue is opened again, once for each change. */
const reopenedMark = (object: ObjectKey, change: string): string =>
  `<!-- zendrift:1 reopened=${object} change=${change} -->`;

/**
 * Brings the issues to what the open episodes are: a projection, compared with the listing each time. So whatever people,
 * crashes or lost answers did to the issues, the next run mends.
 */
export async function projectIssues(run: IssueRun, issues: Issues, position: Position): Promise<Projected> {
  const { state } = position;
  const listed = await issues.listOpen('config-drift');
  const views = await readIssueViews(run, position);
  const idle = listed.length === 0 && views.length === 0;
  const login = idle ? state.login : (state.login ?? (await issues.readLogin()));
  const authors = authorsOf(run.config, login);
  const work: Work = {
    run,
    issues,
    state,
    authors,
    opened: [],
    updated: [],
    closed: [],
    warnings: [],
    numbers: new Map(),
  };
  const matched = await withOverflow(work, matchIssues(listed, authors, state));
  for (const issue of matched.unclear) await closeUnclear(work, issue);
  await closeEnded(work, matched, objectsOf(views));
  const missing: IssueView[] = [];
  const inDigest = new Map<ListedIssue, IssueView[]>();
  for (const view of views) {
    const found = await findIssue(work, view, matched);
    if (found.type === 'none') missing.push(view);
    else if (found.type === 'own') await reconcile(work, found.issue, view);
    else inDigest.set(found.issue, [...(inDigest.get(found.issue) ?? []), view]);
  }
  for (const [issue, members] of inDigest) await reconcileDigest(work, issue, members);
  for (const { issue } of matched.digests) if (!inDigest.has(issue)) await closeLeftDigest(work, issue);
  await openNew(work, missing, countIssues(matched) - work.closed.length + matched.unclear.length);
  await projectDashboard(work, views);
  const { opened, updated, closed, warnings, numbers } = work;
  return { opened, updated, closed, warnings, numbers, login };
}

/** Those of this account alone: another one in the same repository takes no room from it. */
const countIssues = ({ byObject, digests }: MatchedIssues): number =>
  new Set([...[...byObject.values()].flat(), ...digests.map(({ issue }) => issue)]).size;

type Found = { readonly type: 'own' | 'digest'; readonly issue: ListedIssue } | { readonly type: 'none' };

/** The issue of an episode: by its marker, else by the number that the state remembers. */
async function findIssue(work: Work, view: IssueView, matched: MatchedIssues): Promise<Found> {
  const { object, issue: number } = view.episode;
  const [first, ...duplicates] = matched.byObject.get(object) ?? [];
  for (const duplicate of duplicates) await closeDuplicate(work, duplicate, object, first?.number ?? 0);
  if (first) return { type: 'own', issue: remember(work, object, first) };
  // A line in the body of a digest is a claim, which counts for nothing once the number is known.
  const digest = matched.digests.find(({ issue, objects }) =>
    number === null ? objects.has(object) : issue.number === number,
  );
  // A change that became high risk leaves the digest for an issue of its own.
  if (digest && view.risk.level !== 'high') return { type: 'digest', issue: remember(work, object, digest.issue) };
  const known = number === null || digest ? null : await work.issues.read(number);
  return known !== null && work.authors.has(known.author)
    ? { type: 'own', issue: remember(work, object, known) }
    : { type: 'none' };
}

/** A long digest goes on in comments: the objects named there are in it as well. */
async function withOverflow(work: Work, matched: MatchedIssues): Promise<MatchedIssues> {
  const digests: MatchedIssues['digests'][number][] = [];
  for (const { issue, objects } of matched.digests) {
    const comments = issue.commentCount === 0 ? [] : await work.issues.listComments(issue.number);
    const more = comments
      .filter((comment) => isBelieved(comment, work.authors) && parseDigestMarker(comment.body) !== null)
      .flatMap(({ body }) => [...digestObjects(body, work.state.account)]);
    digests.push({ issue, objects: new Set([...objects, ...more]) });
  }
  return { ...matched, digests };
}

/** Brings a digest to what is left of it. */
async function reconcileDigest(work: Work, issue: ListedIssue, members: readonly IssueView[]): Promise<void> {
  const view = toDigestView(members, highRiskOf(work, members), work.run.repository.blobId);
  if (!view) return;
  // The same changes: what it shows stays as it is, and a rejection is seen in the labels alone.
  const isSame = parseDigestMarker(issue.body)?.id === view.id;
  const { comments, ...draft } = renderDigest(view);
  const patch = planPatch(issue, isSame ? { ...draft, title: issue.title, body: issue.body } : draft);
  if (patch === null) return;
  await work.issues.update(issue.number, patch);
  if (!isSame) for (const comment of comments) await sayIn(work, issue, comment);
  work.updated.push(toResult(issue, null));
}

function remember(work: Work, object: ObjectKey, issue: ListedIssue): ListedIssue {
  work.numbers.set(object, issue.number);
  return issue;
}

async function reconcile(work: Work, issue: ListedIssue, view: IssueView): Promise<void> {
  if (issue.state === 'closed' && !(await reopen(work, issue, view))) return;
  const draft = renderIssue(view);
  const moved = showsOlderChange(issue, view);
  // The comment comes first: it carries the marker that later commands bind to, and tells the people who follow.
  if (moved) await commentOnce(work, issue, renderFurtherChange(view), isNotable(work, issue, view));
  // A state rebuilt from history knows less than the issue says: the words of the log, the clauses that failed.
  const knowsLess = !moved && view.episode.changes.some(({ fromHistory }) => fromHistory === true);
  const patch = planPatch(issue, knowsLess ? { ...draft, body: withMarkerOf(view, issue.body) } : draft);
  if (patch === null) return;
  await work.issues.update(issue.number, patch);
  work.updated.push(toResult(issue, view.episode.object));
}

/** The body as it is, unless somebody edited its marker or its words, or a rejection is to be said: then it is written anew. */
const withMarkerOf = (view: IssueView, body: string): string =>
  body.startsWith(markerOf(view)) &&
  hasWords(body, view) &&
  (view.episode.rejected === null || body.includes('**Rejected**'))
    ? body
    : renderIssue(view).body;

/** A person closed it without a command: it is opened again once, with an explanation, and then left to them. */
async function reopen(work: Work, issue: ListedIssue, view: IssueView): Promise<boolean> {
  const { object, changes } = view.episode;
  const mark = reopenedMark(object, changes.at(-1)?.commit ?? '');
  const comments = await work.issues.listComments(issue.number);
  const told = comments.some(({ author, body }) => work.authors.has(author) && body.startsWith(mark));
  // Without the explanation it would be opened again in every run.
  if (told || issue.locked) {
    work.warnings.push(
      `Issue #${issue.number} was closed without a decision; ${object} still differs from its approved state`,
    );
    return false;
  }
  const text =
    'Closing does not decide: the change is still there and nobody approved it. Approve, reject or revert it with a command. If it is closed once more, it stays closed and is reported as closed without a decision.';
  await sayIn(work, issue, `${mark}\n${text}`);
  await work.issues.update(issue.number, { state: 'open', stateReason: 'reopened' });
  work.updated.push(toResult(issue, object));
  return true;
}

/** At most one comment in `renotify`, except when the risk rises. */
function isNotable({ run }: Work, issue: ListedIssue, view: IssueView): (newestComment: string | null) => boolean {
  const riskier = isRiskier(view.risk.level, labelledRisk(issue));
  const now = epochSeconds(view.episode.changes.at(-1)?.observed ?? '');
  return (newest) => riskier || newest === null || now - epochSeconds(newest) >= run.config.issues.renotify / 1000;
}

async function commentOnce(
  work: Work,
  issue: ListedIssue,
  body: string,
  isDue: (newestComment: string | null) => boolean,
): Promise<void> {
  const comments = issue.commentCount === 0 ? [] : await work.issues.listComments(issue.number);
  const ours = comments.filter(({ author }) => work.authors.has(author));
  const [mark] = body.split('\n', 1);
  if (ours.some((comment) => comment.body.split('\n', 1)[0]?.trimEnd() === mark)) return;
  const marked = ours.filter((comment) => comment.body.startsWith('<!-- zendrift:1 object='));
  if (isDue(marked.at(-1)?.createdAt ?? null)) await sayIn(work, issue, body);
}

async function openNew(work: Work, views: readonly IssueView[], open: number): Promise<void> {
  const { run, issues } = work;
  if (views.length === 0) return;
  const plan = planNewIssues(views, open, run.config.issues);
  const drafts = plan.single.map((view) => ({ view, draft: renderIssue(view) }));
  await issues.ensureLabels([...new Set(drafts.flatMap(({ draft }) => draft.labels))]);
  for (const { view, draft } of drafts) {
    const issue = await issues.create(draft);
    work.numbers.set(view.episode.object, issue.number);
    work.opened.push(toResult(issue, view.episode.object));
  }
  for (const group of plan.digests) await openDigest(work, group);
  if (plan.postponed.length > 0) {
    work.warnings.push(
      `${plan.postponed.length} unapproved ${plan.postponed.length === 1 ? 'change has' : 'changes have'} no issue yet: "max-open" allows ${run.config.issues.maxOpen} open ones`,
    );
  }
}

async function openDigest(work: Work, group: readonly IssueView[]): Promise<void> {
  const view = toDigestView(group, highRiskOf(work, group), work.run.repository.blobId);
  if (!view) return;
  const { comments, ...draft } = renderDigest(view);
  await work.issues.ensureLabels(draft.labels);
  const issue = await work.issues.create(draft);
  for (const { episode } of group) work.numbers.set(episode.object, issue.number);
  for (const comment of comments) await sayIn(work, issue, comment);
  work.opened.push(toResult(issue, null));
}

/** Issues of the same person's high-risk changes, which are never in a digest. */
function highRiskOf(work: Work, group: readonly IssueView[]): readonly number[] {
  const actorOf = ({ changes }: IssueView['episode']) => changes.at(-1)?.entries.at(-1)?.actorId;
  const actor = group[0] && actorOf(group[0].episode);
  return [...work.state.episodes.values()]
    .filter((episode) => episode.changes.some(({ risk }) => risk === 'high') && actorOf(episode) === actor)
    .flatMap(({ object }) => work.numbers.get(object) ?? []);
}
