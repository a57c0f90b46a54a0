import type { ObjectKey } from '#core/object-key.ts';
import { hubJson } from '#core/state/hub-text.ts';
import type { State } from '#core/state/state.ts';
import { canonicalText } from '#json.ts';
import { type Ledger, type PublishRun, publish } from '#ledger/publish.ts';
import { tidy } from './project-issues.ts';
import type { Hub } from './read-hub.ts';

/** What a run learned at GitHub goes into the state at once: numbers of issues, what they show, what waits there. */
export async function saveHub(
  run: PublishRun,
  ledger: Ledger,
  hub: Hub,
  numbers: ReadonlyMap<ObjectKey, number>,
  always: boolean,
): Promise<Ledger> {
  const { state } = ledger;
  tidy(hub, state, numbers);
  const next = hub.notes.apply(withNumbers(state, numbers));
  if (!always && !isNews(state, next)) return ledger;
  const pushed = await publish(run, ledger, {
    items: [],
    left: state.pending,
    windowEnd: state.watermark,
    finish: (now) => hub.notes.apply(withNumbers(now, numbers)),
    describe: async () => [],
  });
  // Losing this push to another run costs nothing: that run has looked at GitHub as well.
  return pushed.type === 'pushed' ? pushed.ledger : ledger;
}

function withNumbers(state: State, numbers: ReadonlyMap<ObjectKey, number>): State {
  const episodes = [...state.episodes].map(
    ([object, episode]) => [object, { ...episode, issue: numbers.get(object) ?? episode.issue }] as const,
  );
  return { ...state, episodes: new Map(episodes) };
}

/**
 * Whether something was learned that is worth a push. That time has passed is not, nor that a comment is too old to be listed
 * again: the next push takes that along.
 */
export function isNews(before: State, after: State): boolean {
  const isMoved = [...after.episodes].some(([object, { issue }]) => issue !== before.episodes.get(object)?.issue);
  const isHeard = [...(after.hub?.commands ?? [])].some(([id, { at, waits }]) => {
    const known = before.hub?.commands.get(id);
    return known?.at !== at || known.waits !== waits;
  });
  return isMoved || isHeard || lastingText(before) !== lastingText(after);
}

function lastingText({ hub, written, login, repository }: State): string {
  const lasting = hub === null ? null : hubJson({ ...hub, until: '', commands: new Map() });
  return canonicalText({ hub: lasting, written: Object.fromEntries(written), login, repository: { ...repository } });
}
