import { parseMarker, printReplyMark } from '#core/commit/marker.ts';
import type { ObjectKey } from '#core/object-key.ts';
import type { IssuePatch, ListedIssue } from '#ports.ts';
import { isSameLabel } from '#render/issue/labels.ts';
import { renderDigestDone, renderEnded } from '#render/triage/reply.ts';
import { continuedLine, isFull, withLastLine } from './continue-issue.ts';
import { readAnswered } from './edits.ts';
import type { MatchedIssues } from './match-issues.ts';
import { withLabels } from './plan-issues.ts';
import type { ShowKeys } from './show-keys.ts';
import { isEdited, patchIssue, readContinued, sayIn, settle, toIssueResult, type Work } from './work.ts';
import { onIssue } from './write-issue.ts';

/** Closes the issues among `numbers` that have no open episode any more, where a commit says how it ended, and says that. */
export async function closeEnded(
  work: Work,
  matched: MatchedIssues,
  keys: ShowKeys,
  numbers: ReadonlySet<number>,
): Promise<void> {
  const { writer, state } = work;
  for (const [object, issues] of matched.byObject) {
    if (state.episodes.has(object)) continue;
    for (const issue of issues.filter(({ number }) => numbers.has(number))) {
      await onIssue(writer, issue.number, () => closeObject(work, issue, object, keys));
    }
  }
  for (const { issue, object } of matched.former.filter((one) => numbers.has(one.issue.number))) {
    await onIssue(writer, issue.number, () => closeObject(work, issue, object, keys));
  }
  for (const { issue, objects } of matched.digests.filter((one) => numbers.has(one.issue.number))) {
    const isOpen = [...state.episodes.values()].some(
      (episode) => episode.issue === issue.number || objects.has(episode.object),
    );
    const filed = listFiled(work, issue, objects);
    if (!isOpen && filed.length > 0) await onIssue(writer, issue.number, () => closeDigest(work, issue, filed, keys));
  }
}

/** What is known to be, or to have been, in a digest. */
const listFiled = ({ state }: Work, { number }: ListedIssue, objects: ReadonlySet<ObjectKey>): readonly ObjectKey[] => [
  ...new Set([
    ...[...state.ended.values()].flatMap(({ object, issue }) => (issue === number ? [object] : [])),
    ...objects,
  ]),
];

async function closeObject(work: Work, issue: ListedIssue, object: ObjectKey, keys: ShowKeys): Promise<void> {
  if (await isReverting(work, issue, (one) => one === object)) return;
  const ended = work.endOf(object);
  if (ended === null) return stayOpen(work, issue, `the change of ${object}`, keys);
  const isRestored = ended.how === 'restored';
  const text = renderEnded(ended, work.hub.issues.webUrl, work.run.config.timezone);
  const said = await sayOnce(work, issue, text, ended.decision?.comment ?? null);
  await close(work, issue, object, said, {
    stateReason: isRestored ? 'not_planned' : 'completed',
    ...(isRestored ? withRestored(issue) : {}),
  });
}

async function closeDigest(work: Work, issue: ListedIssue, filed: readonly ObjectKey[], keys: ShowKeys): Promise<void> {
  if (await isReverting(work, issue, (one) => filed.includes(one))) return;
  const ends = filed.flatMap((object) => work.endOf(object) ?? []);
  if (ends.length < filed.length) return stayOpen(work, issue, 'each change in this digest', keys);
  const isRestored = ends.every(({ how }) => how === 'restored');
  const isDecided = ends.some(({ decision }) => decision !== undefined);
  const said = await sayOnce(work, issue, renderDigestDone(ends, work.hub.issues.webUrl));
  await close(work, issue, null, said, {
    stateReason: isDecided && !isRestored ? 'completed' : 'not_planned',
    ...(isRestored ? withRestored(issue) : {}),
  });
}

const withRestored = ({ labels }: ListedIssue): Pick<IssuePatch, 'labels'> => ({
  labels: withLabels(labels, [...labels.filter((label) => !isSameLabel(label, 'restored')), 'restored']),
});

/** No record says that it is over, so nothing is said to people: someone has to look. */
function stayOpen(work: Work, issue: ListedIssue, what: string, keys: ShowKeys): void {
  const trouble = `Issue #${issue.number} stays open: no commit records how ${what} ended`;
  settle(work, issue, keys.ofEnded(issue.number), trouble);
}

/** `body` = a text for an issue that takes no comment any more. */
async function close(
  work: Work,
  issue: ListedIssue,
  object: ObjectKey | null,
  said: Said,
  patch: Omit<IssuePatch, 'state' | 'body'>,
): Promise<void> {
  const body = said.unsaid === null ? {} : { body: withLastLine(issue.body, said.unsaid) };
  const written = await patchIssue(work, issue, { ...patch, ...body, state: 'closed' });
  if (written === 'done') work.closed.push(toIssueResult(issue, object));
  // Where it is refused, it is left as it is: a daily run tries again.
  if (written === 'refused') {
    const { shows = '' } = work.hub.notes.known(issue.number) ?? {};
    settle(work, issue, shows, work.writer.problems.get(issue.number) ?? null);
  }
}

