import { parseReplyMark, printReplyMark } from '#drift/marker.ts';
import type { ObjectKey } from '#drift/object-key.ts';
import type { EndedEpisode } from '#drift/state.ts';
import type { ListedIssue } from '#ports.ts';
import { renderEnded } from '#report/reply.ts';
import type { MatchedIssues } from './match-issues.ts';
import { withLabels } from './plan-issues.ts';
import { sayIn, toResult, type Work } from './work.ts';

/** Closes what has no open episode any more, and says why. */
export async function closeEnded(work: Work, matched: MatchedIssues, open: ReadonlySet<ObjectKey>): Promise<void> {
  for (const [object, issues] of matched.byObject) {
    if (open.has(object)) continue;
    for (const issue of issues) {
      if (await isReverting(work, issue, (one) => one === object)) continue;
      await closeIssue(work, issue, object, work.state.ended.get(object));
    }
  }
  for (const { issue, objects } of matched.digests) {
    const members = [...work.state.episodes.values()].some(
      (episode) => episode.issue === issue.number || objects.has(episode.object),
    );
    if (members || (await isReverting(work, issue, (one) => objects.has(one)))) continue;
    await closeIssue(work, issue, null, undefined);
  }
}

async function closeIssue(
  work: Work,
  issue: ListedIssue,
  object: ObjectKey | null,
  ended: EndedEpisode | undefined,
): Promise<void> {
  const text = ended
    ? renderEnded(ended, work.issues.webUrl)
    : object === null
      ? '**Done**: every change in this digest is decided or undone.'
      : 'There is no open drift of this object: it is as it was approved last.';
  await sayOnce(work, issue, text, ended?.decision?.comment ?? null);
  const restored = ended?.how === 'restored' || (object === null && isUndone(work, issue.number));
  await work.issues.update(issue.number, {
    state: 'closed',
    stateReason: (ended || isDecided(work, issue.number, object)) && !restored ? 'completed' : 'not_planned',
    ...(restored
      ? { labels: withLabels(issue.labels, [...issue.labels.filter((label) => label !== 'restored'), 'restored']) }
      : {}),
  });
  work.closed.push(toResult(issue, object));
}

/** A digest in which somebody decided anything is done, not dropped. */
const isDecided = ({ state }: Work, number: number, object: ObjectKey | null): boolean =>
  object === null && [...state.ended.values()].some((one) => one.issue === number && one.decision !== undefined);

/** A digest of which every object is back at its ground without a decision. */
function isUndone({ state }: Work, number: number): boolean {
  const ends = [...state.ended.values()].filter((one) => one.issue === number);
  return ends.length > 0 && ends.every(({ how }) => how === 'restored');
}

export async function closeDuplicate(work: Work, issue: ListedIssue, object: ObjectKey, kept: number): Promise<void> {
  await sayOnce(work, issue, `Two issues for one change: #${kept} stays.`);
  await work.issues.update(issue.number, { state: 'closed', stateReason: 'not_planned' });
  work.closed.push(toResult(issue, object));
}

/** Whoever looks for the change finds it in an issue that shows it. */
export async function closeUnclear(work: Work, issue: ListedIssue): Promise<void> {
  await sayOnce(
    work,
    issue,
    'Somebody edited this issue, and nothing tells any more which change it was about. Every open change has an issue that shows it.',
  );
  await work.issues.update(issue.number, { state: 'closed', stateReason: 'not_planned' });
  work.closed.push(toResult(issue, null));
}

/** A digest whose open changes are all shown elsewhere: two runs at a time each opened one, or they have issues of their own. */
export async function closeLeftDigest(work: Work, issue: ListedIssue): Promise<void> {
  if (work.closed.some(({ number }) => number === issue.number)) return;
  await sayOnce(work, issue, 'Every change in this digest is decided, undone or in another issue.', null);
  await work.issues.update(issue.number, { state: 'closed', stateReason: 'not_planned' });
  work.closed.push(toResult(issue, null));
}

/** A revert that a run was cut off from: `triage` finishes it and says so, and it looks at open issues alone. */
async function isReverting(work: Work, issue: ListedIssue, isOf: (object: ObjectKey) => boolean): Promise<boolean> {
  const begun = work.state.reverts.filter(({ object, until }) => until === null && isOf(object));
  if (begun.length === 0) return false;
  const comments = await work.issues.listComments(issue.number);
  const answers = comments.filter(({ author }) => work.authors.has(author)).map(({ body }) => parseReplyMark(body));
  return comments.some(({ id }) => begun.some(({ comment }) => comment === id) && !answers.includes(id));
}

/**
 * A comment that a killed run may have left already. `answers` = the command that led to it: its one answer says why the
 * issue is closed, whoever gave it.
 */
async function sayOnce(work: Work, issue: ListedIssue, text: string, answers: string | null = null): Promise<void> {
  // The answer to the command may have been given since the issue was listed.
  const silent = issue.commentCount === 0 && answers === null;
  const comments = silent ? [] : await work.issues.listComments(issue.number);
  const ours = comments.filter(({ author }) => work.authors.has(author));
  if (answers !== null && ours.some(({ body }) => parseReplyMark(body) === answers)) return;
  const asked = comments.some(({ id }) => id === answers);
  const body = asked && answers !== null ? `${printReplyMark(answers)}\n${text}` : text;
  if (ours.at(-1)?.body !== body) await sayIn(work, issue, body);
}
