import { foldEvents, forget, type RecordedEvent } from '#drift/fold.ts';
import {
  applyPaths,
  lacksSignature,
  type OwnCommit,
  type OwnCommitter,
  toEvents,
  toOwnCommit,
} from '#drift/history.ts';
import { isOrder, kindOf, type ObjectKey } from '#drift/object-key.ts';
import { parseOrder } from '#drift/order.ts';
import { invertedIds } from '#drift/order-plan.ts';
import { emptyState, type State } from '#drift/state.ts';
import { parseState } from '#drift/state-text.ts';
import { addSeconds, type UtcTime } from '#drift/time.ts';
import { ZendriftError } from '#errors.ts';
import { findKind } from '#kinds/registry.ts';
import type { Repository, Tip } from '#ports.ts';

/** What is recorded, whichever way it was learned. */
export interface History {
  readonly tip: Tip;
  readonly state: State;
  /** Path → blob id of what was recorded last below `snapshots/<account>`. */
  readonly recorded: ReadonlyMap<string, string>;
  /** The same, of the branch's tip: different where other people edited our files. */
  readonly present: ReadonlyMap<string, string>;
  /** `state` = the state ref is fresh; `history` = rebuilt from the commits; `none` = no baseline that counts. */
  readonly source: 'state' | 'history' | 'none';
  /** Something stood there although no baseline counts: worth a line. */
  readonly replaces: boolean;
  /** Commits that the state knows and the branch no longer has: somebody rewrote it. */
  readonly lost: readonly string[];
}

interface LoadInput {
  readonly repository: Repository;
  readonly account: string;
  readonly committers: readonly OwnCommitter[];
  readonly now: UtcTime;
  readonly auditWindowSeconds: number;
}

/** Reads the state ref where it is fresh, else history (SEMANTICS section 6). Writes nothing. */
export async function loadHistory(input: LoadInput): Promise<History> {
  const { repository, account } = input;
  const tip = await repository.fetchTip();
  const own = `snapshots/${account}`;
  const tree = tip.branch === null ? null : await repository.readTreeId(tip.branch, own);
  const present = tip.branch === null ? new Map<string, string>() : await repository.listTree(tip.branch, own);
  const text =
    tip.state === null || !(await repository.isTrusted(tip.state))
      ? null
      : await repository.readFile(tip.state, 'state.json');
  const state = text === null ? null : toCredible(parseState(text, account), input.now);
  if (state && state.tree === tree)
    return { tip, state, recorded: present, present, source: 'state', replaces: false, lost: [] };
  if (tree === null && tip.state === null) {
    return { tip, state: emptyState(account), recorded: present, present, source: 'none', replaces: false, lost: [] };
  }
  const folded = await foldHistory(input, tip, state === null ? [] : commitsOf(state));
  return { tip, present, ...folded, state: withNumbers({ ...folded.state, tree }, state) };
}

/** Clocks of one account may differ by minutes; what knows of entries an hour from now was made up, or damaged. */
const credibleSeconds = 3600;

const isCredible = (watermark: UtcTime, now: UtcTime): boolean => watermark <= addSeconds(now, credibleSeconds);

const toCredible = (state: State | null, now: UtcTime): State | null =>
  state !== null && isCredible(state.watermark, now) ? state : null;

/** Commits that a state knows: those of the audit window, and of open episodes. */
const commitsOf = ({ recent, episodes }: State): readonly string[] => [
  ...new Set(
    [...recent.values(), ...[...episodes.values()].map(({ changes }) => changes)].flat().map(({ commit }) => commit),
  ),
];

/** Few issue numbers stand in commits: what an outdated state knew of them finds issues that lost marker and label. */
function withNumbers(folded: State, outdated: State | null): State {
  if (outdated === null) return folded;
  const numberOf = (object: ObjectKey) => outdated.episodes.get(object)?.issue ?? null;
  const episodes = [...folded.episodes].map(
    ([object, episode]) => [object, { ...episode, issue: numberOf(object) ?? episode.issue }] as const,
  );
  return { ...folded, episodes: new Map(episodes), login: outdated.login };
}

async function foldHistory(
  input: LoadInput,
  tip: Tip,
  known: readonly string[],
): Promise<Pick<History, 'state' | 'recorded' | 'source' | 'replaces' | 'lost'>> {
  const { repository, account, committers, now, auditWindowSeconds } = input;
  const recorded = new Map<string, string>();
  const events: RecordedEvent[] = [];
  const missing = new Set(known);
  let unsigned = 0;
  if (tip.branch !== null) {
    for await (const record of repository.readHistory(tip.branch)) {
      missing.delete(record.id);
      const own: OwnCommit | null = toOwnCommit(record, account, committers);
      if (!own) {
        if (lacksSignature(record, account, committers)) unsigned += 1;
        continue;
      }
      events.push(...toEvents(own, recorded));
      applyPaths(recorded, record);
    }
  }
  const baseline = events.some(({ type }) => type === 'baseline');
  if (!baseline && unsigned > 0) {
    // A new baseline would put aside a whole history for the want of one line in the configuration.
    const reason = `${unsigned} recorded commits are not signed, no baseline among the others; "signed-after" names the last that counts unsigned`;
    throw new ZendriftError('signing-unusable', { reason });
  }
  const lost = [...missing];
  if (!baseline) return { state: emptyState(account), recorded, source: 'none', replaces: true, lost };
  const texts = await repository.readBlobs(orderBlobs(events));
  const textOf = (blob: string | null): string | null => (blob === null ? null : (texts.get(blob) ?? null));
  const state = foldEvents(
    emptyState(account),
    // A watermark beyond now came from a clock that was wrong: believed, it would hide every entry until then.
    events
      .filter((event) => event.type !== 'watermark' || isCredible(event.time, now))
      .map((event) => withMoved(event, textOf)),
    textOf,
  );
  return { state: forget(state, now, auditWindowSeconds), recorded, source: 'history', replaces: false, lost };
}

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

/** Blobs whose text decides whether an order is at its ground again. */
function orderBlobs(events: readonly RecordedEvent[]): readonly string[] {
  const blobs = new Set<string>();
  for (const event of events) {
    if (event.type !== 'change' || !isOrder(event.object)) continue;
    for (const blob of [event.change.before, event.change.after]) if (blob !== null) blobs.add(blob);
  }
  return [...blobs];
}
