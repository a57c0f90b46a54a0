import { type Marker, shortState } from '#core/commit/marker.ts';
import type { ObjectKey } from '#core/object-key.ts';
import { type Episode, type EpisodeChange, isAtApprovedState, listOtherFieldsOf } from '#core/state/episode.ts';
import { compareFreshness, type Freshness } from '#core/state/freshness.ts';
import type { UtcTime } from '#core/time.ts';
import { toApprovable } from '#ledger/approvable.ts';
import { type ApprovalRefusal, type ApprovalRules, judgeApproval } from '#policy/approval.ts';
import {
  type AccessRefusal,
  type AccessRules,
  type Approvers,
  actorsOf,
  type Commenter,
  decideAccess,
  type PermissionLevel,
  type Question,
} from '#policy/decision.ts';
import { parseMoment } from '#policy/moment.ts';
import {
  type CommandWord,
  type DigestWords,
  type DriftWords,
  findShortState,
  parseDigestWords,
  parseDriftWords,
} from '#policy/parse-command.ts';
import type { OwnerAccounts, People } from '#policy/people.ts';
import type { ListedComment } from '#ports.ts';

/** Who commands, and by which rules it is judged whether they may. */
export interface Situation {
  readonly comment: ListedComment;
  /** GitHub says that the comment was edited. */
  readonly edited: boolean;
  /** The issue is what we wrote last; null = nothing remembers what that was. */
  readonly asWritten: boolean | null;
  readonly word: CommandWord;
  readonly rest: string;
  readonly permission: PermissionLevel | 'unknown';
  readonly approvers: Approvers & ApprovalRules;
  readonly people: People;
  /** The account's zone: an end date is the end of that day there. */
  readonly timezone: string;
}

/** What a command is judged by beside its author: what is recorded now. */
export interface Recorded {
  readonly ownersOf: (object: ObjectKey) => OwnerAccounts | null;
  /** No end date before it means anything. */
  readonly now: UtcTime;
}

/** Why a command is not carried out. */
export type CommandRefusal =
  | { readonly type: 'edited' }
  /** Someone changed our text, title or labels: nobody can know what its author was shown. */
  | { readonly type: 'issue-edited' }
  | { readonly type: 'access'; readonly refusal: AccessRefusal }
  /** `command` = what to type instead. */
  | { readonly type: 'approval'; readonly refusal: ApprovalRefusal; readonly command: string }
  | {
      readonly type: 'until';
      readonly problem: 'no-day' | 'over' | 'nothing-to-end';
      /** As it was typed. */
      readonly given: string;
      readonly command: string;
    }
  | { readonly type: 'nothing-open' }
  /** It is in its approved state, as far as anything is recorded: a decision is all that is missing. */
  | {
      readonly type: 'at-approved-state';
      /** Settings that changed and that no snapshot holds: what they were, nobody here knows. */
      readonly otherFields: readonly string[];
    }
  | {
      readonly type: 'stale';
      readonly object: ObjectKey;
      readonly freshness: Exclude<Freshness, { readonly type: 'fresh' }>;
    }
  | { readonly type: 'misplaced'; readonly word: CommandWord }
  | {
      readonly type: 'request';
      readonly problem: 'decided' | 'unusable' | 'over' | 'other-terms' | 'unnamed-terms' | 'until';
    }
  | { readonly type: 'digest'; readonly problem: 'no-hash' | 'other-hash' | 'other-table' | 'no-row' | 'unknown-row' };

export type Refused = { readonly type: 'refused'; readonly refusal: CommandRefusal };

/** One episode that the command decides. */
export interface Decided {
  readonly episode: Episode;
  readonly change: EpisodeChange;
  readonly fourEyes: 'yes' | 'not-provable';
}

/** Of an approval: whether it is enough, and how long it holds. */
export interface Granted {
  readonly nth: number;
  readonly needed: number;
  readonly until: UtcTime | null;
}

export type JudgedDrift =
  | Refused
  | {
      readonly type: 'allowed';
      readonly decided: Decided;
      readonly words: DriftWords;
      readonly granted: Granted;
    };

const refused = (refusal: CommandRefusal): Refused => ({ type: 'refused', refusal });

