import type { DecisionFacts } from '#core/commit/commit-facts.ts';
import { type AuditEntry, compareEntries } from '#core/entry/audit-entry.ts';
import { kindOf, type ObjectKey } from '#core/object-key.ts';
import type { UtcTime } from '#core/time.ts';
import { findKind } from '#kinds/registry.ts';
import { type EarlierDecision, type Episode, type EpisodeChange, type Rejection, rejectionsOf } from './episode.ts';
import type { EndedEpisode, RecordedDecision } from './state.ts';
import type { Draft } from './state-draft.ts';
import { addToTimed, recordTimed } from './timed-fold.ts';
import { isVanishedKey } from './vanished.ts';

/** Whether a state is the approved state again. */
export type IsApprovedState = (approvedState: string | null, after: string | null) => boolean;

/** A new commit of an object: opens an episode, belongs to the open one, or brings the object back to its approved state. */
export function recordChange(
  draft: Draft,
  object: ObjectKey,
  change: EpisodeChange,
  isApprovedState: IsApprovedState,
): void {
  draft.recent.set(object, draft.changes.append(draft.recent.get(object) ?? [], change));
  const open = draft.episodes.get(object);
  if (open) {
    const { approvals: _ofTheStateBefore, ...rest } = open;
    settle(draft, { ...rest, changes: draft.changes.append(open.changes, change) }, isApprovedState);
  } else if (change.verdict.decision === 'unapproved') openEpisode(draft, object, [change], isApprovedState);
  else addToTimed(draft, object, [change]);
}

/**
 * A late entry: the change it explains is judged again over all its entries, so its episode opens, updates or closes.
 * One that was unapproved already, and has been decided or undone since, stays as it was decided.
 * `late.verdict` is that new verdict; `late.entries` are the late ones alone.
 */
export function recordLateChange(
  draft: Draft,
  object: ObjectKey,
  late: EpisodeChange,
  explains: string,
  isApprovedState: IsApprovedState,
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
  const known = draft.recent.get(object) ?? [];
  const history = known.map(rejudge);
  draft.recent.set(object, history);
  const timed = draft.timed.get(object);
  if (timed) draft.timed.set(object, { ...timed, changes: timed.changes.map(rejudge) });
  const open = draft.episodes.get(object);
  const from = known.findIndex(({ commit }) => commit === explains);
  if (open) {
    const changes = open.changes.map(rejudge);
    const start = changes.findIndex(({ verdict }) => verdict.decision === 'unapproved');
    const first = changes[start];
    // Nothing unapproved is left in it: the log has explained it away, and no one needs to decide.
    if (!first) {
      endEpisode(draft, { ...open, changes }, { how: 'approved-late', at: late.observed, commit: late.commit });
      addToTimed(draft, object, changes);
    }
    // What is approved now, before anything that is not, was approved while no episode was open: it is the approved state.
    else
      settle(
        draft,
        start === 0 ? { ...open, changes } : withNewApprovedState(open, changes.slice(start), first),
        isApprovedState,
      );
  } else if (late.verdict.decision === 'unapproved' && known[from]?.verdict.decision !== 'unapproved') {
    openEpisode(draft, object, from < 0 ? [late] : history.slice(from), isApprovedState);
  }
}

const withNewApprovedState = (open: Episode, changes: readonly EpisodeChange[], first: EpisodeChange): Episode => ({
  ...open,
  changes,
  approvedState: first.before,
});

/** A decision: approve and revert end the episode they were made for, a rejection and an approval in part stay on it. */
export function recordDecision(draft: Draft, facts: DecisionFacts, commit: string, at: UtcTime): void {
  const { object, decision, by, byId, reason = '', comment } = facts;
  const until = facts.until === undefined ? {} : { until: facts.until };
  const recorded: RecordedDecision = { object, decision, by, reason, comment, commit, at, ...until };
  draft.decisions = draft.made.append(draft.decisions, recorded);
  if (decision !== 'reverting' && decision !== 'approving' && isTracked(object)) {
    rememberDecision(draft, object, { decision, by, at, issue: toNumber(facts.issue), commit });
  }
  const open = draft.episodes.get(object);
  if (decision === 'approved' || decision === 'reverted') recordTimed(draft, facts, commit, open);
  if (!open) {
    recordLateRevert(draft, recorded);
    return;
  }
  const known = { ...open, issue: open.issue ?? toNumber(facts.issue) };
  switch (decision) {
    case 'rejected': {
      const { approvals: _nobodys, ...rest } = known;
      draft.episodes.set(object, { ...rest, rejected: toRejection(open, { by, byId, reason, comment }) });
      return;
    }
    case 'approving': {
      const approvals = [...(open.approvals ?? []), { by, byId, comment, commit, ...until }];
      draft.episodes.set(object, { ...known, rejected: null, approvals });
      return;
    }
    case 'reverting':
      draft.episodes.set(object, known);
      return;
    default:
      endEpisode(draft, known, { how: decision, at, commit, decision: recorded });
  }
}

