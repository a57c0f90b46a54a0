import type { Attribution, ChangeType } from '#core/change.ts';
import type { ObservedObject, Snapshot } from '#core/snapshot/snapshot.ts';
import type { EpisodeChange } from '#core/state/episode.ts';
import { later, secondsBetween, type UtcTime } from '#core/time.ts';
import type { Kind } from '#kinds/kind.ts';
import type { AuditEntry } from './audit-entry.ts';
import { hasAction } from './changed-objects.ts';

/** The log lags seconds to minutes behind the objects; other collectors wait five minutes (docs/zendesk-api.md, Lag). */
export const logLagSeconds = 300;

/** `updated_at` and the entry's time come from two clocks of one edit; more than this apart means another edit. */
export const clockToleranceSeconds = 2;

/** How one object answered. */
export type ReadState =
  | { readonly type: 'found'; readonly object: ObservedObject }
  | { readonly type: 'gone' }
  | {
      readonly type: 'unreadable';
      readonly reason: string;
      readonly forbidden: boolean;
      /** 404 in words that do not say whether it is the object that is not there. */
      readonly missing?: true;
    };

/** Two witnesses: whatever a 404 says, an object that the log calls destroyed is gone. Without the log it stays unreadable. */
export const withLog = (read: ReadState, entries: readonly AuditEntry[]): ReadState =>
  read.type === 'unreadable' && read.missing === true && hasAction(entries, 'destroy') ? { type: 'gone' } : read;

export interface Observation {
  /** Null where no endpoint knows the id. */
  readonly kind: Kind | null;
  readonly id: string;
  /** Blob id of the last recorded snapshot, null where the object is not in history. */
  readonly before: string | null;
  readonly read: ReadState;
  /** Entries that are not late, oldest first. */
  readonly entries: readonly AuditEntry[];
  /** Server time just before the state was read: whatever came later may not be in it. */
  readonly readAt: UtcTime;
  readonly now: UtcTime;
  readonly includePersonal: boolean;
  /** A listing and a GET agree that the object is not there (sweep). */
  readonly confirmedGone: boolean;
  /** Seconds that a `create` without an object may wait for its `destroy`. */
  readonly auditWindowSeconds: number;
}

export type AttributionOutcome =
  | {
      readonly type: 'change';
      readonly changeType: ChangeType;
      readonly after: Snapshot | null;
      readonly attribution: Attribution;
      readonly transient: boolean;
      readonly observed: UtcTime;
    }
  /** Made and deleted between two runs: nothing was ever seen of it. */
  | { readonly type: 'came-and-went'; readonly observed: UtcTime }
  /** Its entries wait. `problem` = something a run should not exit 0 about. */
  | { readonly type: 'pending'; readonly reason: string; readonly problem: boolean }
  | { readonly type: 'untracked'; readonly reason: string };

const pending = (reason: string, problem = false): AttributionOutcome => ({ type: 'pending', reason, problem });
const untracked = (reason: string): AttributionOutcome => ({ type: 'untracked', reason });

/** What an object's state, read after its entries, means. Waits rather than guesses (docs/semantics.md, Pending). */
export function attribute(observation: Observation, blobId: (text: string) => string): AttributionOutcome {
  const { read, before } = observation;
  if (read.type === 'gone') return before === null ? attributeUnknown(observation) : attributeGone(observation);
  if (read.type === 'unreadable') {
    return read.forbidden && before === null
      ? untracked('Zendesk refuses to show it (403)')
      : pending(read.reason, true);
  }
  if (read.object.type === 'unreadable') return pending(read.object.reason, true);
  return attributeFound(observation, read.object, blobId);
}

function attributeGone({ entries, readAt, now, confirmedGone }: Observation): AttributionOutcome {
  const destroyed = hasAction(entries, 'destroy');
  if (!destroyed && !confirmedGone) return pending('404 without a "destroy" entry: kept as it was', true);
  const newest = entries.at(-1);
  if (!destroyed && newest && secondsBetween(newest.time, now) < logLagSeconds) {
    return pending('gone, but its "destroy" entry is not there yet');
  }
  const attribution = destroyed ? countEntries(entries) : entries.length > 0 ? 'partial' : 'none';
  return { type: 'change', changeType: 'deleted', after: null, attribution, transient: false, observed: readAt };
}

