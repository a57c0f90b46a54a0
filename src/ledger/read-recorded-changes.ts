import { compareEntries } from '#core/entry/audit-entry.ts';
import { kindOf } from '#core/object-key.ts';
import type { Range } from '#core/range.ts';
import { foldInto, type RecordedEvent } from '#core/state/fold.ts';
import { applyPaths, toEvents } from '#core/state/history.ts';
import type { RecordedChange, ReviewDecision } from '#core/state/recorded-change.ts';
import { type ChangeRequest, foldRequestDecision, useRecorded } from '#core/state/request-fold.ts';
import { emptyState } from '#core/state/state.ts';
import { toDraft } from '#core/state/state-draft.ts';
import { ZendriftError } from '#errors.ts';
import type { Progress, Repository } from '#ports.ts';
import { type Ownership, readOwnCommits } from './own-commits.ts';
import { inspectRecord } from './record-branch.ts';
import { readRemembered } from './remembered.ts';

type ChangeEvent = Extract<RecordedEvent, { readonly type: 'change' }>;
type DecisionEvent = Extract<RecordedEvent, { readonly type: 'decision' }>;

interface Run extends Ownership {
  readonly repository: Repository;
  readonly progress: Progress;
}

/** The recorded changes of a time range with their reviewers' decisions, oldest first. Throws `nothing-recorded`, `history-elsewhere`. */
export async function readRecordedChanges(run: Run, { from, to }: Range): Promise<readonly RecordedChange[]> {
  const { account, repository } = run;
  const tip = await inspectRecord(run);
  const { dropped } = await readRemembered(run, tip);
  run.progress.stage('Reading history');
  const draft = openDraft(account);
  const recorded = new Map<string, string>();
  let isStarted = false;
  for await (const own of readOwnCommits(repository, { ...run, dropped }, tip.branch)) {
    isStarted ||= own.facts.type === 'baseline';
    for (const event of toEvents(own, recorded)) {
      if (event.type === 'change') draft.addChange(event);
      if (event.type === 'decision') draft.addDecision(event);
      if (event.type === 'expiry') draft.addExpiry(event);
    }
    applyPaths(recorded, own.record);
  }
  if (!isStarted) throw new ZendriftError('nothing-recorded', { account });
  return [...draft.changes.values()].filter(({ time }) => time >= from && time <= to);
}

function openDraft(account: string) {
  const changes = new Map<string, RecordedChange>();
  const draft = toDraft(emptyState(account));
  const writers = new Map<string, Set<string>>();
  let requests: ReadonlyMap<string, ChangeRequest> = new Map();

  /** What only tells entries apart grows with history and decides nothing. */
  function fold(event: RecordedEvent): void {
    foldInto(draft, event, () => null);
    draft.seen.clear();
    draft.known.clear();
    draft.decisions = [];
    draft.requests = new Map();
  }

  function setReview(members: readonly { readonly commit: string }[], review: ReviewDecision | null): void {
    for (const { commit } of members) {
      const known = changes.get(commit);
      if (known) changes.set(commit, { ...known, review });
    }
  }

  return {
    changes,
    addChange(event: ChangeEvent): void {
      const { object, change, explains } = event;
      fold(event);
      const explained = explains === null ? undefined : changes.get(explains);
      const entries = [...(explained?.change.entries ?? []), ...change.entries].sort(compareEntries);
      const ours = writers.get(kindOf(object));
      const commit = explained?.commit ?? change.commit;
      changes.set(commit, {
        ...{ commit, object, requests: explained?.requests ?? requests, review: explained?.review ?? null },
        time: entries.at(-1)?.time ?? change.observed,
        change: explained
          ? { ...explained.change, entries, attribution: change.attribution, verdict: change.verdict }
          : change,
        ownWrite: entries.some(({ actorId }) => ours?.has(actorId) === true),
      });
      const created = (explained?.change ?? change).type === 'created';
      requests = useRecorded(requests, change, { commit, object, created });
    },
    addDecision(event: DecisionEvent): void {
      const { decision, at } = event;
      requests = foldRequestDecision(requests, decision, at);
      const kind = kindOf(decision.object);
      if (decision.decision === 'reverting') {
        writers.set(kind, (writers.get(kind) ?? new Set()).add(decision.writer ?? ''));
      }
      const members = draft.episodes.get(decision.object)?.changes ?? [];
      fold(event);
      const review = toReview(event);
      if (review !== null) setReview(members, review);
    },
    /** What was approved for a while is undecided afterwards. */
    addExpiry(event: Extract<RecordedEvent, { readonly type: 'expiry' }>): void {
      fold(event);
      setReview(draft.episodes.get(event.object)?.changes ?? [], null);
    },
  };
}

/** A revert is announced first: it is decided then, and its own write may end the episode before it is recorded as done. */
function toReview({ decision: { decision, by, comment }, at }: DecisionEvent): ReviewDecision | null {
  // One of several approvals decides nothing yet.
  if (decision === 'approving') return null;
  return { decision: decision === 'reverting' ? 'reverted' : decision, by, comment, at };
}
