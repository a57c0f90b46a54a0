import { isOfThePast } from '#core/commit/backfill-facts.ts';
import type { CommitFacts } from '#core/commit/commit-facts.ts';
import type { CommitRecord } from '#core/commit/commit-record.ts';
import type { ObjectKey } from '#core/object-key.ts';
import { statesOf } from '#core/state/backfilled.ts';
import type { EpisodeChange } from '#core/state/episode.ts';
import { applyPaths, type OwnCommit, pathOf, toEvents } from '#core/state/history.ts';
import { toUtcTime } from '#core/time.ts';
import { namesPath } from '#ledger/describe-tree.ts';
import { openNamer } from '#ledger/name-events.ts';
import type { ObjectEvent } from '#ledger/object-event.ts';
import { type Ownership, readOwnCommits } from '#ledger/own-commits.ts';
import type { ShowRun } from './show-run.ts';

/** An event whose words are not read yet. */
type Unnamed = ObjectEvent & { names: string | null };

export interface ObjectHistory {
  /** Oldest first. */
  readonly events: readonly ObjectEvent[];
  /** Path → blob of everything recorded now, and of what was deleted as it was last. */
  readonly recorded: ReadonlyMap<string, string>;
  readonly deleted: ReadonlyMap<string, string>;
}

/** Reads the whole history once and keeps what is about one object; null = about none, for its files alone. */
export async function readObjectHistory(
  run: Ownership & Pick<ShowRun, 'repository'>,
  tip: string,
  object: ObjectKey | null,
): Promise<ObjectHistory> {
  const { account, repository } = run;
  const recorded = new Map<string, string>();
  const deleted = new Map<string, string>();
  const events: Unnamed[] = [];
  const past: Unnamed[] = [];
  const namer = openNamer(namesPath(account));
  const strays = new Set<string>();
  const withPast = (commit: string) => void strays.add(commit);
  for await (const own of readOwnCommits(repository, run, tip, { withPast })) {
    const { record } = own;
    if (isOfThePast(own.facts)) {
      const event = toPastEvent(own, object);
      if (event) past.push(event);
      continue;
    }
    const change = toEvents(own, recorded).find((event) => event.type === 'change')?.change ?? null;
    for (const { path, before, after } of record.paths)
      if (after === null && before !== null) deleted.set(path, before);
    applyPaths(recorded, record);
    const event = object === null ? null : toObjectEvent(record, own.facts, change, object);
    if (event) {
      events.push(event);
      namer.wait(event);
    }
    namer.pass(own);
  }
  // All of it was before the baseline, wherever its branch stands among the commits; its words are those of today.
  const joined = past.filter(({ commit }) => !strays.has(commit));
  for (const event of joined) event.names = recorded.get(namesPath(account)) ?? null;
  return { events: [...joined, ...events], recorded, deleted };
}

function toPastEvent({ facts, record }: OwnCommit, object: ObjectKey | null): Unnamed | null {
  if (facts.type !== 'backfilled' || facts.object !== object) return null;
  return { type: 'backfilled', commit: record.id, names: null, facts, change: statesOf(facts, record) };
}

function toObjectEvent(
  record: CommitRecord,
  facts: CommitFacts,
  change: EpisodeChange | null,
  object: ObjectKey,
): Unnamed | null {
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
