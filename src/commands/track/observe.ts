import { knownKind, type Reading } from '#core/entry/assemble.ts';
import { type ReadState, withLog } from '#core/entry/attribution.ts';
import type { AuditEntry } from '#core/entry/audit-entry.ts';
import { type EntryGroup, groupEntries, groupKeyOf } from '#core/entry/changed-objects.ts';
import type { State } from '#core/state/state.ts';
import { addSeconds, later, type UtcTime } from '#core/time.ts';
import type { Kind } from '#kinds/kind.ts';
import { countFiles } from '#ledger/recorded-files.ts';
import type { Progress, Zendesk } from '#ports.ts';
import { type ListedKind, listKind } from './list-kind.ts';

/** Entries can appear late, so each read starts this far before the watermark (docs/semantics.md, The audit log). */
export const overlapSeconds = 15 * 60;

/** An object that is edited again each time it is read is left to the next run after this many readings. */
const mostReadings = 3;

/** Above this, objects are read one by one and the order waits for the sweep (docs/semantics.md, Listing or reading). */
const wholeListingLimit = 3000;

/** Objects on one page of a listing. */
const pageSize = 100;

export interface ObserveInput {
  readonly zendesk: Zendesk;
  readonly progress: Progress;
  /** Tracked kinds. */
  readonly kinds: readonly Kind[];
  readonly state: State;
  /** Path → blob id, as recorded. */
  readonly files: ReadonlyMap<string, string>;
  /** New entries of the window and those that waited. */
  readonly entries: readonly AuditEntry[];
  /** Ids of entries that another part of the run works off. */
  readonly elsewhere: ReadonlySet<string>;
  /** Start of the window. */
  readonly from: UtcTime;
  /** List every kind, not only those with entries. */
  readonly sweep: boolean;
  /** Kinds that are listed because the log has no entry of them. */
  readonly looks: readonly Kind[];
  /** Kinds whose missing objects are taken as deleted. */
  readonly acceptVanished: readonly string[];
  /** Kinds whose order waited. */
  readonly orders: readonly string[];
}

export interface Observed {
  /** By group key. */
  readonly readings: ReadonlyMap<string, Reading>;
  readonly listed: ReadonlyMap<string, ListedKind>;
  /** Objects that got entries again at the last look: they wait. */
  readonly unsettled: ReadonlySet<string>;
}

type View = { readonly listed: Map<string, ListedKind>; readonly readings: Map<string, Reading> };

/**
 * Reads the state of everything that has entries, then the log again, until the last look at the log is newer than the
 * last look at a state and says nothing new about it. So B's edit in the last second is never committed as A's.
 */
export async function observe(input: ObserveInput): Promise<Observed> {
  const view: View = { listed: new Map(), readings: new Map() };
  const log = new Map(input.entries.map((entry) => [entry.id, entry]));
  let open = groupEntries([...log.values()]);
  for (let round = 1; round <= mostReadings; round += 1) {
    await readGroups(input, open, view, round === 1);
    // The log says nothing of kinds that it does not cover: there is no need to look at it again.
    const isCovered = input.sweep || [...view.listed.values()].some(({ kind }) => !input.looks.includes(kind));
    if (view.readings.size === 0 && !isCovered) break;
    const joined = await listJoined(input, log, view);
    if (joined.size === 0) return { ...view, unsettled: new Set() };
    open = groupEntries([...log.values()]).filter(({ key }) => joined.has(key));
  }
  return { ...view, unsettled: new Set(open.map(({ key }) => key)) };
}

/**
 * Entries that came into the log while states were read, of objects that were read, or whose kind was listed for its
 * order; added to `log`.
 */
async function listJoined(input: ObserveInput, log: Map<string, AuditEntry>, view: View): Promise<ReadonlySet<string>> {
  const now = input.zendesk.serverTime();
  // What is older than every baseline belongs to it, and says nothing of an object that is listed now.
  const watched = [...input.state.baselines.values()].sort()[0] ?? '';
  const from = later(later(input.from, addSeconds(now, -overlapSeconds)), watched);
  const { entries } = await input.zendesk.listAuditEntries({ from, to: addSeconds(now, 1) });
  const joined = new Set<string>();
  for (const entry of entries) {
    if (log.has(entry.id) || input.elsewhere.has(entry.id)) continue;
    if (input.state.seen.has(entry.id) || !wasRead(view, entry)) continue;
    log.set(entry.id, entry);
    joined.add(groupKeyOf(entry));
  }
  return joined;
}

