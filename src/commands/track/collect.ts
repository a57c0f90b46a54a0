import { type Assembled, assembleChanges, type Reading, type Waiting } from '#core/entry/assemble.ts';
import { type AuditEntry, isEdit } from '#core/entry/audit-entry.ts';
import { groupKey, groupKeyOf } from '#core/entry/changed-objects.ts';
import { type ObjectKey, objectKey } from '#core/object-key.ts';
import type { State } from '#core/state/state.ts';
import { addSeconds, earlier, secondsBetween, type UtcTime } from '#core/time.ts';
import type { Kind } from '#kinds/kind.ts';
import { kinds as allKinds } from '#kinds/registry.ts';
import { readOtherFields } from '#ledger/other-fields.ts';
import type { Ledger } from '#ledger/publish.ts';
import type { LedgerReading } from '#ledger/read-ledger.ts';
import type { AuditPage } from '#ports.ts';
import { type Observed, observe, overlapSeconds } from './observe.ts';
import { type Accepted, type HeldBack, readSweep } from './sweep.ts';
import type { TrackRun } from './track-run.ts';

/** What a run learned from Zendesk, before anything is judged. */
export interface Collected extends Assembled {
  /** Every entry before it was read. */
  readonly windowEnd: UtcTime;
  readonly kinds: readonly Kind[];
  readonly observed: Observed;
  readonly sweep: boolean;
  /** Kinds that the log does not cover were listed. */
  readonly looked: boolean;
  /** Kinds of which nothing is committed (docs/semantics.md, Kinds held back). */
  readonly heldBack: readonly HeldBack[];
  /** What is believed to be deleted because this run's settings say so; recorded in front of the deletions. */
  readonly accepted: readonly Accepted[];
  /** Entries of actions that are no edits: remembered and counted. */
  readonly others: readonly AuditEntry[];
  /** Objects that the server's push protection refuses; they are among `waiting`. */
  readonly withheld: readonly ObjectKey[];
}

/** The part of the log that a run works off. */
export interface LogWindow {
  /** Entries that are in no history yet. */
  readonly entries: readonly AuditEntry[];
  /** New entries of actions that are no edits. */
  readonly others: readonly AuditEntry[];
  readonly from: UtcTime;
  /** Server time when the log was read. */
  readonly end: UtcTime;
  /** Everything is listed in this run, not only what has entries. */
  readonly sweep: boolean;
  /** Items of the log that are no entry, with why. */
  readonly unreadable: readonly string[];
}

export async function readWindow(run: TrackRun, reading: LedgerReading): Promise<LogWindow> {
  const { zendesk, config, progress } = run;
  const { state } = reading;
  const now = zendesk.serverTime();
  const sweep = reading.source === 'history' || isSweepDue(run, state, now);
  // Waiting entries are read again: the state keeps their addresses only as privacy allows, and proves nothing.
  const oldest = state.pending.reduce((time, entry) => earlier(time, entry.time), state.watermark);
  const from = addSeconds(oldest, -overlapSeconds);
  progress.stage(`Reading the audit log since ${from}`);
  const wide = addSeconds(now, -config.sweep.auditWindow / 1000);
  const log = await zendesk.listAuditEntries({ from: sweep && wide < from ? wide : from, to: addSeconds(now, 1) });
  return { ...newEntries(log, state), from, end: now, sweep, unreadable: log.unreadable };
}

/** Reads the objects that some entries name; with the last ones, everything that a sweep looks at. Nothing is written. */
export async function collect(
  run: TrackRun,
  { state, files }: Ledger,
  window: LogWindow,
  { entries, last }: { readonly entries: readonly AuditEntry[]; readonly last: boolean },
): Promise<Collected> {
  const { zendesk, config, progress } = run;
  const kinds = allKinds.filter(({ name }) => state.baselines.has(name) && config.kinds.includes(name));
  const sweep = last && window.sweep;
  const looks = last && !sweep ? kinds.filter((kind) => isLookDue(kind, state, zendesk.serverTime())) : [];
  const orders = last ? state.pendingOrders : [];
  const own = new Set(entries.map(({ id }) => id));
  const elsewhere = new Set(window.entries.map(({ id }) => id).filter((id) => !own.has(id)));
  const { acceptVanished } = run;
  const reach = { entries, elsewhere, from: window.from, sweep, looks, orders, acceptVanished };
  const input = { zendesk, progress, kinds, state, files: files.blobs, ...reach };
  const idle = entries.length === 0 && !sweep && looks.length === 0 && orders.length === 0;
  const observed = idle ? noneObserved : await observe(input);
  const swept = await readSweep(run, input, observed, sweep ? kinds : looks);
  const heldBack = [...swept.heldBack, ...unusableListings(observed, swept.heldBack)];
  const readings = [...observed.readings.values(), ...swept.readings]
    .map((reading) => withoutBaseline(reading, state, sweep))
    .filter((reading) => reading !== null);
  const isHeldBack = ({ kind }: Reading) => heldBack.some((held) => held.kind === kind);
  const settled = readings.filter((reading) => !observed.unsettled.has(keyOf(reading)) && !isHeldBack(reading));
  const assembled = assembleChanges(settled, {
    state,
    files: files.blobs,
    now: zendesk.serverTime(),
    includePersonal: config.includePersonal,
    auditWindowSeconds: config.sweep.auditWindow / 1000,
    blobId: run.repository.blobId,
    people: await readEditors(run, settled),
    others: idle ? null : await readOtherFields(config.account, files),
  });
  const unsettled = readings.filter((reading) => observed.unsettled.has(keyOf(reading))).map(toUnsettled);
  const held = readings.filter((reading) => isHeldBack(reading) && reading.entries.length > 0).map(toHeld);
  const others = entriesWithoutReading(entries, observed);
  return {
    changes: assembled.changes,
    waiting: [...assembled.waiting, ...unsettled, ...held],
    untracked: [...assembled.untracked, ...others],
    windowEnd: window.end,
    kinds,
    observed,
    sweep,
    looked: looks.length > 0 || (sweep && kinds.some(({ auditSources }) => auditSources.length === 0)),
    heldBack,
    accepted: swept.accepted,
    others: last ? window.others : [],
    withheld: [],
  };
}

