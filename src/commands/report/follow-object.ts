import type { ObjectKey } from '#core/object-key.ts';
import type { Episode } from '#core/state/episode.ts';
import { foldEvents, type RecordedEvent, type TextOf } from '#core/state/fold.ts';
import { emptyState, type State } from '#core/state/state.ts';
import type { ChangeOutcome, ReportDecision } from '#render/report/report-result.ts';

/** What became of one commit of an object that was part of an episode. */
export interface Followed {
  readonly outcome: ChangeOutcome;
  readonly decision: ReportDecision | null;
  /** When a reviewer first decided about it. */
  readonly decidedAt: string | null;
}

export interface FollowedObject {
  readonly commits: ReadonlyMap<string, Followed>;
  readonly open: Episode | null;
}

export type FollowedEvent = Extract<RecordedEvent, { readonly type: 'change' | 'decision' | 'expiry' }>;

/**
 * The same fold that issues are made from, one event at a time: after each it is seen which episode it opened, went on
 * with or ended. An object's episodes depend on no other object.
 */
export function followObject(
  account: string,
  object: ObjectKey,
  events: readonly FollowedEvent[],
  textOf: TextOf,
): FollowedObject {
  const commits = new Map<string, Followed>();
  let state = emptyState(account);
  /** Commits of the newest episode: a revert may be recorded after its own write has ended it. */
  let members: readonly string[] = [];
  for (const event of events) {
    const before = state;
    // What only distinguishes entries and addresses grows with history and decides no episode.
    state = { ...foldEvents(before, [event], textOf), seen: new Map(), known: new Map() };
    const decision = event.type === 'decision' && isWhole(event) ? toDecision(event) : null;
    const outcome = outcomeOf(before, state, object);
    if (outcome === null) continue;
    members = membersOf(before, state, object, event) ?? members;
    for (const commit of members) {
      const known = commits.get(commit);
      commits.set(commit, {
        outcome,
        // What was approved until a certain time is undecided afterwards.
        decision: event.type === 'expiry' ? null : (decision ?? known?.decision ?? null),
        decidedAt: known?.decidedAt ?? decision?.at ?? null,
      });
    }
  }
  return { commits, open: state.episodes.get(object) ?? null };
}

/** Neither the beginning of a revert nor one approval of several decides anything. */
const isWhole = ({ decision: { decision } }: Extract<FollowedEvent, { readonly type: 'decision' }>): boolean =>
  decision !== 'reverting' && decision !== 'approving';

function toDecision({ decision, at }: Extract<FollowedEvent, { readonly type: 'decision' }>): ReportDecision {
  const { by, issue, reason = null } = decision;
  return { by, issue, at, reason };
}

/** Null where the event had to do with no episode. */
function outcomeOf(before: State, after: State, object: ObjectKey): ChangeOutcome | null {
  const open = after.episodes.get(object);
  if (open) return open.rejected === null ? 'open' : 'rejected';
  const ended = after.ended.get(object);
  if (ended === undefined || ended === before.ended.get(object)) return null;
  // `approved-late`: what the log showed later is approved, and the change's own verdict says so.
  return ended.how === 'restored' || ended.how === 'approved-late' ? 'undone' : ended.how;
}

/** Null for a decision about an episode that had ended already. */
function membersOf(before: State, after: State, object: ObjectKey, event: FollowedEvent): readonly string[] | null {
  const known = after.episodes.get(object) ?? before.episodes.get(object);
  if (!known && event.type !== 'change') return null;
  const own = event.type === 'change' ? [event.explains ?? event.change.commit] : [];
  return [...new Set([...(known?.changes.map(({ commit }) => commit) ?? []), ...own])];
}
