import { isEdit } from '#core/entry/audit-entry.ts';
import { maskIp, maskIpsIn } from '#core/entry/privacy.ts';
import { type ObjectKey, objectKey } from '#core/object-key.ts';
import { redactText } from '#core/snapshot/redact.ts';
import { addSeconds, epochSeconds, later, type UtcTime } from '#core/time.ts';
import { isPathSafeId } from '#kinds/object-id.ts';
import { findKind, kindOfSource, kindsOfSource } from '#kinds/registry.ts';
import type { LogEntry } from '#ports/audit-log.ts';
import type { BackfillRun } from './backfill-run.ts';
import { skewSeconds } from './match.ts';
import { openRate } from './rate.ts';
import type { Spool } from './spool.ts';
import { chunkPath, chunkText, type KeptEntry } from './spool-files.ts';
import { stopIfDue } from './stop.ts';

/** Entries of one file: as many as make it worth one. */
const chunkSize = 1000;

/**
 * Reads the log page by page, oldest first, from where an earlier run stopped. `known` = objects that the baseline has: an
 * entry may say "rule" alone.
 */
export async function collectEntries(run: BackfillRun, spool: Spool, known: ReadonlySet<ObjectKey>): Promise<void> {
  const { from, logTo, until } = spool.head();
  const start = logTo ?? (from === null ? null : addSeconds(from, -skewSeconds));
  const to = addSeconds(until, skewSeconds);
  const toKept = openKeeper(run, spool.head().entries, known);
  const days = openDays(run, until);
  let waiting: KeptEntry[] = [];
  let [read, at, number, unreadable] = [0, start, spool.files.size, 0];
  let people: Record<string, string> = {};
  const flush = async (isDone: boolean): Promise<void> => {
    const saved = spool.head();
    const files = waiting.length === 0 ? [] : [{ path: chunkPath(waiting, number), text: chunkText(waiting) }];
    const learned = { people: { ...saved.people, ...people }, unreadable: saved.unreadable + unreadable };
    waiting = [];
    [number, people, unreadable] = [number + 1, {}, 0];
    await spool.add(files, { logTo: at, logDone: isDone, ...learned });
  };
  const take = (entry: LogEntry): void => {
    if (entry.actor_id !== null && entry.actor_name !== null) {
      people[entry.actor_id] = redactText(entry.actor_name, run.redaction);
    }
    const kept = entry.created_at > to ? null : toKept(entry);
    if (kept !== null) waiting.push(kept);
    at = at === null ? entry.created_at : later(at, entry.created_at);
  };
  try {
    for await (const page of run.log.readEntries({ from: start, to })) {
      for (const entry of page.entries) take(entry);
      unreadable += page.unreadable.length;
      read += page.entries.length;
      run.progress.detail(`Audit log: ${days(at)}, ${read} entries read`);
      // Pages of other entries are progress as well.
      if (waiting.length >= chunkSize || read % (10 * chunkSize) < page.entries.length) await flush(false);
      stopIfDue(run, 'while the audit log was read');
    }
  } catch (error) {
    await flush(false);
    throw error;
  }
  await flush(true);
}

/** How many days of the log are read: how many entries it has, nobody says. */
function openDays(run: BackfillRun, until: UtcTime): (at: UtcTime | null) => string {
  let first: UtcTime | null = null;
  const report = openRate(run.clock, 0, 'days');
  return (at) => {
    first ??= at;
    if (first === null || at === null) return 'no entry yet';
    const days = (time: UtcTime) => (epochSeconds(time) - epochSeconds(first ?? time)) / 86_400;
    return report(days(at), days(until));
  };
}

/** An entry as it may be kept, and null for one that is not wanted. */
function openKeeper(run: BackfillRun, all: boolean, known: ReadonlySet<ObjectKey>) {
  const { config, redaction, privacy } = run;
  const text = (value: string | null): string => (value === null ? '' : redactText(value, redaction));
  const objectOf = (source: string, id: string): ObjectKey | null => {
    const possible = kindsOfSource(source);
    if (possible.length === 0) return null;
    const found = kindOfSource(source) ?? possible.find((kind) => known.has(objectKey(kind.name, id)));
    const name = found?.name ?? 'rule';
    if (found !== undefined && !config.kinds.includes(name)) return null;
    const object = objectKey(name, id);
    return all || findKind(name)?.revisions === true ? object : null;
  };
  return (entry: LogEntry): KeptEntry | null => {
    const { id, action, source_type: source, source_id: sourceId, actor_id: actorId } = entry;
    if (action === null || source === null || sourceId === null || actorId === null) return null;
    if (!isEdit({ action }) || !isPathSafeId(sourceId) || !/^\d{1,32}$/.test(id)) return null;
    const object = objectOf(source, sourceId);
    if (object === null) return null;
    return {
      ...{ id, object, action, actorId, time: entry.created_at },
      actorName: text(entry.actor_name),
      label: text(entry.source_label),
      description: maskIpsIn(text(entry.change_description), privacy),
      ip: maskIp(entry.ip_address, privacy),
    };
  };
}