const keyOf = ({ kind, id, entries: [entry] }: Reading): string =>
  kind ? groupKey(kind, id) : entry ? groupKeyOf(entry) : id;

const noneObserved: Observed = { readings: new Map(), listed: new Map(), unsettled: new Set() };

/** Seconds between two listings of a kind that the log does not cover. */
const lookSeconds = 3600;

function isLookDue(kind: Kind, { looked, baselines }: State, now: UtcTime): boolean {
  if (kind.auditSources.length > 0) return false;
  const baseline = baselines.get(kind.name) ?? '';
  const last = looked === null || looked < baseline ? baseline : looked;
  return last === '' || secondsBetween(last, now) >= lookSeconds;
}

/** Names of people whom objects without an entry name as their last editors. */
async function readEditors({ zendesk }: TrackRun, readings: readonly Reading[]): Promise<ReadonlyMap<string, string>> {
  const ids = readings.flatMap(({ entries, read }) =>
    entries.length === 0 && read.type === 'found' && read.object.type === 'readable' ? (read.object.editor ?? []) : [],
  );
  return ids.length === 0 ? new Map() : zendesk.readPeople([...new Set(ids)]);
}

/** Whether everything is to be looked at, not only what has entries. */
export function isSweepDue({ sweep, config }: TrackRun, state: State, now: UtcTime): boolean {
  if (sweep || state.lastSweep === null) return true;
  return secondsBetween(state.lastSweep, now) * 1000 >= config.sweep.every;
}

/**
 * What the log shows, each entry once, without what is in history or older than every baseline. Entries that waited are in it
 * again; one that it does not show may have been put into the state by hand, and names whom it likes.
 */
export function newEntries(
  log: Pick<AuditPage, 'entries' | 'others'>,
  state: Pick<State, 'baselines' | 'seen'>,
): Pick<LogWindow, 'entries' | 'others'> {
  const oldest = [...state.baselines.values()].sort()[0] ?? '';
  const byId = new Map<string, AuditEntry>();
  for (const entry of [...log.entries, ...log.others]) {
    if (!byId.has(entry.id) && !state.seen.has(entry.id) && entry.time >= oldest) byId.set(entry.id, entry);
  }
  const all = [...byId.values()];
  return { entries: all.filter(isEdit), others: all.filter((entry) => !isEdit(entry)) };
}

/**
 * An entry made before the kind's baseline belongs to the baseline, whenever the log shows it. A sweep still compares what it
 * read on that occasion.
 */
function withoutBaseline(reading: Reading, state: State, sweep: boolean): Reading | null {
  const baseline = reading.kind === null ? undefined : state.baselines.get(reading.kind.name);
  if (baseline === undefined || reading.entries.length === 0) return reading;
  const entries = reading.entries.filter(({ time }) => time >= baseline);
  return entries.length === 0 && !sweep ? null : { ...reading, entries };
}

const toWaiting =
  (reason: string, problem: boolean) =>
  (reading: Reading): Waiting => ({
    object: objectKey(reading.kind?.name ?? 'rule', reading.id),
    entries: reading.entries,
    reason,
    problem,
  });

const toUnsettled = toWaiting('was edited again each time it was read', false);
const toHeld = toWaiting('its kind is held back in this run', true);

/** Entries of objects that nothing was read of: their kind is not tracked. */
function entriesWithoutReading(entries: readonly AuditEntry[], observed: Observed): Collected['untracked'] {
  return entries
    .filter((entry) => !observed.readings.has(groupKeyOf(entry)))
    .map((entry) => ({
      object: objectKey('rule', entry.sourceId),
      entries: [entry],
      reason: 'its kind is not tracked',
    }));
}

const unusableListings = (observed: Observed, known: readonly HeldBack[]): readonly HeldBack[] =>
  [...observed.listed.values()].flatMap(({ kind, unusable, vanished }) =>
    unusable === null || known.some((heldBack) => heldBack.kind === kind) ? [] : [{ kind, reason: unusable, vanished }],
  );
