import { isLogged } from '#core/entry/audit-entry.ts';
import type { ObjectKey } from '#core/object-key.ts';
import { idOf, isOrder } from '#core/object-key.ts';
import { earlier, type UtcTime } from '#core/time.ts';
import { readOwnCommits } from '#ledger/own-commits.ts';
import { inspectRecord } from '#ledger/record-branch.ts';
import { readRemembered } from '#ledger/remembered.ts';
import type { EvidenceRun } from './evidence-run.ts';

/** An audit entry as history has it. */
export interface RecordedEntry {
  readonly time: UtcTime;
  readonly commit: string;
}

export interface Recorded {
  readonly entries: ReadonlyMap<string, RecordedEntry>;
  /** Commit of a change → blob id of the configuration that judged it last. */
  readonly policies: ReadonlyMap<string, string>;
  /** Ids of objects that history knows. */
  readonly ids: ReadonlySet<string>;
  /** Time of the first baseline; null where there is none. */
  readonly since: UtcTime | null;
}

/** Reads the whole history once: every entry that a commit names, whatever became of its change. */
export async function readRecorded(run: EvidenceRun): Promise<Recorded> {
  const tip = await inspectRecord(run);
  const { dropped } = await readRemembered(run, tip);
  const entries = new Map<string, RecordedEntry>();
  const policies = new Map<string, string>();
  const ids = new Set<string>();
  let since: UtcTime | null = null;
  const know = (object: ObjectKey) => void (isOrder(object) || ids.add(idOf(object)));
  for await (const { facts, record } of readOwnCommits(run.repository, { ...run, dropped }, tip.branch)) {
    for (const { path } of record.paths) ids.add(/\/([^/]+)\.json$/.exec(path)?.[1] ?? '');
    if (facts.type === 'baseline') since = since === null ? facts.time : earlier(since, facts.time);
    if (facts.type !== 'change') continue;
    know(facts.object);
    policies.set(facts.explains ?? record.id, facts.verdict.policy);
    for (const { id, time, object } of facts.entries.filter(isLogged)) {
      entries.set(id, { time, commit: record.id });
      if (object !== undefined) know(object);
    }
  }
  return { entries, policies, ids, since };
}
