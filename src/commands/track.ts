import type { CommandOutcome } from './command.ts';
import type { TrackRun } from './track/run.ts';
import { trackChanges } from './track/track.ts';

export async function track(run: TrackRun, options: { readonly failOnDrift: boolean }): Promise<CommandOutcome> {
  const tracked = await trackChanges(run);
  void options;
  const lines = tracked.commits.map(
    ({ id, plan }) => `${id ?? ''} ${plan.toCommit(null, []).message.split('\n')[0]} ${plan.judged.verdict.decision}`,
  );
  if (tracked.baseline) lines.unshift(`baseline ${[...tracked.baseline.values()].join(',')}`);
  const head = tracked.position.tip.branch;
  if (head !== null && !run.dryRun) await run.repository.fastForward(head, `snapshots/${run.config.account}`);
  return {
    exitCode: tracked.problems.length ? 1 : 0,
    lines: [
      ...lines,
      ...tracked.problems.map((p) => `${p.object}: ${p.reason}`),
      `open ${tracked.position.state.episodes.size}`,
    ],
    json: {},
    summary: '',
    outputs: {},
    annotations: [],
  };
}
