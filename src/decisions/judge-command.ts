import type { Marker } from '#core/commit/marker.ts';
import type { ObjectKey } from '#core/object-key.ts';
import { type Episode, type EpisodeChange, isAtApprovedState, listOtherFieldsOf } from '#core/state/episode.ts';
import { compareFreshness, type Freshness } from '#core/state/freshness.ts';
import {
  type AccessRefusal,
  type Approvers,
  actorsOf,
  type Commenter,
  decideAccess,
  type PermissionLevel,
  type Question,
} from '#policy/decision.ts';
import {
  type CommandWord,
  type DigestWords,
  type DriftWords,
  findShortState,
  parseDigestWords,
  parseDriftWords,
} from '#policy/parse-command.ts';
import type { People } from '#policy/people.ts';
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
  readonly approvers: Approvers;
  readonly people: People;
}

/** Why a command is not carried out. */
export type CommandRefusal =
  | { readonly type: 'edited' }
  /** Someone changed our text, title or labels: nobody can know what its author was shown. */
  | { readonly type: 'issue-edited' }
  | { readonly type: 'access'; readonly refusal: AccessRefusal }
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
  | { readonly type: 'request'; readonly problem: 'decided' | 'unusable' | 'over' | 'other-terms' | 'unnamed-terms' }
  | { readonly type: 'digest'; readonly problem: 'no-hash' | 'other-hash' | 'other-table' | 'no-row' | 'unknown-row' };

export type Refused = { readonly type: 'refused'; readonly refusal: CommandRefusal };

/** One episode that the command decides. */
export interface Decided {
  readonly episode: Episode;
  readonly change: EpisodeChange;
  readonly fourEyes: 'yes' | 'not-provable';
}

export type JudgedDrift = Refused | { readonly type: 'allowed'; readonly decided: Decided; readonly words: DriftWords };

const refused = (refusal: CommandRefusal): Refused => ({ type: 'refused', refusal });

/** Bots have a type of their own, and no person's login ends in `[bot]`. */
export const toCommenter = ({ comment, permission }: Pick<Situation, 'comment' | 'permission'>): Commenter => ({
  login: comment.author,
  id: comment.authorId,
  bot: comment.authorType !== 'User' || comment.author.endsWith('[bot]'),
  permission,
});

/** What holds for every command: written once, by someone who may. Outsiders learn nothing more. */
export function refuseCommenter(situation: Situation): Refused | null {
  const access = decideAccess(toCommenter(situation), { type: 'permission' }, situation);
  if (access.type === 'refused') return refused({ type: 'access', refusal: access.refusal });
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
): JudgedDrift {
  const { word, rest } = situation;
  const refusal = refuseCommenter(situation);
  if (refusal !== null) return refusal;
  if (word !== 'approve' && word !== 'reject' && word !== 'revert') return refused({ type: 'misplaced', word });
  if (episode === null) return refused({ type: 'nothing-open' });
  const words = parseDriftWords(word, rest);
  const short = word === 'reject' ? null : findShort(words, episode);
  if (short !== null) return refused({ type: 'stale', object, freshness: { type: 'too-short', named: short } });
  const freshness = compareFreshness(episode, { above, body, named: words.state, mustName: word !== 'reject' });
  if (freshness.type !== 'fresh') return refused({ type: 'stale', object, freshness });
  const access = decideAccess(toCommenter(situation), toQuestion(word, [episode]), situation);
  if (access.type === 'refused') return refused({ type: 'access', refusal: access.refusal });
  if (word === 'revert' && isAtApprovedState(episode)) return refused(toAtApprovedState([episode]));
  return { type: 'allowed', words, decided: { episode, change: freshness.change, fourEyes: access.fourEyes } };
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
  const unattributed = changes.some(({ attribution }) => attribution === 'none' || attribution === 'partial');
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
  | { readonly type: 'allowed'; readonly decided: readonly Decided[]; readonly words: DigestWords };

/**
 * The same on a digest. Its hash stands for every state in it, so naming it is naming them all; a row is a number in the
 * table of that hash. A rejection and a split may leave the hash out, as they approve nothing, while the table is the one that
 * stood above them. Bare, the hash means the one row that there is.
 */
export function judgeDigestCommand(situation: Situation, digest: DigestNow | null): JudgedDigest {
  const { word, rest } = situation;
  const refusal = refuseCommenter(situation);
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
  const access = decideAccess(toCommenter(situation), toQuestion(word, episodes), situation);
  if (access.type === 'refused') return refused({ type: 'access', refusal: access.refusal });
  const { fourEyes } = access;
  if (word === 'revert' && episodes.every(isAtApprovedState)) return refused(toAtApprovedState(episodes));
  const decided = episodes.flatMap((episode) => {
    const change = episode.changes.at(-1);
    return change && !(word === 'revert' && isAtApprovedState(episode)) ? [{ episode, change, fourEyes }] : [];
  });
  return { type: 'allowed', decided, words };
}
