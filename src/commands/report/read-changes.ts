import { isOfThePast } from '#core/commit/backfill-facts.ts';
import type { BackfilledFacts, ChangeFacts, FactEntry } from '#core/commit/commit-facts.ts';
import { compareText } from '#core/entry/audit-entry.ts';
import type { ObjectKey } from '#core/object-key.ts';
import { editOf, statesOf } from '#core/state/backfilled.ts';
import type { Episode, EpisodeChange } from '#core/state/episode.ts';
import type { RecordedEvent } from '#core/state/fold.ts';
import type { OwnCommit } from '#core/state/history.ts';
import { addSeconds, type UtcTime } from '#core/time.ts';
import { ZendriftError } from '#errors.ts';
import { namesPath } from '#ledger/describe-tree.ts';
import { type Followed, openFollower } from '#ledger/follow-episodes.ts';
import { openNamer } from '#ledger/name-events.ts';
import type { ObjectEvent } from '#ledger/object-event.ts';
import { readEvents } from '#ledger/read-events.ts';
import { inspectRecord } from '#ledger/record-branch.ts';
import { readRemembered } from '#ledger/remembered.ts';
import type { RecordedPaths } from '#ledger/titled-objects.ts';
import { type FirstSeenEntry, openFirstSeen } from './first-seen.ts';
import type { HistoryRun } from './report-run.ts';

/** A change as it is known now: entries that the log showed late are in it, with the verdict over all of them. */
export interface KnownChange {
  readonly commit: string;
  readonly subject: string;
  readonly facts: ReportedFacts;
  readonly change: Pick<EpisodeChange, 'before' | 'after' | 'entries' | 'transient'>;
  /** The same, for describing it. */
  readonly event: ObjectEvent;
  /** Of the newest entry, else when it was seen. */
  readonly time: UtcTime;
  readonly followed: Followed | null;
}

export interface KnownHistory extends RecordedPaths {
  readonly head: string;
  /** Those that may lie in the range, in the order of history. */
  readonly changes: readonly KnownChange[];
  readonly open: readonly Episode[];
  /** Numbers of the issues of open episodes. */
  readonly issues: ReadonlyMap<ObjectKey, number>;
  /** Subject of the newest commit of each object. */
  readonly subjects: ReadonlyMap<string, string>;
  readonly firstSeen: readonly FirstSeenEntry[];
}

/** What is reported of a change; of one from before the baseline, `past` is what its commit says. */
export type ReportedFacts = Pick<ChangeFacts, 'object' | 'change' | 'observed' | 'entries' | 'risk'> & {
  readonly attribution: string;
  readonly verdict: {
    readonly decision: 'approved' | 'unapproved' | 'none';
    readonly reason: string;
    readonly rule?: string;
  };
};

type Kept = Omit<KnownChange, 'time' | 'followed' | 'event' | 'facts' | 'names'> & {
  facts: ChangeFacts;
  names: string | null;
};

/** An entry is not newer than the state that it explains, but clocks may differ. */
const marginSeconds = 86_400;

/**
 * Reads the whole history once and keeps the changes that were seen since `from`: an earlier one cannot have a newer entry.
 * Throws `nothing-recorded` where there is no history, `history-elsewhere`.
 */
export async function readChanges(run: HistoryRun, from: UtcTime): Promise<KnownHistory> {
  const { account, repository, progress } = run;
  const tip = await inspectRecord(run);
  progress.stage('Reading history');
  const { unconfirmed, dropped, issues } = await readRemembered(run, tip);
  const oldest = addSeconds(from, -marginSeconds);
  const kept = new Map<string, Kept>();
  const recorded = new Map<string, string>();
  const deleted = new Map<string, string>();
  const subjects = new Map<string, string>();
  const follower = openFollower(account, { unconfirmed, isWanted: (commit) => kept.has(commit) });
  const seen = openFirstSeen();
  const past: Past[] = [];
  const namer = openNamer(namesPath(account));
  let isStarted = false;
  const reading = { repository, ownership: { ...run, dropped }, recorded, openOrders: follower.openOrders };
  const strays = new Set<string>();
  const withPast = (commit: string) => void strays.add(commit);
  for await (const { own, events, textOf } of readEvents({ ...reading, head: tip.branch, withPast })) {
    const { facts, record } = own;
    if (isOfThePast(facts)) {
      const one = facts.type === 'backfilled' ? toPast(own, facts) : null;
      if (one) seen.add(one.facts.entries, record.id);
      if (one && facts.type === 'backfilled' && facts.observed >= oldest) past.push(one);
      continue;
    }
    isStarted ||= facts.type === 'baseline';
    for (const { path, before, after } of record.paths)
      if (after === null && before !== null) deleted.set(path, before);
    if (facts.type === 'change') {
      seen.add(facts.entries, facts.explains ?? record.id);
      const explained = facts.explains === undefined ? undefined : kept.get(facts.explains);
      const change = events.find(isChange)?.change;
      if (facts.explains === undefined) subjects.set(facts.object, firstLine(record.message));
      if (explained) explained.facts = explain(explained.facts, facts);
      else if (change && facts.observed >= oldest) {
        const one: Kept = { commit: record.id, subject: firstLine(record.message), facts, change, names: null };
        kept.set(record.id, one);
        namer.wait(one);
      }
    }
    namer.pass(own);
    for (const event of events) follower.add(event, textOf);
  }
  if (!isStarted) throw new ZendriftError('nothing-recorded', { account });
  const joined = past.filter(({ commit }) => !strays.has(commit));
  return {
    ...{ head: tip.branch, recorded, deleted, issues, subjects },
    changes: [
      ...joined.map((one) => toKnownPast(one, recorded.get(namesPath(account)) ?? null)),
      ...[...kept.values()].map((change) => toKnown(change, follower.followed.get(change.commit) ?? null)),
    ],
    open: [...follower.open.values()],
    firstSeen: seen.list(),
  };
}

type Past = Omit<KnownChange, 'time' | 'followed'> & { readonly event: ObjectEvent & { readonly type: 'backfilled' } };

function toPast({ record }: OwnCommit, facts: BackfilledFacts): Past {
  const { object, change, observed, attribution } = facts;
  const states = statesOf(facts, record);
  const verdict = { decision: 'none', reason: 'before-baseline' } as const;
  const event = { type: 'backfilled', commit: record.id, names: null, facts, change: states } as const;
  return {
    ...{ commit: record.id, subject: firstLine(record.message), event },
    facts: { object, change, observed, attribution, verdict, entries: editOf(facts) },
    change: { ...states, entries: [], transient: false },
  };
}

const toKnownPast = (one: Past, names: string | null): KnownChange => ({
  ...one,
  ...{ event: { ...one.event, names }, time: one.event.facts.edit.time, followed: null },
});

const toKnown = ({ names, ...change }: Kept, followed: Followed | null): KnownChange => ({
  ...change,
  event: { type: 'change', commit: change.commit, facts: change.facts, change: change.change, names },
  time: change.facts.entries.at(-1)?.time ?? change.facts.observed,
  followed,
});

const isChange = (event: RecordedEvent): event is Extract<RecordedEvent, { readonly type: 'change' }> =>
  event.type === 'change';

const firstLine = (message: string): string => message.split('\n', 1)[0] ?? '';

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
