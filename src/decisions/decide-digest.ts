import { parseDigestMarker } from '#core/commit/marker.ts';
import type { ObjectKey } from '#core/object-key.ts';
import { toDigestView } from '#issues/digest-view.ts';
import { isFormer, matchIssues } from '#issues/match-issues.ts';
import { readIssueViews } from '#issues/read-views.ts';
import { driftLabel } from '#issues/subject.ts';
import type { LoadedLedger } from '#ledger/load-ledger.ts';
import type { Ledger } from '#ledger/publish.ts';
import { renderDigest } from '#render/issue/digest.ts';
import { renderIssue } from '#render/issue/issue.ts';
import type { IssueView } from '#render/issue/issue-view.ts';
import { toDecided } from './answered.ts';
import { toDecisionItems } from './decision-items.ts';
import type { Handled } from './handled.ts';
import { type DigestNow, type JudgedDigest, judgeDigestCommand, type Situation } from './judge-command.ts';
import type { Pending } from './pending.ts';
import { pushJudged } from './push-judged.ts';
import { refuse } from './refuse-command.ts';
import { revertMany } from './revert-object.ts';
import { toRecorded } from './to-recorded.ts';
import type { TriageRun } from './triage-run.ts';

/** A command on a digest: the same decisions, for all objects of a row or of the whole. */
export async function decideDigest(
  run: TriageRun,
  loaded: LoadedLedger,
  pending: Pending,
  objects: ReadonlySet<ObjectKey>,
  situation: Situation,
): Promise<Handled> {
  const judge = async (now: LoadedLedger): Promise<JudgedDigest> => {
    const digest = await readDigest(run, now, pending, objects);
    return judgeDigestCommand(situation, digest, await toRecorded(now.ledger, situation, digest?.rows.flat() ?? []));
  };
  const first = await judge(loaded);
  if (first.type === 'refused') return refuse(run, loaded, pending, first.refusal);
  if (situation.word === 'revert') return revertMany(run, loaded, pending, first);
  const chosen = first.decided.map(({ episode }) => episode.object);
  if (situation.word === 'split') return split(run, loaded, chosen);
  const decision = situation.word === 'reject' ? 'rejected' : 'approved';
  if (run.dryRun) return { type: 'decided', decision, objects: chosen, lines: [], loaded };
  const { comment, issue } = pending;
  const pushed = await pushJudged(run, loaded, comment.id, judge, (now, judged) => {
    const { granted, words } = judged;
    const asked = { comment, issue: issue.number, reason: words.reason, webUrl: run.issues.webUrl, granted };
    return toDecisionItems(run, now.ledger, decision, asked, judged.decided);
  });
  return pushed.type === 'pushed'
    ? toDecided(run, pushed.loaded, comment)
    : refuse(run, pushed.loaded, pending, pushed.refusal);
}

/** The digest as its members are recorded now, row by row as its table shows them. Null once it has no member. */
async function readDigest(
  run: TriageRun,
  { ledger }: LoadedLedger,
  pending: Pending,
  objects: ReadonlySet<ObjectKey>,
): Promise<DigestNow | null> {
  const { issue } = pending;
  const views = await readIssueViews(run, ledger);
  const low = views.filter(({ risk }) => risk.level !== 'high');
  const filed = low.filter(({ episode }) => episode.issue === issue.number);
  const claimed = low.filter(
    ({ episode: { object, issue: filed } }) =>
      filed === null && objects.has(object) && !isFormer(ledger.state, object, issue.number),
  );
  const whole = claimed.length === 0 ? null : toDigestView([...filed, ...claimed], [], run.repository.blobId);
  // Lines in a body are claims: they count where its table shows just these objects.
  const isShown = whole !== null && tableOf(issue.body) === tableOf(renderDigest(whole).body);
  const members = isShown ? [...filed, ...claimed] : filed;
  const view = toDigestView(members, [], run.repository.blobId);
  if (view === null) return null;
  const episodes = new Map(members.map(({ episode }) => [episode.object, episode]));
  return {
    hash: view.id,
    asShown: isAsShown(ledger, members, pending, view.id),
    rows: view.rows.map((row) => row.objects.flatMap(({ marker }) => episodes.get(marker.object) ?? [])),
  };
}

/** A row that left or changed after the comment may have moved the others: its number may mean another one now. */
function isAsShown(
  { state }: Ledger,
  members: readonly IssueView[],
  { issue, comment }: Pending,
  hash: string,
): boolean {
  const left = [...state.ended.values()].some((one) => one.issue === issue.number && one.at >= comment.createdAt);
  const changed = members.some(({ episode }) => (episode.changes.at(-1)?.observed ?? '') >= comment.createdAt);
  return !left && !changed && parseDigestMarker(issue.body)?.id === hash;
}

const tableOf = (body: string): string =>
  body
    .split(/\r?\n/)
    .filter((line) => line.startsWith('|'))
    .join('\n');

/** An issue of its own for each object; the digest is what is left of it at the next projection. */
async function split(run: TriageRun, loaded: LoadedLedger, chosen: readonly ObjectKey[]): Promise<Handled> {
  const decided: Handled = {
    type: 'decided',
    decision: 'split',
    objects: chosen,
    lines: [
      `**Split**: ${chosen.length === 1 ? 'it has an issue' : `${chosen.length} objects have issues`} of their own now.`,
    ],
    loaded,
  };
  if (run.dryRun) return decided;
  const { state } = loaded.ledger;
  const { byObject } = matchIssues(await run.hub.list(driftLabel), run.hub.ours.authors, state);
  const views = (await readIssueViews(run, loaded.ledger)).filter(({ episode }) => chosen.includes(episode.object));
  const numbers = new Map<ObjectKey, number>();
  for (const view of views) {
    const { object } = view.episode;
    // A run that was cut off has opened some of them.
    numbers.set(object, byObject.get(object)?.[0]?.number ?? (await openOwn(run, view)));
  }
  return { ...decided, loaded: withIssues(loaded, numbers) };
}

async function openOwn({ issues }: TriageRun, view: IssueView): Promise<number> {
  const draft = renderIssue(view);
  await issues.ensureLabels(draft.labels);
  return (await issues.create(draft)).number;
}

/** What the projection of this run goes by; the numbers reach the state with it. */
function withIssues(loaded: LoadedLedger, numbers: ReadonlyMap<ObjectKey, number>): LoadedLedger {
  const { state } = loaded.ledger;
  const episodes = new Map(
    [...state.episodes].map(([object, episode]) => [
      object,
      { ...episode, issue: numbers.get(object) ?? episode.issue },
    ]),
  );
  return { ...loaded, ledger: { ...loaded.ledger, state: { ...state, episodes } } };
}
