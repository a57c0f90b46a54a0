import type { Episode } from '#core/state/episode.ts';
import type { KnownIssue } from '#core/state/hub-memory.ts';
import type { State } from '#core/state/state.ts';
import type { HubNotes } from './hub-notes.ts';
import type { ShowKeys } from './show-keys.ts';
import { isReplaced } from './work.ts';

/** Which drift issues have to be looked at. The others show what they should, as far as anything is known of them. */
export interface Attention {
  readonly numbers: ReadonlySet<number>;
  /** An issue of ours is open under a number that the state does not know: only a whole listing shows what it is. */
  readonly isUnclear: boolean;
  /** Open episodes without an issue. */
  readonly unfiled: readonly Episode[];
  /** Issues without an open episode that are still open. */
  readonly ended: readonly number[];
  /** Issues that are still open although others have taken their place: once a day, closing them is tried. */
  readonly replaced: readonly number[];
}

/** `everything` = look at all of them, whatever is remembered. Pure. */
export function planAttention(
  { episodes, ended }: Pick<State, 'episodes' | 'ended'>,
  notes: Pick<HubNotes, 'all' | 'known'>,
  keys: Pick<ShowKeys, 'ofIssue' | 'ofEnded'>,
  everything: boolean,
): Attention {
  const filed = groupByIssue(episodes.values());
  const isDealtWith = (known: KnownIssue | null, key: string) =>
    !everything && known !== null && known.seen !== '' && known.shows === key;
  const numbers = [...filed].filter(([number, members]) => !isDealtWith(notes.known(number), keys.ofIssue(members)));
  const filings = notes.all().filter(([, { role }]) => role === 'drift');
  const drift = filings.filter(([, known]) => !isReplaced(known));
  const over = drift.filter(
    ([number, known]) => known.open && !filed.has(number) && !isDealtWith(known, keys.ofEnded(number)),
  );
  const former = new Set([...ended.values()].map(({ issue }) => issue));
  return {
    numbers: new Set([...numbers, ...over].map(([number]) => number)),
    isUnclear: over.some(([number, { shows }]) => shows === '' && !former.has(number)),
    unfiled: [...episodes.values()].filter(({ issue }) => issue === null),
    ended: over.map(([number]) => number),
    replaced: filings.flatMap(([number, known]) => (everything && known.open && isReplaced(known) ? [number] : [])),
  };
}

/** Episodes by the issue in which they are filed. */
export function groupByIssue(episodes: Iterable<Episode>): ReadonlyMap<number, readonly Episode[]> {
  const groups = new Map<number, Episode[]>();
  for (const episode of episodes) {
    if (episode.issue === null) continue;
    const group = groups.get(episode.issue);
    if (group) group.push(episode);
    else groups.set(episode.issue, [episode]);
  }
  return groups;
}
