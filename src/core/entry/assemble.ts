import type { Attribution, Change } from '#core/change.ts';
import { isOrder, type ObjectKey, objectKey } from '#core/object-key.ts';
import { type ChangedOthers, compareOtherFields, type RecordedOthers } from '#core/snapshot/other-fields.ts';
import type { EpisodeChange } from '#core/state/episode.ts';
import { pathOf } from '#core/state/history.ts';
import type { State } from '#core/state/state.ts';
import { later, secondsBetween, type UtcTime } from '#core/time.ts';
import type { Kind } from '#kinds/kind.ts';
import { findKind } from '#kinds/registry.ts';
import {
  type AttributionOutcome,
  attribute,
  clockToleranceSeconds,
  partLateEntries,
  type ReadState,
} from './attribution.ts';
import { type AuditEntry, compareEntries, toPayloadEntry } from './audit-entry.ts';

/** What was read of one object, and which entries speak of it. */
export interface Reading {
  /** Null where no endpoint knows the id. */
  readonly kind: Kind | null;
  readonly id: string;
  readonly entries: readonly AuditEntry[];
  readonly read: ReadState;
  /** Server time just before the read. */
  readonly readAt: UtcTime;
  /** A listing and a GET agree that it is not there (sweep). */
  readonly confirmedGone: boolean;
}

/** An object whose entries wait, and why. `problem` = a run should not exit 0 about it. */
export interface Waiting {
  readonly object: ObjectKey;
  readonly entries: readonly AuditEntry[];
  readonly reason: string;
  readonly problem: boolean;
}

export interface Assembled {
  readonly changes: readonly Change[];
  readonly waiting: readonly Waiting[];
  /** Entries of objects that are not tracked: remembered, counted, never committed. */
  readonly untracked: readonly {
    readonly object: ObjectKey;
    readonly entries: readonly AuditEntry[];
    readonly reason: string;
  }[];
}

export interface AssembleContext {
  readonly state: State;
  /** Path → blob id, as recorded. */
  readonly files: ReadonlyMap<string, string>;
  readonly now: UtcTime;
  readonly includePersonal: boolean;
  readonly auditWindowSeconds: number;
  readonly blobId: (text: string) => string;
  /** Zendesk user id → name, as far as objects name who edited them last. */
  readonly people: ReadonlyMap<string, string>;
  /** Recorded settings outside the snapshots; null where nobody has looked at them yet. */
  readonly others: RecordedOthers | null;
}

/** Readings → changes: each object's entries become one change, or late commits, or they wait. `before` comes later. */
export function assembleChanges(readings: readonly Reading[], context: AssembleContext): Assembled {
  const changes: Change[] = [];
  const lateEntries: LateEntries[] = [];
  const waiting: Waiting[] = [];
  const untracked: Assembled['untracked'][number][] = [];
  for (const reading of readings) {
    const object = objectKey(reading.kind?.name ?? 'rule', reading.id);
    const { late, fresh, changed } = partReading(reading, object, context);
    lateEntries.push(...late);
    // Late entries alone, and the state is the recorded one. If it is another, that is a change of its own: it waits for its
    // entry, or nobody is named for it.
    if (fresh.length === 0 && reading.entries.length > 0 && !changed) continue;
    const outcome = attribute(toObservation(reading, object, fresh, context), context.blobId);
    if (outcome.type === 'pending') waiting.push({ object, entries: fresh, ...outcome });
    else if (outcome.type === 'untracked') untracked.push({ object, entries: fresh, reason: outcome.reason });
    else if (isUnexplainedDeletion(outcome)) changes.push(...toUnexplainedDeletion(outcome, object, fresh));
    else if (!isQuiet(outcome, fresh)) {
      const change = toChange(outcome, object, reading.id, fresh, changedOthers(reading, object, context));
      changes.push(withEditor(change, reading, context));
    }
  }
  return { changes: [...toLateChanges(lateEntries, context), ...changes], waiting, untracked };
}