/** Bots have a type of their own, and no person's login ends in `[bot]`. */
export const toCommenter = ({ comment, permission }: Pick<Situation, 'comment' | 'permission'>): Commenter => ({
  login: comment.author,
  id: comment.authorId,
  bot: comment.authorType !== 'User' || comment.author.endsWith('[bot]'),
  permission,
});

/** What holds for every command: written once, by someone who may. Outsiders learn nothing more. */
export function refuseCommenter(situation: Situation, owners: readonly (OwnerAccounts | null)[] = []): Refused | null {
  const asked = (rules: AccessRules) => decideAccess(toCommenter(situation), { type: 'permission' }, rules);
  const access = asked(situation);
  // Of many objects one is enough here: which of them the command is about is not known yet.
  const mayAsOwner = owners.some((one) => asked({ ...situation, owners: [one] }).type === 'allowed');
  if (access.type === 'refused' && !mayAsOwner) return refused({ type: 'access', refusal: access.refusal });
  if (situation.edited) return refused({ type: 'edited' });
  return situation.asWritten === false ? refused({ type: 'issue-edited' }) : null;
}

/** Whether a command on the issue of one object is carried out, by what is recorded now. Pure. */
export function judgeDriftCommand(
  situation: Situation,
  object: ObjectKey,
  episode: Episode | null,
  above: readonly Marker[],
  body: Marker | null = null,
  recorded: Recorded = nothingRecorded,
): JudgedDrift {
  const { word, rest } = situation;
  const owners = recorded.ownersOf(object);
  const refusal = refuseCommenter(situation, [owners]);
  if (refusal !== null) return refusal;
  if (word !== 'approve' && word !== 'reject' && word !== 'revert') return refused({ type: 'misplaced', word });
  if (episode === null) return refused({ type: 'nothing-open' });
  const words = parseDriftWords(word, rest);
  const short = word === 'reject' ? null : findShort(words, episode);
  if (short !== null) return refused({ type: 'stale', object, freshness: { type: 'too-short', named: short } });
  const freshness = compareFreshness(episode, { above, body, named: words.state, mustName: word !== 'reject' });
  if (freshness.type !== 'fresh') return refused({ type: 'stale', object, freshness });
  const { change } = freshness;
  const access = decideAccess(toCommenter(situation), toQuestion(word, [episode]), { ...situation, owners: [owners] });
  if (access.type === 'refused') return refused({ type: 'access', refusal: access.refusal });
  if (word === 'revert' && isAtApprovedState(episode)) return refused(toAtApprovedState([episode]));
  const granted = judgeGrant(situation, words, [episode], recorded, shortState(change.after));
  if ('refusal' in granted) return granted;
  return { type: 'allowed', words, granted, decided: { episode, change, fourEyes: access.fourEyes } };
}

const nothingRecorded: Recorded = { ownersOf: () => null, now: '1970-01-01T00:00:00Z' };

/** What an approval still needs, its author being one who may approve. `name` = what a command calls these episodes. */
function judgeGrant(
  situation: Situation,
  { until, reason }: Pick<DriftWords, 'until' | 'reason'>,
  episodes: readonly Episode[],
  { ownersOf, now }: Recorded,
  name: string,
): Granted | Refused {
  const alone: Granted = { nth: 1, needed: 1, until: null };
  if (situation.word !== 'approve') return alone;
  const end = until === undefined ? null : parseMoment(until, situation.timezone, 'end');
  if (until !== undefined) {
    const wrong = (problem: 'no-day' | 'over' | 'nothing-to-end'): Refused => {
      const command =
        problem === 'nothing-to-end' ? `/approve ${name} reason` : `/approve ${name} until YYYY-MM-DD reason`;
      return refused({ type: 'until', problem, given: until, command });
    };
    if (end === null) return wrong('no-day');
    if (end <= now) return wrong('over');
    const isOver = (one: Episode) => isAtApprovedState(one) && listOtherFieldsOf(one.changes).length === 0;
    if (episodes.every(isOver)) return wrong('nothing-to-end');
  }
  const commenter = toCommenter(situation);
  const command = `/approve ${name}${until === undefined ? '' : ` until ${until}`} reason`;
  let granted: Granted = { ...alone, until: end };
  for (const episode of episodes) {
    const approval = judgeApproval(commenter, reason, toApprovable(episode, ownersOf(episode.object)), situation);
    if (approval.type === 'refused') return refused({ type: 'approval', refusal: approval.refusal, command });
    granted = { ...granted, nth: approval.nth, needed: approval.needed };
  }
  return granted;
}

