import type { ObjectKey } from '#core/object-key.ts';
import { secondsBetween } from '#core/time.ts';
import type { Projected } from '#issues/project-issues.ts';
import { readIssueViews } from '#issues/read-views.ts';
import { findingWarnings } from '#issues/trust-alerts.ts';
import { issueTitle } from '#render/issue/issue-title.ts';
import type { IssueView } from '#render/issue/issue-view.ts';
import type { CommitResult, RunResult } from '#render/track/run-result.ts';
import type { Tracked } from './track-changes.ts';
import type { TrackRun } from './track-run.ts';

/** What a run did, for people and programs. */
export async function toRunResult(
  run: TrackRun,
  tracked: Tracked,
  projected: Projected | null,
  pushedCommits: number,
): Promise<RunResult> {
  const { ledger, collected, baseline } = tracked;
  const { state, tip } = ledger;
  const waiting = collected.flatMap((part) => part.waiting);
  const views = projected === null ? await readIssueViews(run, ledger) : [];
  return {
    version: 1,
    account: run.config.account,
    dryRun: run.dryRun,
    baseline: baseline === null ? null : Object.fromEntries([...baseline].map(([kind, count]) => [kind.plural, count])),
    commits: tracked.commits,
    pushedCommits,
    commands: tracked.commands,
    issues: {
      opened: projected?.opened ?? [],
      updated: projected?.updated ?? [],
      closed: projected?.closed ?? [],
    },
    notFiled: views.flatMap((view) => (view.episode.issue === null ? [toUnfiled(view)] : [])),
    stayOpen: views.flatMap((view) => {
      const { issue } = view.episode;
      return issue === null ? [] : [{ ...toUnfiled(view), number: issue }];
    }),
    openEpisodes: state.episodes.size,
    pending: waiting.filter(({ problem }) => !problem).map(({ object, reason }) => ({ object, reason })),
    unreadable: tracked.problems,
    withoutEntry: objectsOf(tracked.commits.filter(({ attribution }) => attribution === 'none')),
    withoutEffect: objectsOf(tracked.commits.filter(({ reason }) => reason === 'no-visible-change')),
    notTracked: collected.reduce((count, { notTracked }) => count + notTracked, 0),
    otherActions: collected.reduce((count, { otherActions }) => count + otherActions, 0),
    heldBack: collected.flatMap((part) => part.heldBack).map(({ kind, reason }) => ({ kind: kind.name, reason })),
    headSha: tip.branch,
    stateSha: tip.state,
    watermark: state.baselines.size === 0 ? null : state.watermark,
    gapSeconds:
      state.baselines.size === 0 ? null : Math.max(0, secondsBetween(state.watermark, run.zendesk.serverTime())),
    requests: { zendesk: run.zendesk.requestCount(), github: run.issues?.requestCount() ?? 0 },
    warnings: [...tracked.warnings, ...findingWarnings(tracked.findings), ...(projected?.warnings ?? [])],
  };
}

const toUnfiled = (view: IssueView) => ({ object: view.episode.object, title: issueTitle(view) });

const objectsOf = (commits: readonly CommitResult[]): readonly ObjectKey[] => [
  ...new Set(commits.map(({ object }) => object)),
];