const wasRead = ({ readings, listed }: View, entry: AuditEntry): boolean =>
  readings.has(groupKeyOf(entry)) ||
  [...listed.values()].some(({ kind, objects }) => kind.order !== 'none' && objects.has(entry.sourceId));

async function readGroups(
  input: ObserveInput,
  groups: readonly EntryGroup[],
  view: View,
  first: boolean,
): Promise<void> {
  const needed = kindsToList(input, groups, first);
  const looks = first ? input.looks.filter((kind) => !needed.includes(kind)) : [];
  const wanted = first && input.sweep ? input.kinds : [...needed, ...looks];
  // What was listed in an earlier round is older than the entries of this one: its objects are read again.
  const listed = new Map<string, ListedKind>();
  for (const kind of wanted) listed.set(kind.name, await listKind(input, kind));
  for (const [name, listing] of listed) view.listed.set(name, listing);
  if (groups.length > 0)
    input.progress.stage(groups.length === 1 ? 'Reading 1 changed object' : `Reading ${groups.length} changed objects`);
  const readings = await Promise.all(groups.map((group) => readGroup(input, group, listed)));
  for (const [index, { key }] of groups.entries()) {
    const reading = readings[index];
    if (reading) view.readings.set(key, reading);
  }
  // A new object whose entries said only "rule": its kind is known just now, and its order has to be looked at.
  const found = new Set(groups.map(({ key }) => view.readings.get(key)?.kind));
  for (const kind of input.kinds) {
    const unlisted = found.has(kind) && kind.order !== 'none' && !view.listed.has(kind.name);
    if (unlisted && countFiles(input, kind) <= wholeListingLimit) {
      view.listed.set(kind.name, await listKind(input, kind));
    }
  }
}

/** Kinds with an order and any new entry, and those that a listing reads with fewer requests than single reads. */
function kindsToList(input: ObserveInput, groups: readonly EntryGroup[], first: boolean): readonly Kind[] {
  const kindsOf = groups.map((group) => groupKind(input, group));
  // An object whose kind nothing names has to be looked for among all kinds.
  return input.kinds.filter((kind) => {
    const objects = countFiles(input, kind);
    const unknown = groups.filter(({ family }, index) => kindsOf[index] === null && family.includes(kind)).length;
    const changed = kindsOf.filter((known) => known === kind).length;
    const waited = first && input.orders.includes(kind.name);
    if (kind.order !== 'none' && (changed > 0 || waited)) return objects <= wholeListingLimit;
    return changed + unknown > Math.ceil((objects + changed + unknown) / pageSize);
  });
}

const groupKind = ({ state, files }: ObserveInput, { id, source, family }: EntryGroup): Kind | null =>
  source ?? knownKind(id, family, state, files);

/** Reads one object where it is likely to be; null for an object of a kind that is not tracked. */
async function readGroup(
  input: ObserveInput,
  group: EntryGroup,
  listings: ReadonlyMap<string, ListedKind>,
): Promise<Reading | null> {
  const known = groupKind(input, group);
  if (known && !input.kinds.includes(known)) return null;
  const candidates = known ? [known] : group.family;
  // In a sweep the object is also missing from the listing, else it would not be read here (docs/semantics.md, Deletions).
  const inListing = known !== null && listings.get(known.name)?.unusable === null;
  const common = { id: group.id, entries: group.entries, confirmedGone: input.sweep && inListing };
  for (const kind of candidates) {
    const listed = listings.get(kind.name);
    const object = listed?.objects.get(group.id);
    if (listed && object) return { ...common, kind, read: { type: 'found', object }, readAt: listed.readAt };
  }
  let readAt = input.zendesk.serverTime();
  let read: ReadState = { type: 'gone' };
  for (const kind of candidates) {
    const listed = listings.get(kind.name);
    if (listed?.unusable != null) {
      read = { type: 'unreadable', reason: listed.unusable, forbidden: false };
    } else {
      readAt = input.zendesk.serverTime();
      const answer = await input.zendesk.readObject(kind, group.id);
      if (answer.type === 'found') {
        return input.kinds.includes(kind) ? { ...common, kind, read: answer, readAt } : null;
      }
      if (doubtOf(answer) > doubtOf(read)) read = answer;
    }
  }
  return { ...common, kind: known, read: withLog(read, group.entries), readAt };
}

/** One endpoint that cannot say "no" leaves it open whether the object is there; a 403 only hides it. */
const doubtOf = (read: ReadState): number =>
  read.type !== 'unreadable' ? 0 : read.missing === true ? 1 : read.forbidden ? 2 : 3;
