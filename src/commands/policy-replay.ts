import type { PolicyFormat } from '#config/policy-settings.ts';
import { type Range, toRange, type WantedRange } from '#core/range.ts';
import type { RecordedChange } from '#core/state/recorded-change.ts';
import { toUtcTime } from '#core/time.ts';
import type { Ownership } from '#ledger/own-commits.ts';
import { readRecordedChanges } from '#ledger/read-recorded-changes.ts';
import { readTitles } from '#ledger/read-titles.ts';
import { asksForTitles, replayChange } from '#policy/replay.ts';
import type { Policy } from '#policy/rule.ts';
import type { Clock, Progress, Repository } from '#ports.ts';
import { fitComment } from '#render/policy/fit-comment.ts';
import { formatLines } from '#render/policy/format-lines.ts';
import type { PolicyReplayResult, ShownDifference } from '#render/policy/policy-result.ts';
import { renderReplayMarkdown, renderReplayText } from '#render/policy/replay-text.ts';
import type { CommandOutcome } from './command.ts';

export interface PolicyReplayRun extends Ownership {
  /** Path of the proposed configuration as people know it. */
  readonly file: string;
  readonly policy: Policy;
  /** Opened so that nothing below `.git` changes. */
  readonly repository: Repository;
  readonly range: WantedRange;
  readonly format: PolicyFormat;
  readonly clock: Clock;
  readonly progress: Progress;
}

/** `zendrift policy replay`: which recorded changes would get another verdict. Reads git alone. */
export async function policyReplay(run: PolicyReplayRun): Promise<CommandOutcome> {
  const { file, repository, clock, format } = run;
  const range = toRange(run.range, toUtcTime(clock.now()));
  const changes = await readRecordedChanges(run, range);
  run.progress.stage('Judging every change again');
  const titles = await readTitles(
    repository,
    changes.filter((one) => asksForTitles(run.policy, one)),
  );
  const { result, shown } = compare(run.policy, changes, titles, range);
  const titled = await nameAll(repository, changes, shown);
  const markdown = renderReplayMarkdown(file, result, titled);
  return {
    exitCode: 0,
    lines: formatLines(format, () => renderReplayText(file, result, titled), markdown, result),
    json: result,
    summary: markdown,
    outputs: { comment: fitComment(markdown) },
    annotations: [],
  };
}

type TitleOf = (blob: string | null) => string | null;

function compare(policy: Policy, changes: readonly RecordedChange[], titleOf: TitleOf, range: Range) {
  const shown: Omit<ShownDifference, 'title'>[] = [];
  const unknown = new Map<string, number>();
  for (const recorded of changes) {
    const { commit, object, time, change, review } = recorded;
    const replayed = replayChange(policy, recorded, { before: titleOf(change.before), after: titleOf(change.after) });
    if (replayed.type === 'unknown') unknown.set(replayed.why, (unknown.get(replayed.why) ?? 0) + 1);
    else if (replayed.verdict.decision !== change.verdict.decision)
      shown.push({
        ...{ commit, object, time, was: change.verdict.decision, would: replayed.verdict.decision },
        rule: replayed.verdict.rule ?? null,
        people: [...new Set(change.entries.map(({ actorName }) => actorName))],
        review: review?.decision ?? null,
      });
  }
  const notReplayed = [...unknown].map(([reason, count]) => ({ reason, changes: count }));
  const result: PolicyReplayResult = {
    version: 1,
    ...range,
    changes: changes.length - notReplayed.reduce((sum, one) => sum + one.changes, 0),
    different: shown.map(({ commit, object, was, would, rule }) => ({ commit, object, was, would, rule })),
    notReplayed,
  };
  return { result, shown };
}

/** People know an object by its title. */
async function nameAll(
  repository: Repository,
  changes: readonly RecordedChange[],
  shown: readonly Omit<ShownDifference, 'title'>[],
): Promise<readonly ShownDifference[]> {
  const byCommit = new Map(changes.map((one) => [one.commit, one]));
  const different = shown.flatMap(({ commit }) => byCommit.get(commit) ?? []);
  const titleOf = await readTitles(repository, different);
  return shown.map((one) => {
    const states = byCommit.get(one.commit)?.change;
    return { ...one, title: titleOf(states?.after ?? null) ?? titleOf(states?.before ?? null) };
  });
}