const findShort = ({ state, reason }: DriftWords, { approvedState, changes }: Episode): string | null =>
  state === null
    ? findShortState(reason, [approvedState, ...changes.flatMap(({ before, after }) => [before, after])])
    : null;

const toAtApprovedState = (episodes: readonly Episode[]): CommandRefusal => ({
  type: 'at-approved-state',
  otherFields: listOtherFieldsOf(episodes.flatMap(({ changes }) => changes)),
});

/** What an approval of these episodes asks: nobody approves what they did, in any change of them. */
function toQuestion(word: CommandWord, episodes: readonly Episode[]): Question {
  if (word !== 'approve') return { type: 'permission' };
  const changes = episodes.flatMap((episode) => episode.changes);
  const unattributed = changes.some(({ attribution }) => ['none', 'partial', 'payload'].includes(attribution));
  return { type: 'four-eyes', actors: actorsOf(changes), unattributed, askedBy: [] };
}

/** A digest as it is now: its whole hash, and the episodes of each row. */
export interface DigestNow {
  readonly hash: string;
  readonly rows: readonly (readonly Episode[])[];
  /** Whether nothing has left or changed in the table since the command was written. */
  readonly asShown: boolean;
}

export type JudgedDigest =
  | Refused
  | {
      readonly type: 'allowed';
      readonly decided: readonly Decided[];
      readonly words: DigestWords;
      readonly granted: Granted;
    };

/**
 * The same on a digest. Its hash stands for every state in it, so naming it is naming them all; a row is a number in the
 * table of that hash. A rejection and a split may leave the hash out, as they approve nothing, while the table is the one that
 * stood above them. Bare, the hash means the one row that there is.
 */
export function judgeDigestCommand(
  situation: Situation,
  digest: DigestNow | null,
  recorded: Recorded = nothingRecorded,
): JudgedDigest {
  const { word, rest } = situation;
  const ownersOf = ({ object }: Episode) => recorded.ownersOf(object);
  const refusal = refuseCommenter(situation, digest?.rows.flat().map(ownersOf));
  if (refusal !== null) return refusal;
  if (word === 'accept' || word === 'help') return refused({ type: 'misplaced', word });
  if (digest === null) return refused({ type: 'nothing-open' });
  const words = parseDigestWords(word, rest);
  if (words.hash === null && (word === 'approve' || word === 'revert'))
    return refused({ type: 'digest', problem: 'no-hash' });
  if (words.hash !== null && !digest.hash.startsWith(words.hash))
    return refused({ type: 'digest', problem: 'other-hash' });
  const row = words.row ?? (words.hash !== null && digest.rows.length === 1 ? 'all' : null);
  if (row === null) return refused({ type: 'digest', problem: 'no-row' });
  if (words.hash === null && row !== 'all' && !digest.asShown)
    return refused({ type: 'digest', problem: 'other-table' });
  const episodes = row === 'all' ? digest.rows.flat() : digest.rows[row - 1];
  if (episodes === undefined) return refused({ type: 'digest', problem: 'unknown-row' });
  const rules = { ...situation, owners: episodes.map(ownersOf) };
  const access = decideAccess(toCommenter(situation), toQuestion(word, episodes), rules);
  if (access.type === 'refused') return refused({ type: 'access', refusal: access.refusal });
  const { fourEyes } = access;
  const granted = judgeGrant(situation, words, episodes, recorded, `${digest.hash.slice(0, 7)} ${row}`);
  if ('refusal' in granted) return granted;
  if (word === 'revert' && episodes.every(isAtApprovedState)) return refused(toAtApprovedState(episodes));
  const decided = episodes.flatMap((episode) => {
    const change = episode.changes.at(-1);
    return change && !(word === 'revert' && isAtApprovedState(episode)) ? [{ episode, change, fourEyes }] : [];
  });
  return { type: 'allowed', decided, words, granted };
}
