import type { CommitRecord } from '#core/commit/commit-record.ts';
import { isOrder, kindOf } from '#core/object-key.ts';
import { parseOrder } from '#core/order/order.ts';
import { invertedIds } from '#core/order/order-plan.ts';
import type { RecordedEvent } from '#core/state/fold.ts';
import { applyPaths, type OwnCommit, toEvents } from '#core/state/history.ts';
import { type DoubtedCommit, emptyState } from '#core/state/state.ts';
import { addSeconds, type UtcTime } from '#core/time.ts';
import { ZendriftError } from '#errors.ts';
import { findKind } from '#kinds/registry.ts';
import type { Repository, Tip } from '#ports.ts';
import type { WholeFold } from './compare-states.ts';
import { type ConfigVersions, objectToVersion } from './config-versions.ts';
import { type AskedHistory, type ConfirmCommits, needsConfirmation } from './confirm-commits.ts';
import { type ConfirmDecisions, foldConfirmed } from './confirm-decisions.ts';
import { type Established, establish, objectToLaterBaseline } from './later-baseline.ts';
import { listUnsure } from './list-unsure.ts';
import { type Ownership, readOwnCommits } from './own-commits.ts';

export interface FoldedHistory {
  readonly whole: WholeFold;
  /** The newest commit that counts. */
  readonly last: string | null;
  /** Path → blob id of what was recorded last. */
  readonly recorded: ReadonlyMap<string, string>;
  readonly hasBaseline: boolean;
  /** Branches that baselines and moves have named, whichever came last. */
  readonly branches: ReadonlySet<string>;
  /** The moves to other branches, oldest first. */
  readonly moves: readonly { readonly commit: string; readonly to: string }[];
  /** Commits that only lack a signature to count. */
  readonly unsigned: number;
  /** Of the commits that were asked for, those that history does not have. */
  readonly missing: readonly string[];
}

interface FoldInput extends Ownership {
  readonly repository: Repository;
  readonly now: UtcTime;
  readonly auditWindowSeconds: number;
  readonly confirm: ConfirmDecisions;
  /** Null = Zendesk is not at hand. */
  readonly confirmCommits: ConfirmCommits | null;
  readonly readVersions: () => Promise<ConfigVersions>;
  /** Commits that no run pushed together with its state; null = no state says which those are. */
  readonly arrived: ReadonlySet<string> | null;
  /** Those that did not count before; they are asked about once more. */
  readonly doubted: readonly DoubtedCommit[];
}

/** Folds all of history, without the decisions that nothing confirms. `known` = commits that should be in it. */
export async function foldHistory(input: FoldInput, tip: Tip, known: readonly string[]): Promise<FoldedHistory> {
  const { repository, account } = input;
  const recorded = new Map<string, string>();
  const all: RecordedEvent[] = [];
  const missing = new Set(known);
  const tail: OwnCommit[] = [];
  const moves: { readonly commit: string; readonly to: string }[] = [];
  const isAsked = toIsAsked(input);
  const refused: DoubtedCommit[] = [];
  const states = new Set<string>();
  let unsigned = 0;
  let last: string | null = null;
  let established: Established | null = null;
  const watch = {
    onCommit: (id: string) => void missing.delete(id),
    onBroken: (broken: DoubtedCommit) => void refused.push(broken),
    onUnsigned: () => {
      unsigned += 1;
    },
  };
  if (tip.branch !== null) {
    for await (const own of readOwnCommits(repository, input, tip.branch, watch)) {
      const { record, facts } = own;
      if (facts.type === 'baseline' && isCredible(facts.time, input.now)) {
        const before = tail.length === 0 ? recorded : recordedAfter(recorded, tail);
        const baseline = { facts, paths: record.paths };
        const reason = await objectToLaterBaseline(established, baseline, before, repository);
        if (reason !== null) {
          refused.push({ commit: record.id, what: facts.type, reason });
          continue;
        }
        established = establish(established, facts);
      }
      const refusal = input.arrived === null ? await refuse(input, own, { recorded, states }) : null;
      if (refusal !== null) {
        refused.push(refusal);
        continue;
      }
      last = record.id;
      if (facts.type === 'move') moves.push({ commit: last, to: facts.to });
      if (tail.length > 0 || (isAsked(last) && needsConfirmation(own))) {
        tail.push(own);
        continue;
      }
      all.push(...toEvents(own, recorded));
      applyPaths(recorded, record);
    }
  }
  const before = { account, events: all, recorded, commits: tail, isAsked };
  let folded = await foldAll(
    input,
    tail.length === 0 ? all : [...all, ...foldTail(tail, new Map(recorded), new Set())],
  );
  const asked = await listDoubted(input, before, folded.dropped);
  const doubted = [...refused, ...asked];
  const events = foldTail(tail, recorded, new Set(asked.map(({ commit }) => commit)));
  if (asked.length > 0) folded = await foldAll(input, [...all, ...events]);
  const { state, unconfirmed, dropped, credible } = folded;
  const isDropped = (event: RecordedEvent) => event.type === 'decision' && dropped.has(event.commit);
  return {
    whole: {
      state: { ...state, unconfirmed, doubted },
      unsure: listUnsure(credible.filter((event) => !isDropped(event))),
    },
    last,
    recorded,
    branches: new Set(credible.flatMap(branchesOf)),
    moves: moves.filter(({ commit }) => asked.every((one) => one.commit !== commit)),
    hasBaseline: credible.some(({ type }) => type === 'baseline'),
    unsigned,
    missing: [...missing],
  };
}

