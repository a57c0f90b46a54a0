import { parseDigestMarker, parseMarker } from '#core/commit/marker.ts';
import type { ObjectKey } from '#core/object-key.ts';
import { epochSeconds } from '#core/time.ts';
import type { ListedIssue } from '#ports.ts';
import { approvalLines } from '#render/issue/approval.ts';
import { renderDigest } from '#render/issue/digest.ts';
import { markerOf, renderIssue } from '#render/issue/issue.ts';
import { renderFurtherChange } from '#render/issue/issue-comment.ts';
import type { IssueView } from '#render/issue/issue-view.ts';
import { continueDigest, continueIssue, isFull } from './continue-issue.ts';
import { toDigestView } from './digest-view.ts';
import { highRiskOf } from './open-issues.ts';
import { isRiskier, labelledRisk, planPatch, showsOlderChange } from './plan-issues.ts';
import { hasWords } from './shows-change.ts';
import { isEdited, patchIssue, sayIn, settle, toIssueResult, type Work } from './work.ts';
import type { WriteOutcome } from './write-issue.ts';

/** `gone` = GitHub has no such issue any more, so the episode needs another one. */
type Reconciled = 'done' | 'gone';

/** Brings the issue of an episode to what it should show. `key` = what it is remembered to show then. */
export async function reconcile(work: Work, issue: ListedIssue, view: IssueView, key: string): Promise<Reconciled> {
  if (issue.state === 'closed') {
    const reopened = await reopen(work, issue, view);
    if (reopened !== 'done') return reopened === 'gone' ? 'gone' : left(work, issue, view, key);
  }
  if (isFull(work, issue)) return continueIssue(work, issue, view, key);
  const draft = renderIssue(view);
  const moved = showsOlderChange(issue, view);
  // The comment comes first: it carries the marker that later commands bind to, and informs the people who follow.
  const said = moved ? await commentOnce(work, issue, view) : 'done';
  if (said === 'full') return continueIssue(work, issue, view, key);
  // A state rebuilt from history knows less than the issue says: the words of the log, the clauses that failed.
  const knowsLess = !moved && view.episode.changes.some(({ fromHistory }) => fromHistory === true);
  const keeps = knowsLess && !isEdited(work, issue);
  const patch = planPatch(issue, keeps ? { ...draft, body: withMarkerOf(view, issue.body) } : draft);
  const written = patch === null ? 'done' : await patchIssue(work, issue, patch);
  if (patch !== null && written === 'done') work.updated.push(toIssueResult(issue, view.episode.object));
  return finish(work, issue, key, written);
}

/** Brings a digest to what is left of it. */
export async function reconcileDigest(
  work: Work,
  issue: ListedIssue,
  members: readonly IssueView[],
  key: string,
): Promise<Reconciled> {
  const view = toDigestView(members, highRiskOf(work, members), work.run.repository.blobId);
  if (!view) return 'done';
  if (isFull(work, issue)) return continueDigest(work, issue, members, key);
  // The same changes: what it shows stays as it is, and a rejection is seen in the labels alone.
  const isSame = parseDigestMarker(issue.body)?.id === view.id && !isEdited(work, issue);
  const { comments, ...draft } = renderDigest(view);
  const patch = planPatch(issue, isSame ? { ...draft, title: issue.title, body: issue.body } : draft);
  const written = patch === null ? 'done' : await patchIssue(work, issue, patch);
  if (patch !== null && written === 'done') {
    if (!isSame) for (const comment of comments) await sayIn(work.writer, issue, comment);
    work.updated.push(toIssueResult(issue, null));
  }
  return finish(work, issue, key, written);
}

/** What GitHub refuses is left alone until something about it changes: it would be refused in each run. */
function finish(work: Work, issue: ListedIssue, key: string, written: WriteOutcome): Reconciled {
  if (written === 'gone') return 'gone';
  settle(work, issue, key, written === 'refused' ? (work.writer.problems.get(issue.number) ?? null) : null);
  return 'done';
}

function left(work: Work, issue: ListedIssue, { episode }: IssueView, key: string): Reconciled {
  const problem = work.writer.problems.get(issue.number);
  const closed = `Issue #${issue.number} was closed without a decision; ${episode.object} still differs from its approved state`;
  settle(work, issue, key, problem ?? closed);
  return 'done';
}

/** The body as it is, unless someone edited its marker or its words, or a rejection is to be said: then it is written anew. */
const withMarkerOf = (view: IssueView, body: string): string =>
  body.startsWith(markerOf(view)) &&
  hasWords(body, view) &&
  (view.episode.rejected === null || body.includes('**Rejected**')) &&
  approvalLines(view).every((line) => body.includes(line))
    ? body
    : renderIssue(view).body;

/** First line of the comment with which an issue is opened again, once for each change. */
const reopenedMark = (object: ObjectKey, change: string): string =>
  `<!-- zendrift:1 reopened=${object} change=${change} -->`;

/** A person closed it without a command: it is opened again once, with an explanation, and then left to them. */
async function reopen(work: Work, issue: ListedIssue, view: IssueView): Promise<WriteOutcome> {
  const { hub, writer } = work;
  const { object, changes } = view.episode;
  const mark = reopenedMark(object, changes.at(-1)?.commit ?? '');
  const comments = await hub.issues.listComments(issue.number);
  const posted = comments.some(({ author, body }) => hub.ours.authors.has(author) && body.startsWith(mark));
  // Without the explanation it would be opened again in every run.
  if (posted || issue.locked) return 'locked';
  const text =
    'Reopened: closing an issue is not a decision, and the change is still live and unapproved. Approve, reject or revert it with a command. If this issue is closed again, it stays closed and is reported as closed without a decision.';
  const said = await sayIn(writer, issue, `${mark}\n${text}`);
  if (said === 'gone' || said === 'refused' || said === 'full') return said;
  const written = await patchIssue(work, issue, { state: 'open', stateReason: 'reopened' });
  if (written === 'done') work.updated.push(toIssueResult(issue, object));
  return written;
}

/** At most one comment in `renotify`, except when the risk rises. */
function isNotable({ run }: Work, issue: ListedIssue, view: IssueView): (newestComment: string | null) => boolean {
  const riskier = isRiskier(view.risk.level, labelledRisk(issue));
  const now = epochSeconds(view.episode.changes.at(-1)?.observed ?? '');
  return (newest) => riskier || newest === null || now - epochSeconds(newest) >= run.config.issues.renotify / 1000;
}

/** Says that it changed again: since what our last comment showed, or the issue when it was opened. */
async function commentOnce(work: Work, issue: ListedIssue, view: IssueView): Promise<WriteOutcome> {
  const { hub, writer } = work;
  const comments = issue.commentCount === 0 ? [] : await hub.issues.listComments(issue.number);
  const marked = comments.filter(
    ({ author, body }) => hub.ours.authors.has(author) && body.startsWith('<!-- zendrift:1 object='),
  );
  const last = marked.at(-1);
  const shown = (last && parseMarker(last.body)) ?? view.episode.changes[0];
  const body = renderFurtherChange(view, shown?.after);
  const [mark] = body.split('\n', 1);
  if (marked.some((comment) => comment.body.split('\n', 1)[0]?.trimEnd() === mark)) return 'done';
  return isNotable(work, issue, view)(last?.createdAt ?? null) ? sayIn(writer, issue, body) : 'done';
}
