import { changeHandle, type Marker, shortState } from '#core/commit/marker.ts';
import type { Episode, EpisodeChange } from './episode.ts';

/** Whether a command is about the current state (docs/semantics.md, Commands). */
export type Freshness =
  | { readonly type: 'fresh'; readonly change: EpisodeChange }
  /** It was made for an earlier state: `since` came after what its author saw. */
  | { readonly type: 'moved-on'; readonly since: readonly EpisodeChange[] }
  /** The episode has had several states, and the command names none. */
  | { readonly type: 'unnamed' }
  /** Too few digits to name a state, and hardly a reason. */
  | { readonly type: 'too-short'; readonly named: string }
  /** The named state was never one of this episode. */
  | { readonly type: 'unknown-state'; readonly named: string };

export interface FreshnessInput {
  /** Claims of our own comments above the command, oldest first. */
  readonly above: readonly Marker[];
  /** What the issue itself shows now; null where that is unknown. It may have come after the command. */
  readonly body?: Marker | null;
  /** The state that the command names: hex digits or `none`. */
  readonly named: string | null;
  /** Naming the state is needed once there have been several. */
  readonly mustName: boolean;
}

/**
 * What a command is bound to: the newest claim above it that history bears out, else the episode's first change. A claim
 * that history does not know is passed over, never believed.
 */
export function findShown({ object, changes }: Episode, above: readonly Marker[]): number {
  for (const claim of above.toReversed()) {
    const shown = findClaimed({ object, changes }, claim);
    if (shown >= 0) return shown;
  }
  return 0;
}

/** Index of the change that a marker claims to show; -1 where history does not bear it out. */
export const findClaimed = ({ object, changes }: Pick<Episode, 'object' | 'changes'>, claim: Marker): number =>
  claim.object === object ? changes.findLastIndex((change) => isClaimed(change, claim)) : -1;

/** A late entry joins a change that is already shown: then the claim names some of its entries. */
function isClaimed(change: EpisodeChange, claim: Marker): boolean {
  if (change.after !== claim.after) return false;
  if (changeHandle(change) === claim.change || (change.after ?? change.before) === claim.change) return true;
  const ids = new Set(change.entries.map(({ id }) => id));
  return !change.transient && claim.change.split(',').every((id) => ids.has(id));
}

/** Compares what was shown, and what is named, with the newest recorded state. */
export function compareFreshness(episode: Episode, { above, body = null, named, mustName }: FreshnessInput): Freshness {
  const { changes } = episode;
  const newest = changes.at(-1);
  if (newest === undefined) return { type: 'unnamed' };
  const shown = findShown(episode, above);
  const since = changes.slice(shown + 1);
  // What came and went leaves the same state: it is only seen by whoever was shown it.
  const unseen = since.some(({ transient }) => transient);
  if (named !== null) {
    const last = changes.findLastIndex((change) => isNamed(change.after, named));
    if (last < 0) return { type: 'unknown-state', named };
    if (!isNamed(newest.after, named)) return { type: 'moved-on', since: changes.slice(last + 1) };
    // Whoever names a state has read it somewhere: from us, not from someone who wants it approved.
    const inBody = body === null ? undefined : changes[findClaimed(episode, body)];
    const seen = [changes[shown], inBody].some((change) => change?.after === newest.after);
    return unseen || !seen ? { type: 'moved-on', since } : { type: 'fresh', change: newest };
  }
  if (unseen || changes[shown]?.after !== newest.after) return { type: 'moved-on', since };
  const several = changes.some(({ after }) => after !== newest.after);
  return mustName && several ? { type: 'unnamed' } : { type: 'fresh', change: newest };
}

const isNamed = (blob: string | null, named: string): boolean =>
  blob === null ? named === shortState(null) : named.length >= 7 && blob.startsWith(named);