/** Asked about is what arrived without a state, and what did not count before. */
function toIsAsked({ arrived, doubted }: FoldInput): (commit: string) => boolean {
  const before = new Set(doubted.map(({ commit }) => commit));
  return (commit) => arrived?.has(commit) === true || before.has(commit);
}

/**
 * Without a state nothing says which commits came without one, and they count. But no run ever recorded a configuration that
 * its branch did not have, or put a file back to what it never was. `states` = what files were, which this goes on with.
 */
async function refuse(
  { readVersions, repository }: FoldInput,
  own: OwnCommit,
  { recorded, states }: { readonly recorded: ReadonlyMap<string, string>; readonly states: Set<string> },
): Promise<DoubtedCommit | null> {
  const { facts, record } = own;
  let reason: string | null = null;
  if (facts.type === 'configuration' && needsConfirmation(own)) {
    reason = objectToVersion(facts, record, await readVersions(), repository.blobId(''));
  } else if (facts.type === 'repair' && needsConfirmation(own)) {
    const isKnown = ({ path, after }: CommitRecord['paths'][number]) =>
      (recorded.get(path) ?? null) === after || states.has(`${path} ${after}`);
    if (!record.paths.every(isKnown)) reason = 'it restores snapshots that were never recorded';
  }
  if (reason !== null) return { commit: record.id, what: facts.type, reason };
  for (const { path, after } of record.paths) states.add(`${path} ${after}`);
  return null;
}

function recordedAfter(recorded: ReadonlyMap<string, string>, tail: readonly OwnCommit[]): ReadonlyMap<string, string> {
  const after = new Map(recorded);
  for (const { record } of tail) applyPaths(after, record);
  return after;
}

/** What some commits say, without those that do not count. Changes the recorded files. */
function foldTail(
  tail: readonly OwnCommit[],
  recorded: Map<string, string>,
  without: ReadonlySet<string>,
): readonly RecordedEvent[] {
  const events: RecordedEvent[] = [];
  for (const own of tail) {
    if (without.has(own.record.id)) continue;
    events.push(...toEvents(own, recorded));
    applyPaths(recorded, own.record);
  }
  return events;
}

async function foldAll(
  { repository, account, now, auditWindowSeconds, confirm }: FoldInput,
  all: readonly RecordedEvent[],
) {
  const texts = await repository.readBlobs(orderBlobs(all));
  const textOf = (blob: string | null): string | null => (blob === null ? null : (texts.get(blob) ?? null));
  const credible = all.filter((event) => isCredibleEvent(event, now));
  const { state, unconfirmed } = await foldConfirmed(
    emptyState(account),
    credible.map((event) => withMoved(event, textOf)),
    textOf,
    confirm,
    addSeconds(now, -(auditWindowSeconds + 3600)),
  );
  return { state, unconfirmed, credible, dropped: new Set(unconfirmed.map(({ commit }) => commit)) };
}

/** Without Zendesk what was doubted before stays so, and anything new has to wait for a run that has it. */
async function listDoubted(
  { confirmCommits, arrived, doubted }: FoldInput,
  asked: Omit<AskedHistory, 'isDropped'>,
  dropped: ReadonlySet<string>,
): Promise<readonly DoubtedCommit[]> {
  if (asked.commits.length === 0) return [];
  if (confirmCommits !== null) return confirmCommits({ ...asked, isDropped: (commit) => dropped.has(commit) });
  const [first, ...others] = asked.commits.filter((own) => arrived?.has(own.record.id) && needsConfirmation(own));
  if (first === undefined)
    return doubted.filter(({ commit }) => asked.commits.some(({ record }) => record.id === commit));
  throw new ZendriftError('commits-unchecked', { count: others.length + 1, commit: first.record.id });
}

const branchesOf = (event: RecordedEvent): readonly string[] =>
  event.type === 'move' ? [event.to] : event.type === 'baseline' && event.branch !== null ? [event.branch] : [];

/** Clocks of one account may differ by minutes; what knows of entries an hour from now was made up, or damaged. */
const credibleSeconds = 3600;

/** A watermark beyond now came from a clock that was wrong: believed, it would hide every entry until then. */
export const isCredible = (watermark: UtcTime, now: UtcTime): boolean => watermark <= addSeconds(now, credibleSeconds);

/** The same for a baseline, before which no entry would be looked at, and for the end of an approval, which would come too early. */
export const isCredibleEvent = (event: RecordedEvent, now: UtcTime): boolean =>
  (event.type !== 'watermark' && event.type !== 'baseline' && event.type !== 'expiry') || isCredible(event.time, now);

/** A commit names only the moved objects that have an entry; which others moved is seen in its two orders. */
function withMoved(event: RecordedEvent, textOf: (blob: string | null) => string | null): RecordedEvent {
  const kind =
    event.type === 'change' && event.change.type === 'reordered' ? findKind(kindOf(event.object)) : undefined;
  if (event.type !== 'change' || !kind) return event;
  const [before, after] = [event.change.before, event.change.after].map((blob) =>
    parseOrder(kind, textOf(blob) ?? '[]'),
  );
  return { ...event, change: { ...event.change, moved: [...invertedIds(before ?? [], after ?? [])] } };
}

/** Blobs whose text decides whether an order is at its approved state again. */
function orderBlobs(events: readonly RecordedEvent[]): readonly string[] {
  const blobs = new Set<string>();
  for (const event of events) {
    if (event.type !== 'change' || !isOrder(event.object)) continue;
    for (const blob of [event.change.before, event.change.after]) if (blob !== null) blobs.add(blob);
  }
  return [...blobs];
}
