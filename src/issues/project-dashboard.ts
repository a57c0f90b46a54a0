import { brokenLines } from '#core/references/broken-words.ts';
import type { Episode } from '#core/state/episode.ts';
import type { Ledger } from '#ledger/publish.ts';
import { hasNamed, readBroken } from '#ledger/read-uses.ts';
import type { ListedIssue } from '#ports.ts';
import { type DigestPlace, openDays, renderDashboard, shownInDashboard } from '#render/issue/dashboard.ts';
import type { IssueView } from '#render/issue/issue-view.ts';
import { toDigestView } from './digest-view.ts';
import { objectsByNumber } from './match-issues.ts';
import { planPatch } from './plan-issues.ts';
import { readIssueViews, riskOfEpisode } from './read-views.ts';
import type { ShowKeys } from './show-keys.ts';
import { patchIssue, settle, type Work } from './work.ts';
import { createIssue, onIssue } from './write-issue.ts';

/** A list of one is no list: that one has an issue. */
const fewest = 2;

/** One issue that lists what is open. It is opened with the second object, and from then on edited only where it differs. */
export async function projectDashboard(work: Work, ledger: Ledger, keys: ShowKeys): Promise<void> {
  const { hub, writer, numbers, state } = work;
  const episodes = [...state.episodes.values()];
  const shown = shownInDashboard(episodes, (episode) => riskOfEpisode(episode).level);
  const inIssue = objectsByNumber({
    ended: state.ended,
    episodes: new Map(episodes.map((one) => [one.object, { ...one, issue: numbers.get(one.object) ?? one.issue }])),
  });
  const numberOf = ({ object, issue }: Episode) => numbers.get(object) ?? issue;
  const sizeOf = (number: number | null) => (number === null ? 0 : (inIssue.get(number)?.length ?? 0));
  const rows = shown.map((episode) => {
    const number = numberOf(episode);
    return [keys.ofEpisode(episode), number, sizeOf(number), openDays(episode, state.watermark)];
  });
  const key = keys.of([episodes.length, rows, ...(hasNamed(ledger) ? [state.tree] : [])]);
  const [present, ...others] = listOwn(work);
  for (const number of others) await onIssue(writer, number, () => close(work, number));
  if (present === undefined && episodes.length < fewest) return;
  const known = present === undefined ? null : hub.notes.known(present);
  if (known !== null && known.seen !== '' && known.shows === key && !hub.everything) return;
  const views = await readIssueViews(work.run, ledger, shown);
  const draft = renderDashboard(
    state.account,
    views.map((view) => {
      const issue = numberOf(view.episode);
      const members = views.filter(({ episode }) => numberOf(episode) === issue);
      const isDigest = sizeOf(issue) > 1;
      return { view, issue, digest: isDigest ? findPlace(work, view, members, sizeOf(issue)) : null };
    }),
    state.watermark,
    episodes.length,
    brokenLines((await readBroken(ledger)) ?? []),
  );
  const issue = present === undefined ? null : await hub.readIssue(present);
  if (present !== undefined && issue === null) hub.notes.forget(present);
  if (issue !== null) return onIssue(writer, issue.number, () => update(work, issue, draft, key));
  if (episodes.length < fewest) return;
  await hub.issues.ensureLabels(draft.labels);
  const opened = await createIssue(writer, draft, 'the list of what is open');
  if (opened !== null) settle(work, opened, key);
}

/** The row of a digest that an object is in, as far as all members of it are shown here. */
function findPlace(
  { run }: Work,
  { episode: { object } }: IssueView,
  members: readonly IssueView[],
  size: number,
): DigestPlace {
  const digest = members.length === size ? toDigestView(members, [], run.repository.blobId) : null;
  const at = digest?.rows.findIndex(({ objects }) => objects.some(({ marker }) => marker.object === object)) ?? -1;
  return { row: digest === null || at < 0 ? null : { hash: digest.id.slice(0, 7), number: at + 1 } };
}

const listOwn = ({ hub }: Work): readonly number[] =>
  hub.notes
    .all()
    .flatMap(([number, { role, open }]) => (role === 'dashboard' && open ? [number] : []))
    .sort((a, b) => a - b);

async function update(
  work: Work,
  issue: ListedIssue,
  draft: ReturnType<typeof renderDashboard>,
  key: string,
): Promise<void> {
  const patch = planPatch(issue, draft);
  const written = patch === null ? 'done' : await patchIssue(work, issue, patch);
  if (written !== 'gone') settle(work, issue, key, work.writer.problems.get(issue.number) ?? null);
}

async function close(work: Work, number: number): Promise<void> {
  const issue = await work.hub.readIssue(number);
  if (issue === null || issue.state === 'closed') work.hub.notes.forget(number);
  else await patchIssue(work, issue, { state: 'closed', stateReason: 'not_planned' });
}
