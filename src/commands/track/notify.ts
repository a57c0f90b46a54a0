import type { Episode } from '#core/state/episode.ts';
import type { State } from '#core/state/state.ts';
import { addSeconds, type UtcTime } from '#core/time.ts';
import { ZendriftError } from '#errors.ts';
import { readIssueViews, riskOfEpisode } from '#issues/read-views.ts';
import { ownershipOf } from '#ledger/own-commits.ts';
import { type Ledger, tryPublish } from '#ledger/publish.ts';
import { readRecordedChanges } from '#ledger/read-recorded-changes.ts';
import { startOfWeek } from '#policy/moment.ts';
import { issueTitle } from '#render/issue/issue-title.ts';
import { peopleOf } from '#render/issue/people.ts';
import type { DriftNotice, Notice } from '#render/notify/notice.ts';
import { warning } from '#warning.ts';
import { toWeek } from './to-week.ts';
import type { Tracked } from './track-changes.ts';
import type { SendNotice, TrackRun } from './track-run.ts';

/** More new changes of one run than this share one message. */
const mostMessages = 5;

/**
 * Sends what is new to the webhook of `notify`, after everything is recorded and filed. Whatever goes wrong is a warning: a
 * message is worth less than a run.
 */
export async function notify(run: TrackRun, tracked: Tracked, ledger: Ledger): Promise<void> {
  const { notify: send } = run;
  if (send === null || run.dryRun) return;
  await attempt(run, () => notifyDrift(run, send, tracked, ledger));
  await attempt(run, () => notifyWeek(run, send, ledger));
}

async function attempt({ progress }: TrackRun, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ZendriftError)) throw error;
    progress.warn(warning('notify-failed', `A message to the webhook was not sent: ${error.message}`));
  }
}

async function deliver({ progress }: TrackRun, send: SendNotice, notice: Notice): Promise<void> {
  const reason = await send(notice);
  if (reason === null) return;
  const what = notice.type === 'digest' ? 'the weekly digest' : notice.changes.map(({ object }) => object).join(', ');
  progress.warn(warning('notify-failed', `The message about ${what} was not sent to the webhook: ${reason}`));
}

async function notifyDrift(run: TrackRun, send: SendNotice, tracked: Tracked, ledger: Ledger): Promise<void> {
  const own = new Set(tracked.commits.flatMap(({ id }) => id ?? []));
  const risen = [...ledger.state.episodes.values()].filter((episode) => hasRisen(episode, tracked.reading.state, own));
  if (risen.length === 0) return;
  const { account } = run.config;
  const changes = (await readIssueViews(run, ledger, risen)).map((view): DriftNotice => {
    const { episode, risk } = view;
    const [first, last] = [episode.changes[0], episode.changes.at(-1)];
    const { issue, object } = episode;
    const path = issue === null ? `commit/${last?.commit ?? ''}` : `issues/${issue}`;
    return {
      id: `${object}@${(first?.commit ?? '').slice(0, 12)}`,
      object,
      title: issueTitle(view).slice(`[${account}] `.length),
      risk: risk.level,
      reasons: risk.reasons.filter(({ level }) => level === 'high').map(({ code }) => code),
      actors: peopleOf(episode.changes).map(({ name }) => name),
      time: last?.entries.at(-1)?.time ?? last?.observed ?? '',
      issue,
      url: run.issues === null ? null : `${run.issues.webUrl}/${path}`,
    };
  });
  const messages = changes.length > mostMessages ? [changes] : changes.map((change) => [change]);
  for (const one of messages) await deliver(run, send, { type: 'drift', account, changes: one });
}

/**
 * Whether this run's own commits made an episode high risk. It is a question about history alone: a commit is pushed by one
 * run, so no lost state and no later run can ask it a second time with the same answer.
 */
function hasRisen(episode: Episode, before: State, own: ReadonlySet<string>): boolean {
  if (own.size === 0 || riskOfEpisode(episode).level !== 'high') return false;
  const known = before.episodes.get(episode.object);
  const isSame = known !== undefined && known.changes[0]?.commit === episode.changes[0]?.commit;
  const earlier = isSame ? known.changes.filter(({ commit }) => !own.has(commit)) : [];
  return riskOfEpisode({ ...episode, changes: earlier }).level !== 'high';
}

/**
 * Once a week, in the first run after it has ended. That it was sent is pushed before it is sent: a run that is killed in
 * between sends none, and where nothing remembers the last one, this week's end is written down and none is sent.
 */
async function notifyWeek(run: TrackRun, send: SendNotice, ledger: Ledger): Promise<void> {
  const { state } = ledger;
  const { timezone, account } = run.config;
  const end = startOfWeek(run.zendesk.serverTime(), timezone);
  if (state.digested !== null && state.digested >= end) return;
  const claimed = await claim(run, ledger, end);
  if (!claimed || state.digested === null) return;
  const from = startOfWeek(addSeconds(end, -24 * 3600), timezone);
  const to = addSeconds(end, -1);
  const changes = await readRecordedChanges({ ...run, ...ownershipOf(run.config) }, { from, to });
  await deliver(run, send, { type: 'digest', account, week: toWeek(run, changes, state, { from, to }) });
}

async function claim(run: TrackRun, ledger: Ledger, end: UtcTime): Promise<boolean> {
  const pushed = await tryPublish(run, ledger, {
    items: [],
    left: ledger.state.pending,
    windowEnd: ledger.state.watermark,
    finish: (state) => ({ ...state, digested: end }),
    describe: async () => [],
  });
  return pushed.type === 'pushed';
}
