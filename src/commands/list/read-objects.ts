import type { BackfilledFacts, ChangeFacts, FactEntry } from '#core/commit/commit-facts.ts';
import { compareText } from '#core/entry/audit-entry.ts';
import type { ObjectKey } from '#core/object-key.ts';
import { editOf } from '#core/state/backfilled.ts';
import type { Episode } from '#core/state/episode.ts';
import type { RecordedEvent } from '#core/state/fold.ts';
import { ZendriftError } from '#errors.ts';
import { openFollower } from '#ledger/follow-episodes.ts';
import { readEvents } from '#ledger/read-events.ts';
import { inspectRecord } from '#ledger/record-branch.ts';
import { readRemembered } from '#ledger/remembered.ts';
import type { ListRun } from './list-run.ts';

/** The last change of an object. */
export interface LastChange {
  readonly commit: string;
  readonly observed: string;
  readonly entries: readonly FactEntry[];
}

export interface ReadObjects {
  /** Path → blob of everything that is recorded. */
  readonly recorded: ReadonlyMap<string, string>;
  readonly last: ReadonlyMap<ObjectKey, LastChange>;
  readonly open: ReadonlyMap<ObjectKey, Episode>;
  readonly issues: ReadonlyMap<ObjectKey, number>;
}

/** Reads the whole history once: what other people edited in our folder is not what is recorded. */
export async function readObjects(run: ListRun): Promise<ReadObjects> {
  const { account, repository, progress } = run;
  const tip = await inspectRecord(run);
  progress.stage('Reading history');
  const { unconfirmed, dropped, issues } = await readRemembered(run, tip);
  const follower = openFollower(account, { unconfirmed, isWanted: () => false });
  const recorded = new Map<string, string>();
  const last = new Map<ObjectKey, LastChange>();
  const past = new Map<ObjectKey, LastChange>();
  let isStarted = false;
  const reading = { repository, ownership: { ...run, dropped }, recorded, openOrders: follower.openOrders };
  const strays = new Set<string>();
  const withPast = (commit: string) => void strays.add(commit);
  for await (const { own, events, textOf } of readEvents({ ...reading, head: tip.branch, withPast })) {
    // Backfilled commits of one object follow each other, wherever they stand among the others.
    if (own.facts.type === 'backfilled') notePast(past, own.record.id, own.facts);
    isStarted ||= own.facts.type === 'baseline';
    if (own.facts.type === 'change') noteChange(last, own.record.id, own.facts, events);
    for (const event of events) follower.add(event, textOf);
  }
  if (!isStarted) throw new ZendriftError('nothing-recorded', { account });
  const joined = [...past].filter(([, { commit }]) => !strays.has(commit));
  return { recorded, last: new Map([...joined, ...last]), open: follower.open, issues };
}

/** An edit whose state is not known may have changed nothing, but it is the last that anybody knows of. */
function notePast(past: Map<ObjectKey, LastChange>, commit: string, facts: BackfilledFacts): void {
  const { object, edit, change, attribution } = facts;
  if (change === 'none' && attribution !== 'unobserved') return;
  past.set(object, { commit, observed: edit.time, entries: editOf(facts) });
}

/** A late entry says who made a change that is known already. A save without an edit changes nothing. */
function noteChange(
  last: Map<ObjectKey, LastChange>,
  commit: string,
  { object, explains, entries, observed }: ChangeFacts,
  events: readonly RecordedEvent[],
): void {
  const known = last.get(object);
  if (explains !== undefined) {
    if (known?.commit !== explains) return;
    const all = [...known.entries, ...entries].sort((a, b) => compareText(a.time, b.time));
    last.set(object, { ...known, entries: all });
    return;
  }
  const change = events.find((event) => event.type === 'change')?.change;
  const changes =
    change !== undefined && (change.type !== 'none' || change.transient || (change.otherFields ?? []).length > 0);
  if (changes) last.set(object, { commit, observed, entries });
}
