import type { AuditEntry } from '#core/entry/audit-entry.ts';
import type { ObjectKey } from '#core/object-key.ts';
import type { UtcTime } from '#core/time.ts';
import type { Revert } from '#core/write-back/own-writes.ts';
import type { OpenAlerts } from './alerts.ts';
import type { EarlierDecision, Episode, EpisodeChange } from './episode.ts';
import type { ChangeRequest } from './request-fold.ts';
import type { AcceptedVanished, EndedEpisode, RecordedDecision, State, TimedApproval } from './state.ts';

/** A private copy of a state that one fold may change: copying it for each of 100,000 commits would be quadratic. */
export interface Draft
  extends Omit<
    State,
    'baselines' | 'seen' | 'recent' | 'episodes' | 'ended' | 'decided' | 'timed' | 'known' | 'accounts'
  > {
  snapshotFormat: number;
  redaction: string;
  personal: boolean;
  branch: string | null;
  config: string | null;
  watermark: UtcTime;
  pending: readonly AuditEntry[];
  reverts: readonly Revert[];
  decisions: readonly RecordedDecision[];
  requests: ReadonlyMap<string, ChangeRequest>;
  accepted: ReadonlyMap<string, AcceptedVanished>;
  alerts: OpenAlerts;
  readonly baselines: Map<string, UtcTime>;
  readonly seen: Map<string, UtcTime>;
  readonly recent: Map<ObjectKey, readonly EpisodeChange[]>;
  readonly episodes: Map<ObjectKey, Episode>;
  readonly ended: Map<ObjectKey, EndedEpisode>;
  readonly decided: Map<ObjectKey, readonly EarlierDecision[]>;
  readonly timed: Map<ObjectKey, TimedApproval>;
  readonly known: Map<string, readonly string[]>;
  readonly accounts: Map<string, string>;
  /** Lists of changes and decisions that this fold made, and goes on with. */
  readonly changes: Appender<EpisodeChange>;
  readonly made: Appender<RecordedDecision>;
}

/** Lists that grow in place while nobody else has seen them: copying one for each event would be quadratic. */
interface Appender<T> {
  /** The list with one more item. The given list must not be used any more, unless it was shared. */
  readonly append: (list: readonly T[], item: T) => readonly T[];
  /** The list as it is now: whoever has it never sees another item. */
  readonly share: (list: readonly T[]) => readonly T[];
}

function openAppender<T>(): Appender<T> {
  const own = new WeakMap<readonly T[], T[]>();
  return {
    append: (list, item) => {
      const known = own.get(list) ?? [...list];
      known.push(item);
      own.set(known, known);
      return known;
    },
    share: (list) => {
      own.delete(list);
      return list;
    },
  };
}

export const toDraft = (state: State): Draft => ({
  ...state,
  baselines: new Map(state.baselines),
  seen: new Map(state.seen),
  recent: new Map(state.recent),
  episodes: new Map(state.episodes),
  ended: new Map(state.ended),
  decided: new Map(state.decided),
  timed: new Map(state.timed),
  known: new Map(state.known),
  accounts: new Map(state.accounts),
  changes: openAppender(),
  made: openAppender(),
});

/** The draft as a state. The draft must not be used any more. */
export function toState({ changes: _changes, made: _made, ...state }: Draft): State {
  return state;
}