/** Late entries of one object that explain one commit. */
interface LateEntries {
  readonly object: ObjectKey;
  readonly commit: string;
  readonly entries: readonly AuditEntry[];
}

const isQuiet = (outcome: AttributionOutcome, entries: readonly AuditEntry[]): boolean =>
  outcome.type === 'change' && outcome.changeType === 'none' && entries.length === 0;

function toObservation(reading: Reading, object: ObjectKey, entries: readonly AuditEntry[], context: AssembleContext) {
  const { state, files, now, includePersonal, auditWindowSeconds } = context;
  const path = pathOf(state.account, object);
  const before = path === null ? null : (files.get(path) ?? null);
  return { ...reading, before, entries, now, includePersonal, auditWindowSeconds };
}

/** What became of the settings that its snapshot does not hold; undefined where there is nothing to compare. */
function changedOthers(
  { read }: Reading,
  object: ObjectKey,
  { state, files, others }: AssembleContext,
): ChangedOthers | undefined {
  const now = read.type === 'found' && read.object.type === 'readable' ? read.object.others : undefined;
  if (now === undefined) return undefined;
  // All of a new object is new.
  const isNew = !files.has(pathOf(state.account, object) ?? '');
  return isNew ? { now, changed: [], unsure: [] } : compareOtherFields(others, object, now);
}

const hasChanged = (others: ChangedOthers | undefined): boolean => others !== undefined && others.changed.length > 0;

function partReading(reading: Reading, object: ObjectKey, context: AssembleContext) {
  const { state, files, blobId } = context;
  const path = pathOf(state.account, object);
  const recorded = path === null ? undefined : files.get(path);
  const { read } = reading;
  const others = changedOthers(reading, object, context);
  const changed =
    read.type === 'gone'
      ? recorded !== undefined
      : read.type === 'found' &&
        read.object.type === 'readable' &&
        (blobId(read.object.snapshot.text) !== recorded || hasChanged(others));
  const own = partLateEntries(reading.entries, state.recent.get(object) ?? [], changed);
  if (changed && own.fresh.length === 0 && madeThisState(reading)) return { late: [], fresh: reading.entries, changed };
  const late = [...own.late].map(([commit, entries]): LateEntries => ({ object, commit, entries }));
  if (changed || !reading.kind) return { late, fresh: own.fresh, changed };
  // An entry that only moved its object belongs to the reorder that recorded the move.
  const order = objectKey(reading.kind.name, 'order');
  const reorders = (state.recent.get(order) ?? []).filter(({ moved }) => moved.includes(reading.id));
  const moved = partLateEntries(own.fresh, reorders, false);
  const lateMoves = [...moved.late].map(([commit, entries]): LateEntries => ({ object: order, commit, entries }));
  return { late: [...late, ...lateMoves], fresh: moved.fresh, changed };
}

/**
 * Whether the newest entry is of the very edit that the object shows: then it is no late one, whatever the clocks say. The
 * account's clock may have gone back, or its answer may have been older than it said.
 */
function madeThisState({ read, entries }: Reading): boolean {
  const newest = entries.at(-1);
  if (newest === undefined) return false;
  if (read.type === 'gone') return newest.action === 'destroy';
  if (read.type !== 'found' || read.object.type !== 'readable' || read.object.updatedAt === null) return false;
  return Math.abs(secondsBetween(newest.time, read.object.updatedAt)) <= clockToleranceSeconds;
}

/** One change for each explained commit: entries of several moved objects may explain one reorder, and are judged at once. */
function toLateChanges(late: readonly LateEntries[], { state, now }: AssembleContext): readonly Change[] {
  const byCommit = new Map<string, LateEntries>();
  for (const item of late) {
    const entries = [...(byCommit.get(item.commit)?.entries ?? []), ...item.entries].sort(compareEntries);
    byCommit.set(item.commit, { ...item, entries });
  }
  return [...byCommit.values()].map(({ object, commit, entries }) => {
    const explained = state.recent.get(object)?.find((change) => change.commit === commit);
    return {
      object,
      type: 'none',
      before: null,
      after: null,
      entries,
      attribution: attributionWithLate(object, explained, entries),
      observed: now,
      transient: false,
      explains: commit,
      moved: explained?.moved ?? [],
    };
  });
}

