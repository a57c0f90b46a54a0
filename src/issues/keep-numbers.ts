import type { State } from '#drift/state.ts';
import { type Position, type PublishRun, publish } from '#ledger/publish.ts';
import type { Projected } from './project-issues.ts';

/** Issue numbers go into the state at once: an issue that loses its label or its marker is still found. */
export async function keepNumbers(run: PublishRun, position: Position, { numbers, login }: Projected): Promise<void> {
  const { state } = position;
  const episodes = new Map(
    [...state.episodes].map(([object, episode]) => [
      object,
      { ...episode, issue: numbers.get(object) ?? episode.issue },
    ]),
  );
  const changed = [...episodes].some(([object, { issue }]) => issue !== state.episodes.get(object)?.issue);
  if (!changed) return;
  // Losing this push to another run costs nothing: that run lists the issues as well.
  await publish(run, position, {
    items: [],
    left: state.pending,
    windowEnd: state.watermark,
    finish: (next: State) => ({ ...next, episodes, login }),
    describe: async () => [],
  });
}
