import type { DecisionFacts } from '#core/commit/commit-facts.ts';
import type { ObjectKey } from '#core/object-key.ts';
import { type Episode, rejectionsOf } from '#core/state/episode.ts';
import { foldInto, type RecordedEvent, type TextOf } from '#core/state/fold.ts';
import type { State, UnconfirmedDecision } from '#core/state/state.ts';
import { type Draft, toDraft, toState } from '#core/state/state-draft.ts';
import { later, type UtcTime } from '#core/time.ts';
import { listSeenWrites } from './seen-writes.ts';

export type DecisionEvent = Extract<RecordedEvent, { readonly type: 'decision' }>;

/** A decision, whether or not it counts. */
export type Cited = Pick<DecisionEvent, 'commit' | 'decision'>;

/** A decision that history holds, with what shows whether its author could make it. */
export interface DecisionClaim extends DecisionEvent {
  /** Zendesk ids of everybody who made what it decides. */
  readonly actors: readonly string[];
  /** The open episode that it decides; null = none is open. */
  readonly episode: Episode | null;
  /** When its comment was first acted upon. */
  readonly decidedAt: UtcTime;
  /** GitHub login in lower case → user id, as history has them. */
  readonly accounts: ReadonlyMap<string, string>;
  /** When the newest change that it decides was seen; null = of no open change. A comment from before cannot mean it. */
  readonly since: UtcTime | null;
  /** The issue that the state knows for that change. */
  readonly knownIssue: number | null;
  /** Made so recently that it is asked about in any case. */
  readonly isRecent: boolean;
  /** From then on, what the author of a comment may do now shows what they could do then. */
  readonly horizon: UtcTime;
  /** Of a finished revert: history has the object in the state that was written back. */
  readonly isWritten: boolean;
  /** An earlier commit by which the same comment has done the same to the same object; null = there is none. */
  readonly repeats: string | null;
  /** What stands in the same comment, oldest first. */
  readonly sameComment: readonly Cited[];
  /** History has approved the state that it writes back. */
  readonly isApprovedState: boolean;
  /** A state of ours counts it: it stands where nobody can be asked, and falls where GitHub says otherwise. */
  readonly isCounted: boolean;
}

/** Commit of each claim → null where GitHub bears it out, else why not, in words. */
export type ConfirmDecisions = (claims: readonly DecisionClaim[]) => Promise<ReadonlyMap<string, string | null>>;

/**
 * Folds events without the decisions that GitHub does not bear out. Anyone who may push can write a commit that looks like a
 * decision, so one that no run of ours pushed together with its state has to be confirmed before it counts, unless an allowed
 * signer stands for it.
 *
 * Asked is only what still matters: of each object the newest decision that ends something, those after it, and everything
 * since `horizon`. Where the newest is not confirmed, the one before it is asked.
 */
export async function foldConfirmed(
  start: State,
  events: readonly RecordedEvent[],
  textOf: TextOf,
  confirm: ConfirmDecisions,
  horizon: UtcTime,
): Promise<{ readonly state: State; readonly unconfirmed: readonly UnconfirmedDecision[] }> {
  const answers: Answers = new Map();
  const isDropped = (commit: string) => (answers.get(commit)?.reason ?? null) !== null;
  for (;;) {
    const { state, claims } = foldClaims(start, events, textOf, isDropped, horizon);
    const needed = listNeeded(claims, isDropped);
    const open = needed.filter((claim) => answers.get(claim.commit)?.asked !== askedOf(claim));
    if (open.length === 0) return { state, unconfirmed: listUnconfirmed(events, answers) };
    const given = await confirm(open);
    for (const claim of open)
      answers.set(claim.commit, { asked: askedOf(claim), reason: given.get(claim.commit) ?? null });
  }
}

/** What was asked about each commit, and what GitHub said. */
type Answers = Map<string, { readonly asked: string; readonly reason: string | null }>;

/** Who made the change, and who has approved or rejected it before: decisions that fall change what a later one needs. */
const askedOf = ({ actors, episode, repeats }: DecisionClaim): string =>
  JSON.stringify([actors, repeats, episode && [episode.approvals ?? [], rejectionsOf(episode)]]);

