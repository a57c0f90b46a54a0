import { type AuditEntry, compareEntries } from './audit-entry.ts';
import type { DecisionFacts } from './commit-facts.ts';
import type { Episode, EpisodeChange } from './episode.ts';
import type { ObjectKey } from './object-key.ts';
import type { EndedEpisode } from './state.ts';
import type { Draft } from './state-draft.ts';
import type { UtcTime } from './time.ts';

/** Whether a state is the ground again. */
export type AtGround = (ground: string | null, after: string | null) => boolean;

/** A new commit of an object: opens an episode, belongs to the open one, or brings the object back to its ground. */
export function recordChange(draft: Draft, object: ObjectKey, change: EpisodeChange, atGround: AtGround): void {
  draft.recent.set(object, [...(draft.recent.get(object) ?? []), change]);
  const open = draft.episodes.get(object);
  if (open) settle(draft, { ...open, changes: [...open.changes, change] }, atGround);
  else if (change.verdict.decision === 'unapproved') openEpisode(draft, object, [change], atGround);
}

/**
 * A late entry: the change it explains is judged again over all its entries, so its episode opens, updates or closes.
 * `late.verdict` is that new verdict; `late.entries` are the late ones alone.
 */
export function recordLateChange(
  draft: Draft,
  object: ObjectKey,
  late: EpisodeChange,
  explains: string,
  atGround: AtGround,
): void {
  const rejudge = (change: EpisodeChange): EpisodeChange =>
    change.commit === explains
      ? {
          ...change,
          entries: mergeEntries(change.entries, late.entries),
          attribution: late.attribution,
          verdict: late.verdict,
        }
      : change;
  const history = (draft.recent.get(object) ?? []).map(rejudge);
  draft.recent.set(object, history);
  const open = draft.episodes.get(object);
  if (open) {
    const episode = { ...open, changes: open.changes.map(rejudge) };
    // Nothing unapproved is left in it: the log has explained it away, and no one needs to decide.
    const explained = episode.changes.every(({ verdict }) => verdict.decision === 'approved');
    if (explained) endEpisode(draft, episode, 'approved-late', late.observed);
    else settle(draft, episode, atGround);
  } else if (late.verdict.decision === 'unapproved') {
    const from = history.findIndex(({ commit }) => commit === explains);
    openEpisode(draft, object, from < 0 ? [late] : history.slice(from), atGround);
  }
}

/** A decision: approve and revert end the episode they were made for, a rejection stays on it. */
export function recordDecision(draft: Draft, decision: DecisionFacts): void {
  const open = draft.episodes.get(decision.object);
  if (!open) return;
  const at = open.changes.at(-1)?.observed ?? draft.watermark;
  if (decision.decision === 'approved') endEpisode(draft, open, 'approved', at);
  else if (decision.decision === 'reverted') endEpisode(draft, open, 'reverted', at);
  else if (decision.decision === 'rejected') {
    const { by, reason = '', comment } = decision;
    draft.episodes.set(decision.object, { ...open, rejected: { by, reason, comment } });
  }
}

function openEpisode(draft: Draft, object: ObjectKey, changes: readonly EpisodeChange[], atGround: AtGround): void {
  settle(draft, { object, ground: changes[0]?.before ?? null, changes, rejected: null, issue: null }, atGround);
}

/** Puts the episode among the open ones, unless the object is back at its ground without anything left to decide. */
function settle(draft: Draft, episode: Episode, atGround: AtGround): void {
  const last = episode.changes.at(-1);
  // A transient change ends by a decision alone, and so does one of high risk, even when it is undone (SEMANTICS 5).
  const undecided = episode.changes.some(
    ({ transient, risk, verdict }) => verdict.decision === 'unapproved' && (transient || risk === 'high'),
  );
  if (last && !undecided && atGround(episode.ground, last.after)) endEpisode(draft, episode, 'restored', last.observed);
  else draft.episodes.set(episode.object, episode);
}

/** Takes an episode off the open ones and remembers how it ended, so that its issue can say so. */
export function endEpisode(draft: Draft, episode: Episode, how: EndedEpisode['how'], at: UtcTime): void {
  const first = episode.changes[0];
  const since = first?.entries[0]?.time ?? first?.observed ?? at;
  draft.episodes.delete(episode.object);
  draft.ended.set(episode.object, { object: episode.object, how, at, since, issue: episode.issue });
}

function mergeEntries(known: readonly AuditEntry[], late: readonly AuditEntry[]): readonly AuditEntry[] {
  const ids = new Set(known.map(({ id }) => id));
  return [...known, ...late.filter(({ id }) => !ids.has(id))].sort(compareEntries);
}
