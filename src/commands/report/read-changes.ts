import type { ChangeFacts, FactEntry } from '#core/commit/commit-facts.ts';
import { compareText } from '#core/entry/audit-entry.ts';
import { isOrder, type ObjectKey } from '#core/object-key.ts';
import type { Episode } from '#core/state/episode.ts';
import { applyPaths, toEvents } from '#core/state/history.ts';
import { ZendriftError } from '#errors.ts';
import { readOwnCommits } from '#ledger/own-commits.ts';
import { type Followed, type FollowedEvent, followObject } from './follow-object.ts';
import type { ReportRun } from './report-run.ts';

/** A change as it is known now: entries that the log showed late are in it, with the verdict over all of them. */
export interface KnownChange {
  readonly commit: string;
  readonly subject: string;
  readonly facts: ChangeFacts;
  /** Of the newest entry, else when it was seen. */
  readonly time: string;
  readonly followed: Followed | null;
}

export interface KnownHistory {
  readonly head: string;
  /** In the order of history. */
  readonly changes: readonly KnownChange[];
  readonly open: readonly Episode[];
}

type Read = Pick<KnownChange, 'commit' | 'subject' | 'facts'>;

/** Reads the whole history once. Throws `nothing-recorded` where there is none. */
export async function readChanges(run: ReportRun): Promise<KnownHistory> {
  const { account, repository, progress } = run;
  const head = (await repository.inspectTip()).tip.branch;
  progress.stage('Reading history');
  const changes = new Map<string, Read>();
  const objects = new Map<ObjectKey, FollowedEvent[]>();
  const recorded = new Map<string, string>();
  let isStarted = false;
  for await (const own of head === null ? [] : readOwnCommits(repository, run, head)) {
    const { facts, record } = own;
    isStarted ||= facts.type === 'baseline';
    for (const event of toEvents(own, recorded)) {
      if (event.type !== 'change' && event.type !== 'decision' && event.type !== 'expiry') continue;
      const object = event.type === 'decision' ? event.decision.object : event.object;
      const known = objects.get(object);
      if (known) known.push(event);
      else objects.set(object, [event]);
    }
    applyPaths(recorded, record);
    if (facts.type !== 'change') continue;
    const explained = facts.explains === undefined ? undefined : changes.get(facts.explains);
    if (explained) changes.set(explained.commit, { ...explained, facts: explain(explained.facts, facts) });
    else changes.set(record.id, { commit: record.id, subject: record.message.split('\n', 1)[0] ?? '', facts });
  }
  if (head === null || !isStarted) throw new ZendriftError('nothing-recorded', { account });
  const texts = await repository.readBlobs(orderBlobs(objects));
  const textOf = (blob: string): string | null => texts.get(blob) ?? null;
  const followed = [...objects].map(([object, events]) => followObject(account, object, events, textOf));
  const commits = new Map(followed.flatMap((one) => [...one.commits]));
  return {
    head,
    changes: [...changes.values()].map((change) => ({
      ...change,
      time: change.facts.entries.at(-1)?.time ?? change.facts.observed,
      followed: commits.get(change.commit) ?? null,
    })),
    open: followed.flatMap(({ open }) => open ?? []),
  };
}

function explain(known: ChangeFacts, late: ChangeFacts): ChangeFacts {
  const risk = late.risk ?? known.risk;
  return {
    ...known,
    entries: mergeEntries(known.entries, late.entries),
    attribution: late.attribution,
    verdict: late.verdict,
    ...(risk ? { risk } : {}),
  };
}

function mergeEntries(known: readonly FactEntry[], late: readonly FactEntry[]): readonly FactEntry[] {
  const ids = new Set(known.map(({ id }) => id));
  return [...known, ...late.filter(({ id }) => !ids.has(id))].sort((a, b) => compareText(a.time, b.time));
}

/** Blobs whose text decides whether an order is in its approved state again. */
function orderBlobs(objects: ReadonlyMap<ObjectKey, readonly FollowedEvent[]>): readonly string[] {
  const blobs = new Set<string | null>();
  for (const [object, events] of objects) {
    if (!isOrder(object)) continue;
    for (const event of events) if (event.type === 'change') blobs.add(event.change.before).add(event.change.after);
  }
  return [...blobs].flatMap((blob) => blob ?? []);
}