export async function closeDuplicate(work: Work, issue: ListedIssue, object: ObjectKey, kept: number): Promise<void> {
  const said = await sayOnce(work, issue, `Duplicate: the issue for this change is #${kept}.`);
  await close(work, issue, object, said, { stateReason: 'not_planned' });
}

/** GitHub took no change of it for a while, and another issue carries its change on: one of them is enough. */
export async function closeReplaced(work: Work, number: number): Promise<void> {
  const { hub, state, numbers } = work;
  const issue = await hub.readIssue(number);
  if (issue === null || issue.state === 'closed' || !hub.ours.authors.has(issue.author)) return;
  const next = readContinued(hub.notes.known(number)?.shows ?? '');
  const object = parseMarker(issue.body)?.object;
  const kept = object === undefined ? null : (numbers.get(object) ?? state.episodes.get(object)?.issue ?? null);
  const other = kept === null ? 'Every open change has its own issue.' : `The issue for this change is #${kept}.`;
  const text =
    next === null ? `Closed: for a while, GitHub refused every change of this issue. ${other}` : continuedLine(next);
  await close(work, issue, object ?? null, { unsaid: text }, { stateReason: 'not_planned' });
}

/** Whoever looks for the change finds it in an issue that shows it. */
export async function closeUnclear(work: Work, issue: ListedIssue): Promise<void> {
  const why = isEdited(work, issue)
    ? 'someone edited this issue, so it is unclear which change it was about.'
    : 'the record does not have the change that this issue shows. Perhaps the branch was set back to an earlier commit.';
  const said = await sayOnce(work, issue, `Closed: ${why} Every open change has its own issue.`);
  await close(work, issue, null, said, { stateReason: 'not_planned' });
}

/** A digest of which nothing is left: what is still open is shown elsewhere, by another run's digest or an issue of its own. */
export async function closeLeftDigest(
  work: Work,
  issue: ListedIssue,
  objects: ReadonlySet<ObjectKey>,
  keys: ShowKeys,
): Promise<void> {
  if (work.closed.some(({ number }) => number === issue.number)) return;
  const filed = listFiled(work, issue, objects);
  const over = filed.filter((object) => !work.state.episodes.has(object));
  if (filed.length === 0) return closeUnclear(work, issue);
  if (over.length === filed.length) return;
  if (over.some((object) => work.endOf(object) === null)) {
    return stayOpen(work, issue, 'each change in this digest', keys);
  }
  const said = await sayOnce(work, issue, 'Every change in this digest is decided, undone or in another issue.');
  await close(work, issue, null, said, { stateReason: 'not_planned' });
}

/** A revert that a run was cut off from: `triage` finishes it and says so, and it looks at open issues alone. */
async function isReverting(
  { state, hub }: Work,
  issue: ListedIssue,
  isOf: (object: ObjectKey) => boolean,
): Promise<boolean> {
  const started = state.reverts.filter(({ object, until }) => until === null && isOf(object));
  if (started.length === 0) return false;
  const comments = await hub.issues.listComments(issue.number);
  const answered = await readAnswered(hub.issues, comments, hub.ours.authors);
  return comments.some(({ id }) => started.some(({ comment }) => comment === id) && !answered.has(id));
}

/** `unsaid` = what could not be said, because the issue takes no more comments. */
interface Said {
  readonly unsaid: string | null;
}

/**
 * A comment that a killed run may have left already. `answers` = the command that led to it: its one answer says why the
 * issue is closed, whoever gave it.
 */
async function sayOnce(work: Work, issue: ListedIssue, text: string, answers: string | null = null): Promise<Said> {
  const { hub, writer } = work;
  // The answer to the command may have been given since the issue was listed.
  const silent = issue.commentCount === 0 && answers === null;
  const comments = silent ? [] : await hub.issues.listComments(issue.number);
  if (answers !== null && (await readAnswered(hub.issues, comments, hub.ours.authors)).has(answers)) {
    return { unsaid: null };
  }
  const ours = comments.filter(({ author }) => hub.ours.authors.has(author));
  const asked = comments.some(({ id }) => id === answers);
  const body = asked && answers !== null ? `${printReplyMark(answers)}\n${text}` : text;
  if (ours.at(-1)?.body === body) return { unsaid: null };
  const said = isFull(work, issue) ? 'full' : await sayIn(writer, issue, body);
  return { unsaid: said === 'full' ? text : null };
}
