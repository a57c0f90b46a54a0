import type { RecordedConfig, RemoteCheck } from '#commands/verify/verify-run.ts';
import type { FactEntry } from '#core/commit/commit-facts.ts';
import { type AuditEntry, isEdit, isLogged } from '#core/entry/audit-entry.ts';
import { groupKey, groupKeyOf } from '#core/entry/changed-objects.ts';
import { maskIp } from '#core/entry/privacy.ts';
import { idOf, isOrder, type ObjectKey, objectKey } from '#core/object-key.ts';
import { pathOf } from '#core/state/history.ts';
import { addSeconds, earlier } from '#core/time.ts';
import type { AuditPage, AuditWindow } from '#ports.ts';
import { type Finding, toFault } from '#render/verify/finding.ts';
import { fileRoleOf } from '../canonical.ts';
import type { Walk } from '../walk.ts';
import { type Compared, type RecordedHistory, watermarkOf } from './compared.ts';
import { samplePart } from './sample.ts';

interface LogWork {
  readonly remote: RemoteCheck;
  readonly recorded: RecordedHistory;
  readonly account: string;
  /** An entry that is newer may have come late, and waits for the next sweep. */
  readonly since: string;
  /** Null where the plan has no log. */
  readonly read: (window: AuditWindow) => Promise<AuditPage | null>;
  readonly random: () => number;
}

/** An entry as history has it. */
interface Known {
  readonly entry: FactEntry;
  /** Null where the commit does not say it: an entry of an order. */
  readonly object: ObjectKey | null;
  readonly commit: string;
  readonly config: RecordedConfig | null;
}

/** Entries of one range of time: a sample is made of ranges, so that a missing entry is missed as surely as a wrong one. */
const rangeSize = { all: 1000, sample: 100 };

/** The entries of the log up to the watermark against those of history: ids, objects, actors, addresses, times. */
export async function compareLog(
  work: LogWork,
): Promise<Compared & { readonly compared: number; readonly untracked: number }> {
  const { remote, recorded, account } = work;
  const known = knownEntries(recorded);
  const tracked = trackedSince(recorded.walk, account);
  const pending = new Set((recorded.state.state?.pending ?? []).map(({ id }) => id));
  const ranges = toRanges(recorded, [...known.values()], remote.part < 1 ? rangeSize.sample : rangeSize.all);
  const findings: Finding[] = [];
  const lagging: string[] = [];
  let compared = 0;
  let untracked = 0;
  for (const range of samplePart(ranges, remote.part, work.random)) {
    const page = await work.read(range);
    if (page === null) break;
    const entries = [...page.entries, ...page.others];
    const listed = new Set(entries.map(({ id }) => id));
    for (const entry of entries) {
      const own = known.get(entry.id);
      const since = tracked.get(groupKeyOf(entry));
      if (own) findings.push(...compareEntry(entry, own, remote));
      else if (!isEdit(entry)) untracked += 1;
      else if (pending.has(entry.id)) lagging.push(`audit entry ${entry.id} waits`);
      else if (since && entry.time >= work.since) lagging.push(`audit entry ${entry.id} came late`);
      else if (since && entry.time >= since.time) findings.push(missing(entry, since.object, account));
      else untracked += 1;
      if (own) compared += 1;
    }
    for (const [id, { entry, commit }] of known) {
      if (entry.time < range.from || entry.time > range.to || listed.has(id)) continue;
      findings.push(toFault('remote', `audit entry ${id} is not in Zendesk's log`, { commit }));
    }
  }
  return { findings, lagging, compared, untracked };
}

function knownEntries({ walk, configs }: RecordedHistory): ReadonlyMap<string, Known> {
  const known = new Map<string, Known>();
  for (const { commit, facts } of walk.steps) {
    if (facts.type !== 'change') continue;
    const config = configs.get(facts.verdict.policy) ?? null;
    for (const entry of facts.entries.filter(isLogged)) {
      const object = entry.object ?? (isOrder(facts.object) ? null : facts.object);
      known.set(entry.id, { entry, object, commit, config });
    }
  }
  return known;
}

/** Group key → from when on each of its entries belongs into history: its baseline, or what it was first recorded for. */
function trackedSince(
  { steps }: Walk,
  account: string,
): ReadonlyMap<string, { readonly object: ObjectKey; readonly time: string }> {
  const since = new Map<string, { object: ObjectKey; time: string }>();
  for (const { facts, paths } of steps) {
    if (facts.type !== 'baseline' && facts.type !== 'change') continue;
    const time =
      facts.type === 'baseline'
        ? facts.time
        : facts.entries.reduce((first, entry) => earlier(first, entry.time), facts.observed);
    for (const { path } of paths) {
      const role = fileRoleOf(account, path);
      if (role.type !== 'object' || since.has(groupKey(role.kind, role.id))) continue;
      since.set(groupKey(role.kind, role.id), { object: objectKey(role.kind.name, role.id), time });
    }
  }
  return since;
}

/** Ranges that meet, from the first baseline up to the watermark, cut where history has so many entries. */
function toRanges(recorded: RecordedHistory, known: readonly Known[], size: number): readonly AuditWindow[] {
  const { baselines } = recorded.state.rebuilt;
  const times = known.map(({ entry }) => entry.time).sort();
  const start = [...baselines.values(), ...times.slice(0, 1)].sort()[0];
  const end = addSeconds(watermarkOf(recorded), -1);
  if (start === undefined || start > end) return [];
  const cuts = times.filter((time, index) => index > 0 && index % size === 0 && time > start && time <= end);
  const starts = [start, ...new Set(cuts)];
  return starts.map((from, index) => {
    const next = starts[index + 1];
    return { from, to: next === undefined ? end : addSeconds(next, -1) };
  });
}

function compareEntry(
  entry: AuditEntry,
  { entry: own, object, commit, config }: Known,
  remote: RemoteCheck,
): readonly Finding[] {
  const differs = (what: string, recorded: string, logged: string): readonly Finding[] =>
    recorded === logged
      ? []
      : [toFault('remote', `audit entry ${entry.id}: ${what} is ${recorded}, but the log says ${logged}`, { commit })];
  return [
    ...(object === null ? [] : differs('the object', idOf(object), entry.sourceId)),
    ...differs('the time', own.time, entry.time),
    ...differs('the actor', own.actorId, entry.actorId),
    ...differs('the action', own.action, entry.action.slice(0, own.action.length)),
    ...compareIp(entry.ip, own.ip, config, remote, (recorded, logged) => differs('the address', recorded, logged)),
  ];
}

/** Under the privacy that held when the commit was made; a hash can only be made again with the key of now. */
function compareIp(
  logged: string | null,
  recorded: string | null,
  config: RecordedConfig | null,
  { privacy }: RemoteCheck,
  differs: (recorded: string, logged: string) => readonly Finding[],
): readonly Finding[] {
  const modes = config === null ? (['full', 'truncated', 'hashed', 'omitted'] as const) : [config.ip];
  if (modes.includes('hashed') && privacy.ip !== 'hashed' && recorded?.startsWith('hash:')) return [];
  const possible = modes.map((ip) => maskIp(logged, { ...privacy, ip }));
  if (possible.includes(recorded)) return [];
  return differs(recorded ?? 'none', possible[0] ?? 'none');
}

function missing(entry: AuditEntry, object: ObjectKey, account: string): Finding {
  const message = `audit entry ${entry.id} (${entry.action}, ${entry.time}, by ${entry.actorId}) is not in history`;
  return toFault('remote', message, { path: pathOf(account, object) });
}
