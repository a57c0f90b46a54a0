import type { DecisionFacts } from '#core/commit/commit-facts.ts';
import { isOrder, type ObjectKey } from '#core/object-key.ts';
import type { Episode } from '#core/state/episode.ts';
import { foldInto, type RecordedEvent, type TextOf } from '#core/state/fold.ts';
import { type EndedEpisode, emptyState } from '#core/state/state.ts';
import { type Draft, toDraft } from '#core/state/state-draft.ts';
import { addSeconds } from '#core/time.ts';

/** How an unapproved change ended, if it did. `undone` = back at the approved state without a decision. */
export type ChangeOutcome = 'open' | 'rejected' | 'approved' | 'reverted' | 'undone';

/** What a reviewer decided about a change, and in which commit. */
export interface FollowedDecision {
  readonly facts: DecisionFacts;
  readonly at: string;
}

/** What became of one commit of an object that was part of an episode. */
export interface Followed {
  readonly outcome: ChangeOutcome;
  /** The newest; not that a revert was announced. */
  readonly decision: FollowedDecision | null;
  /** When a reviewer first decided about it. */
  readonly decidedAt: string | null;
}

export type FollowedEvent = Extract<RecordedEvent, { readonly type: 'change' | 'decision' | 'expiry' }>;

export interface Follower {
  /** The next event of history. */
  readonly add: (event: RecordedEvent, textOf: TextOf) => void;
  readonly followed: ReadonlyMap<string, Followed>;
  readonly open: ReadonlyMap<ObjectKey, Episode>;
  /** The approved states that open orders are compared with. */
  readonly openOrders: () => readonly string[];
}

interface FollowOptions {
  /** Commits of which it is of interest what became of them; left out = all. */
  readonly isWanted?: (commit: string) => boolean;
  /** Commits of decisions that do not count, because GitHub does not confirm them. */
  readonly unconfirmed?: ReadonlySet<string>;
}

/** The commits of the newest episode of an object, and what they were last seen to be. */
interface Group {
  readonly commits: string[];
  readonly outcome: ChangeOutcome;
}

interface Moment {
  readonly open: Episode | undefined;
  readonly ended: EndedEpisode | undefined;
}

/**
 * The same fold that issues are made from, one event at a time: after each it is seen which episode it opened, went on
 * with or ended. Memory grows with what is open and wanted, not with history.
 */
export function openFollower(account: string, options: FollowOptions = {}): Follower {
  const { isWanted = () => true, unconfirmed = new Set() } = options;
  const draft = toDraft(emptyState(account));
  const followed = new Map<string, Followed>();
  const groups = new Map<ObjectKey, Group>();
  const note = (commit: string, outcome: ChangeOutcome, decision: FollowedDecision | null, isExpired = false): void => {
    if (!isWanted(commit)) return;
    const known = followed.get(commit);
    followed.set(commit, {
      outcome,
      // What was approved until a certain time is undecided afterwards.
      decision: isExpired ? null : (decision ?? known?.decision ?? null),
      decidedAt: known?.decidedAt ?? decision?.at ?? null,
    });
  };
  const add = (event: RecordedEvent, textOf: TextOf): void => {
    if (event.type !== 'change' && event.type !== 'decision' && event.type !== 'expiry') return;
    if (event.type === 'decision' && unconfirmed.has(event.commit)) return;
    const object = event.type === 'decision' ? event.decision.object : event.object;
    const moment = (): Moment => ({ open: draft.episodes.get(object), ended: draft.ended.get(object) });
    const before = moment();
    foldInto(draft, event, textOf);
    forgetOld(draft, object, event);
    const after = moment();
    const outcome = outcomeOf(before, after);
    if (outcome === null) return;
    const known = groups.get(object);
    if (known !== undefined && isFurther(event, before, after, known.outcome === outcome)) {
      known.commits.push(event.change.commit);
      note(event.change.commit, outcome, null);
      return;
    }
    // A revert may be recorded after its own write has ended the episode.
    const commits = membersOf(before, after, event) ?? known?.commits ?? [];
    groups.set(object, { commits: [...commits], outcome });
    const decision = toDecision(event);
    for (const commit of commits) note(commit, outcome, decision, event.type === 'expiry');
  };
  const openOrders = (): readonly string[] =>
    [...draft.episodes, ...draft.timed].flatMap(([object, { approvedState, changes }]) =>
      isOrder(object) ? [approvedState, changes.at(-1)?.after].flatMap((blob) => blob ?? []) : [],
    );
  return { add, followed, open: draft.episodes, openOrders };
}

/** One more change of an episode that stays open. */
const isFurther = (
  event: FollowedEvent,
  before: Moment,
  after: Moment,
  isSame: boolean,
): event is Extract<FollowedEvent, { readonly type: 'change' }> =>
  event.type === 'change' && event.explains === null && isSame && before.open !== undefined && after.open !== undefined;

const toDecision = (event: FollowedEvent): FollowedDecision | null =>
  event.type === 'decision' && isWhole(event.decision) ? { facts: event.decision, at: event.at } : null;

/** Neither the beginning of a revert nor one approval of several decides anything. */
const isWhole = ({ decision }: DecisionFacts): boolean => decision !== 'reverting' && decision !== 'approving';

/** A late entry comes within days; longer lists would be copied for every commit of an object that a bot writes. */
const rememberedSeconds = 30 * 86_400;
const mostRemembered = 500;

/** What only distinguishes entries, addresses and requests grows with history and decides no episode. */
function forgetOld(draft: Draft, object: ObjectKey, event: FollowedEvent): void {
  draft.seen.clear();
  draft.known.clear();
  draft.decisions = [];
  draft.requests = new Map();
  if (event.type !== 'change') return;
  const oldest = addSeconds(event.change.observed, -rememberedSeconds);
  const recent = draft.recent.get(object) ?? [];
  if (recent.length > mostRemembered || (recent[0]?.observed ?? oldest) < oldest)
    draft.recent.set(object, recent.filter(({ observed }) => observed >= oldest).slice(-mostRemembered));
}

/** Null where the event had to do with no episode. */
function outcomeOf(before: Moment, { open, ended }: Moment): ChangeOutcome | null {
  if (open) return open.rejected === null ? 'open' : 'rejected';
  if (ended === undefined || ended === before.ended) return null;
  // `approved-late`: what the log showed later is approved, and the change's own verdict says so.
  return ended.how === 'restored' || ended.how === 'approved-late' ? 'undone' : ended.how;
}

/** Null for a decision about an episode that had ended already. */
function membersOf(before: Moment, after: Moment, event: FollowedEvent): readonly string[] | null {
  const known = after.open ?? before.open;
  if (!known && event.type !== 'change') return null;
  const own = event.type === 'change' ? [event.explains ?? event.change.commit] : [];
  return [...new Set([...(known?.changes.map(({ commit }) => commit) ?? []), ...own])];
}
