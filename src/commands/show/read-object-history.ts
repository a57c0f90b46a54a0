import type { ChangeFacts, CommitFacts, DecisionFacts } from '#core/commit/commit-facts.ts';
import type { CommitRecord } from '#core/commit/commit-record.ts';
import type { ObjectKey } from '#core/object-key.ts';
import type { EpisodeChange } from '#core/state/episode.ts';
import { applyPaths, pathOf, toEvents } from '#core/state/history.ts';
import { toUtcTime } from '#core/time.ts';
import { readOwnCommits } from '#ledger/own-commits.ts';
import type { ShowRun } from './show-run.ts';

interface AnyEvent {
  readonly commit: string;
  /** Blob of the account's words when it was recorded, null before there were any. */
  readonly names: string | null;
}

/** One thing that history says of an object. Times are UTC. */
export type ObjectEvent =
  | (AnyEvent & { readonly type: 'change'; readonly facts: ChangeFacts; readonly change: EpisodeChange })
  /** It was moved in the order of its kind: part of a commit about that order. */
  | (AnyEvent & { readonly type: 'moved'; readonly facts: ChangeFacts; readonly change: EpisodeChange })
  | (AnyEvent & { readonly type: 'decision'; readonly facts: DecisionFacts; readonly time: string })
  /** Its state was recorded as it stood: a baseline, or someone's edit of the file put back. */
  | (AnyEvent & {
      readonly type: 'baseline' | 'repair';
      readonly time: string;
      readonly before: string | null;
      readonly after: string | null;
    });

export interface ObjectHistory {
  /** Oldest first. */
  readonly events: readonly ObjectEvent[];
  /** Path → blob of everything recorded now, and of what was deleted as it was last. */
  readonly recorded: ReadonlyMap<string, string>;
  readonly deleted: ReadonlyMap<string, string>;
}

/** Reads the whole history once and keeps what is about one object; null = about none, for its files alone. */
export async function readObjectHistory(run: ShowRun, tip: string, object: ObjectKey | null): Promise<ObjectHistory> {
  const { account, repository } = run;
  const recorded = new Map<string, string>();
  const deleted = new Map<string, string>();
  const events: ObjectEvent[] = [];
  const namesFile = `snapshots/${account}/names.json`;
  let unnamed = 0;
  for await (const own of readOwnCommits(repository, run, tip)) {
    const { record } = own;
    const change = toEvents(own, recorded).find((event) => event.type === 'change')?.change ?? null;
    for (const { path, before, after } of record.paths)
      if (after === null && before !== null) deleted.set(path, before);
    applyPaths(recorded, record);
    const event = object === null ? null : toObjectEvent(record, own.facts, change, object);
    if (event) events.push(event);
    // The words come with the last commit of a push, for all of it.
    if (own.facts.watermark === undefined) continue;
    const names = recorded.get(namesFile) ?? null;
    for (; unnamed < events.length; unnamed += 1) {
      const waiting = events[unnamed];
      if (waiting) events[unnamed] = { ...waiting, names };
    }
  }
  return { events, recorded, deleted };
}

function toObjectEvent(
  record: CommitRecord,
  facts: CommitFacts,
  change: EpisodeChange | null,
  object: ObjectKey,
): ObjectEvent | null {
  const common = { commit: record.id, names: null };
  const time = toUtcTime(record.authorTime * 1000);
  if (facts.type === 'decision') return facts.object === object ? { ...common, type: 'decision', facts, time } : null;
  if (facts.type === 'change') {
    if (change === null) return null;
    if (facts.object === object) return { ...common, type: 'change', facts, change };
    const entries = facts.entries.filter((entry) => entry.object === object);
    return entries.length > 0 ? { ...common, type: 'moved', facts: { ...facts, entries }, change } : null;
  }
  if (facts.type !== 'baseline' && facts.type !== 'repair') return null;
  const path = pathOf(facts.account, object);
  const file = record.paths.find((changed) => changed.path === path);
  if (!file) return null;
  const when = facts.type === 'baseline' ? facts.time : time;
  return { ...common, type: facts.type, time: when, before: file.before, after: file.after };
}