function attributeUnknown({ entries, now, readAt, auditWindowSeconds }: Observation): AttributionOutcome {
  const destroyed = hasAction(entries, 'destroy');
  const created = hasAction(entries, 'create');
  const waited = secondsBetween(entries.at(-1)?.time ?? now, now);
  if (destroyed && hasAction(entries, 'create', 'update')) return { type: 'came-and-went', observed: readAt };
  // Its "destroy", or its other entry, may still be on the way; for ever it is not.
  if (created && waited < auditWindowSeconds) return pending('created, but not to be found yet');
  if (destroyed && waited < logLagSeconds) return pending('destroyed, but never seen; an earlier entry may follow');
  return untracked('no endpoint knows it');
}

function attributeFound(
  observation: Observation,
  object: ObservedObject & { type: 'readable' },
  blobId: (text: string) => string,
): AttributionOutcome {
  const { before, entries, readAt, now, includePersonal } = observation;
  if (before === null && object.personal && !includePersonal) return untracked('personal');
  // The state holds everything up to its `updated_at`, even what came after the clock was looked at.
  const observed = later(readAt, object.updatedAt ?? readAt);
  const lag = lagOf(object.updatedAt, entries.at(-1));
  const destroyed = entries.at(-1)?.action === 'destroy';
  // What the log never has an entry of need not wait for one.
  const isLogged = observation.kind === null || observation.kind.auditSources.length > 0;
  const unexplained = (lag > clockToleranceSeconds && isLogged) || destroyed;
  const since = destroyed ? (entries.at(-1)?.time ?? now) : (object.updatedAt ?? now);
  const changed = blobId(object.snapshot.text) !== before;
  if (unexplained && (entries.length > 0 || changed) && secondsBetween(since, now) < logLagSeconds) {
    return pending(destroyed ? 'destroyed, but still there' : 'changed after its newest known entry');
  }
  // Someone else made it, before anybody looked: who edited it since is not the author of every line.
  const isNotMade = before === null && entries.length > 0 && !hasAction(entries, 'create');
  const attribution = (unexplained && entries.length > 0) || isNotMade ? 'partial' : countEntries(entries);
  const changeType = before === null ? 'created' : changed ? 'updated' : 'none';
  const transient = changeType === 'none' && entries.length > 1;
  return { type: 'change', changeType, after: object.snapshot, attribution, transient, observed };
}

const countEntries = (entries: readonly AuditEntry[]): Attribution =>
  entries.length === 0 ? 'none' : entries.length === 1 ? 'exact' : 'collapsed';

/** Seconds by which an object is newer than its newest known entry; without an entry, endless. */
function lagOf(updatedAt: UtcTime | null, newest: AuditEntry | undefined): number {
  if (updatedAt === null) return newest ? 0 : Number.POSITIVE_INFINITY;
  return newest ? secondsBetween(newest.time, updatedAt) : Number.POSITIVE_INFINITY;
}

/**
 * Splits an object's entries into late ones, each with the commit it explains, and the rest (docs/semantics.md, Late
 * entries). An entry of the very second in which the state was read may be newer than the state: it is late only if the
 * state is still the same.
 */
export function partLateEntries(
  entries: readonly AuditEntry[],
  recent: readonly EpisodeChange[],
  stateChanged: boolean,
): { readonly late: ReadonlyMap<string, readonly AuditEntry[]>; readonly fresh: readonly AuditEntry[] } {
  const late = new Map<string, AuditEntry[]>();
  const fresh: AuditEntry[] = [];
  const newest = recent.at(-1)?.observed;
  for (const entry of entries) {
    const tied = stateChanged && entry.time === newest;
    const explained = tied ? undefined : recent.find(({ observed }) => entry.time <= observed);
    if (explained) late.set(explained.commit, [...(late.get(explained.commit) ?? []), entry]);
    else fresh.push(entry);
  }
  return { late, fresh };
}