/** Of several people each rejection stands for itself: nobody lifts that of someone else by rejecting it once more. */
function toRejection(open: Episode, rejection: Rejection): Rejection {
  const others = rejectionsOf(open).filter(({ byId }) => byId !== rejection.byId);
  return others.length === 0 ? rejection : { ...rejection, others };
}

/** As many are named in the next issue of the object. */
const mostEarlier = 3;

/** Requests and released kinds are decided in the same way, and have no issue about drift. */
const isTracked = (object: ObjectKey): boolean => findKind(kindOf(object)) !== undefined && !isVanishedKey(object);

const rememberDecision = ({ decided }: Draft, object: ObjectKey, decision: EarlierDecision): void =>
  void decided.set(object, [...(decided.get(object) ?? []), decision].slice(-mostEarlier));

/** The issue that it was decided in, as history has it; `0` = in none. */
const toNumber = (issue: string): number | null => (issue === '0' ? null : Number(issue));

/** A write that was recorded before its decision was: what looked like someone's undoing was ours. */
function recordLateRevert(draft: Draft, decision: RecordedDecision): void {
  const ended = draft.ended.get(decision.object);
  if (decision.decision !== 'reverted' || ended?.how !== 'restored') return;
  draft.ended.set(decision.object, { ...ended, how: 'reverted', decision });
}

function openEpisode(
  draft: Draft,
  object: ObjectKey,
  changes: readonly EpisodeChange[],
  isApprovedState: IsApprovedState,
): void {
  const approvedState = approvedStateOf(draft, object, changes[0]?.before ?? null);
  const earlier = draft.decided.get(object);
  const episode = { object, approvedState, changes, rejected: null, issue: null, ...(earlier && { earlier }) };
  settle(draft, episode, isApprovedState);
}

/** The approved state before a change: what was recorded, unless that was written back and the write is not recorded yet. */
function approvedStateOf({ reverts }: Draft, object: ObjectKey, before: string | null): string | null {
  const written = reverts.findLast((revert) => revert.object === object && revert.until !== null);
  return written !== undefined && written.before === before ? written.after : before;
}

/** Puts the episode among the open ones, unless the object is back in its approved state without anything left to decide. */
export function settle(draft: Draft, episode: Episode, isApprovedState: IsApprovedState): void {
  const last = episode.changes.at(-1);
  // A transient change ends by a decision alone, and so does one of high risk, even when it is undone. What a snapshot does not
  // hold may be as it was or not: the state that is back does not show it.
  const isUndecided = () =>
    episode.changes.some(
      ({ transient, risk, verdict, otherFields = [] }) =>
        verdict.decision === 'unapproved' && (transient || risk === 'high' || otherFields.length > 0),
    );
  if (last && isApprovedState(episode.approvedState, last.after) && !isUndecided())
    endEpisode(draft, episode, { how: 'restored', at: last.observed, commit: last.commit });
  else draft.episodes.set(episode.object, episode);
}

/** Takes an episode off the open ones and remembers how it ended, so that its issue can say so. */
export function endEpisode(
  draft: Draft,
  episode: Episode,
  end: Pick<EndedEpisode, 'how' | 'at' | 'commit' | 'decision'>,
): void {
  const first = episode.changes[0];
  const since = first?.entries[0]?.time ?? first?.observed ?? end.at;
  draft.episodes.delete(episode.object);
  const { object, issue } = episode;
  draft.ended.set(object, { object, since, issue, ...end });
}

function mergeEntries(known: readonly AuditEntry[], late: readonly AuditEntry[]): readonly AuditEntry[] {
  const ids = new Set(known.map(({ id }) => id));
  return [...known, ...late.filter(({ id }) => !ids.has(id))].sort(compareEntries);
}