/** The state after some events, without the decisions that are dropped, and all decisions as they stood in their place. */
export function foldClaims(
  start: State,
  events: readonly RecordedEvent[],
  textOf: TextOf,
  isDropped: (commit: string) => boolean,
  horizon: UtcTime,
): { readonly state: State; readonly claims: readonly DecisionClaim[] } {
  const draft = toDraft(start);
  const claims: DecisionClaim[] = [];
  const announced = new Map<string, Place>();
  const approved = openApproved();
  const cited = new Map<string, Cited[]>();
  const isSeen = listSeenWrites(events);
  const used = new Map<string, string>();
  for (const [index, event] of events.entries()) {
    if (event.type === 'decision') {
      const { decision, at } = event;
      const isRecent = (decision.time ?? at) >= horizon;
      const { accounts } = draft;
      const sameComment = cited.get(decision.comment) ?? [];
      sameComment.push({ commit: event.commit, decision });
      cited.set(decision.comment, sameComment);
      const place = placeOf(draft, event, announced);
      claims.push({
        ...event,
        ...place,
        horizon,
        isRecent,
        sameComment,
        isApprovedState: approved.has(decision.object, decision.after),
        isCounted: false,
        repeats: used.get(useOf(decision)) ?? null,
        isWritten: decision.decision === 'reverted' && isSeen(decision, index),
        accounts,
        episode: asItIs(draft, decision.object),
        actors: actorsOf(draft, decision),
      });
      if (isDropped(event.commit)) continue;
      if (isUse(decision)) used.set(useOf(decision), event.commit);
    }
    foldInto(draft, event, textOf);
    approved.note(draft, event);
  }
  return { state: toState(draft), claims };
}

/** What a comment does once. A revert that was cut off is announced again, but not after it was finished. */
const useOf = ({ object, comment, decision }: DecisionFacts): string =>
  `${object} ${comment} ${decision === 'reverting' ? 'reverted' : decision}`;

/** What is typed in has no comment. */
const isUse = ({ comment, decision }: DecisionFacts): boolean => comment !== '0' && decision !== 'reverting';

/** The states of each object in which nothing was left to decide, as far as changes show them. */
function openApproved() {
  const states = new Map<ObjectKey, Set<string | null>>();
  const add = (object: ObjectKey, state: string | null) =>
    void states.set(object, (states.get(object) ?? new Set()).add(state));
  return {
    has: (object: ObjectKey, state: string | null) => states.get(object)?.has(state) === true,
    note: ({ episodes }: Draft, event: RecordedEvent) => {
      if (event.type !== 'change') return;
      const { object, change } = event;
      if (!states.has(object)) add(object, change.before);
      if (!episodes.has(object)) add(object, change.after);
    },
  };
}

/** What comes later is no part of what a decision is about. */
function asItIs({ episodes, changes }: Draft, object: ObjectKey): Episode | null {
  const episode = episodes.get(object);
  return episode === undefined ? null : { ...episode, changes: changes.share(episode.changes) };
}

const actorsOf = ({ episodes }: Draft, { object, request }: DecisionFacts): readonly string[] => {
  const entries = episodes.get(object)?.changes.flatMap((change) => change.entries) ?? [];
  return [...new Set([...entries.map(({ actorId }) => actorId), ...(request?.actors ?? [])])].sort();
};

type Place = Pick<DecisionClaim, 'decidedAt' | 'since' | 'knownIssue'>;

/** Where a decision stands. A revert stands where it was announced: a run in between may have recorded the write itself. */
function placeOf({ episodes }: Draft, { decision, at }: DecisionEvent, announced: Map<string, Place>): Place {
  const { object, comment, decision: word } = decision;
  const write = `${object} ${comment}`;
  const isWrite = word === 'reverting' || word === 'reverted';
  const before = isWrite ? announced.get(write) : undefined;
  if (before !== undefined) return before;
  const episode = episodes.get(object);
  const place = { decidedAt: at, since: sinceOf(episode), knownIssue: episode?.issue ?? null };
  if (isWrite) announced.set(write, place);
  return place;
}

/** A comment from before an approval ended cannot mean what is open since. */
const sinceOf = (episode: Episode | undefined): UtcTime | null => {
  const newest = episode?.changes.at(-1)?.observed ?? null;
  return newest !== null && episode?.expired !== undefined ? later(newest, episode.expired.at) : newest;
};

function listNeeded(
  claims: readonly DecisionClaim[],
  isDropped: (commit: string) => boolean,
): readonly DecisionClaim[] {
  const settled = new Set<string>();
  /** Commits of approvals that one of the others needs beside it. */
  const counted = new Set<string>();
  return claims.toReversed().filter((claim) => {
    const { object } = claim.decision;
    const isNeeded = claim.isRecent || !settled.has(object) || counted.has(claim.commit);
    if (isNeeded) for (const { commit } of claim.episode?.approvals ?? []) counted.add(commit);
    if (isNeeded && !isDropped(claim.commit) && endsSomething(claim.decision)) settled.add(object);
    return isNeeded && claim.signed !== true;
  });
}

/** After such a decision, earlier ones about the same object change nothing any more. */
const endsSomething = ({ object, decision }: DecisionFacts): boolean =>
  decision === 'approved' || decision === 'reverted' || object.startsWith('request/');

const listUnconfirmed = (events: readonly RecordedEvent[], answers: Answers): readonly UnconfirmedDecision[] =>
  events.flatMap((event) => {
    const reason = event.type === 'decision' ? (answers.get(event.commit)?.reason ?? null) : null;
    if (event.type !== 'decision' || reason === null) return [];
    const { object, by, issue } = event.decision;
    return [{ object, commit: event.commit, by, issue, reason }];
  });
