import type { State } from '#core/state/state.ts';

/** A state without what history cannot know: when a run was, what waits, and words of the log that are in no commit. */
export function comparableState(state: State | null) {
  if (state === null) return null;
  const {
    lastRun: _run,
    lastSweep: _sweep,
    interval: _interval,
    login: _login,
    hub: _hub,
    repository: _repository,
    ...rest
  } = state;
  return JSON.parse(
    JSON.stringify(rest, (key, value: unknown) => {
      if (key === 'fromHistory' || key === 'sourceType' || key === 'sourceLabel' || key === 'description')
        return undefined;
      if (key === 'failed') return [];
      return value instanceof Map ? Object.fromEntries([...value].sort()) : value;
    }),
  );
}