function attributionWithLate(
  object: ObjectKey,
  explained: EpisodeChange | undefined,
  late: readonly AuditEntry[],
): Attribution {
  const all = [...(explained?.entries ?? []), ...late];
  // As in a reorder on time: one person's entries for many objects are one act.
  const acts = isOrder(object) ? new Set(all.map(({ actorId }) => actorId)).size : all.length;
  return acts > 1 ? 'collapsed' : 'exact';
}

function toChange(
  outcome: AttributionOutcome & { type: 'change' | 'came-and-went' },
  object: ObjectKey,
  id: string,
  entries: readonly AuditEntry[],
  others: ChangedOthers | undefined,
): Change {
  const common = { before: null, entries, observed: outcome.observed, moved: [] };
  if (outcome.type === 'came-and-went') {
    return {
      ...common,
      object: objectKey('rule', id),
      type: 'none',
      after: null,
      attribution: 'collapsed',
      transient: true,
    };
  }
  const { changeType, after, attribution } = outcome;
  // How it came and went is known of a setting that did not come back.
  const transient = outcome.transient && !hasChanged(others);
  return { ...common, object, type: changeType, after, attribution, transient, ...(others && { others }) };
}

/**
 * A change without an entry has the author that the object itself names, if its edit is newer than the state that was
 * recorded: an object that changes by itself keeps the editor that it had.
 */
function withEditor(change: Change, { kind, id, read }: Reading, { state, people }: AssembleContext): Change {
  if (change.attribution !== 'none' || kind === null || read.type !== 'found') return change;
  if (read.object.type !== 'readable' || read.object.editor === undefined) return change;
  const { editor, updatedAt } = read.object;
  const seen = [state.baselines.get(kind.name), state.looked, state.recent.get(change.object)?.at(-1)?.observed];
  const since = seen.reduce<UtcTime>((latest, time) => later(latest, time ?? latest), '');
  if (updatedAt === null || updatedAt < since) return change;
  const name = people.get(editor) ?? (editor === '-1' ? 'Zendesk' : `Zendesk user ${editor}`);
  const entry = toPayloadEntry({ sourceId: id, sourceType: kind.name }, { id: editor, name }, updatedAt);
  return { ...change, entries: [entry], attribution: 'payload' };
}

type Deletion = AttributionOutcome & { readonly type: 'change' };

const isUnexplainedDeletion = (outcome: AttributionOutcome): outcome is Deletion =>
  outcome.type === 'change' && outcome.changeType === 'deleted' && outcome.attribution === 'partial';

/**
 * No "destroy" entry says who deleted it: nobody is named for that, whoever edited it before. What those edits made was
 * never seen.
 */
function toUnexplainedDeletion(
  { observed }: Deletion,
  object: ObjectKey,
  entries: readonly AuditEntry[],
): readonly Change[] {
  const common = { object, before: null, after: null, observed, moved: [] };
  const several = entries.length > 1;
  return [
    { ...common, type: 'none', entries, attribution: several ? 'collapsed' : 'exact', transient: several },
    { ...common, type: 'deleted', entries: [], attribution: 'none', transient: false },
  ];
}

/** Kind of a known id: by its recorded file, or by a commit that is still remembered (a deleted object). */
export function knownKind(
  id: string,
  kinds: readonly Kind[],
  state: State,
  files: ReadonlyMap<string, string>,
): Kind | null {
  for (const kind of kinds) {
    const object = objectKey(kind.name, id);
    const path = pathOf(state.account, object);
    if ((path !== null && files.has(path)) || state.recent.has(object)) return findKind(kind.name) ?? null;
  }
  return null;
}
