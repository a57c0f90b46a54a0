import type { Reading } from '#core/entry/assemble.ts';
import { groupKey, hasAction } from '#core/entry/changed-objects.ts';
import { objectKey } from '#core/object-key.ts';
import { pathOf } from '#core/state/history.ts';
import { isAccepted } from '#core/state/vanished.ts';
import type { Kind } from '#kinds/kind.ts';
import { fileIds } from '#ledger/recorded-files.ts';
import { isReleased, type ListedKind } from './list-kind.ts';
import type { Observed, ObserveInput } from './observe.ts';
import type { TrackRun } from './track-run.ts';

/** A kind of which nothing is committed in this run, and why. */
export interface HeldBack {
  readonly kind: Kind;
  readonly reason: string;
  /** Objects that are missing, where that is the reason. */
  readonly vanished: readonly string[];
}

/** This many may always be missing: a percentage of a few objects says nothing (docs/semantics.md, Kinds held back). */
const smallNumber = 4;

/** Objects whose deletion is believed because `--accept-vanished` named their kind, where the kind would have been held back. */
export interface Accepted {
  readonly kind: Kind;
  readonly ids: readonly string[];
}

export interface Swept {
  readonly readings: readonly Reading[];
  readonly heldBack: readonly HeldBack[];
  readonly accepted: readonly Accepted[];
}

/** What listings of these kinds show beside the log: objects that differ, are new, or are gone without an entry. */
export async function readSweep(
  run: TrackRun,
  input: ObserveInput,
  observed: Observed,
  kinds: readonly Kind[],
): Promise<Swept> {
  const readings: Reading[] = [];
  const heldBack: HeldBack[] = [];
  const accepted: Accepted[] = [];
  for (const listed of observed.listed.values()) {
    if (listed.unusable !== null || !kinds.includes(listed.kind)) continue;
    const known = fileIds(input.state.account, input.files, listed.kind);
    const readingOf = (id: string) => observed.readings.get(groupKey(listed.kind, id));
    const unlisted = known.filter((id) => !listed.objects.has(id));
    const missing = unlisted.filter((id) => readingOf(id) === undefined);
    const vanished = unlisted.filter((id) => !hasAction(readingOf(id)?.entries ?? [], 'destroy'));
    const held = toHeldBack(run, listed, vanished, known.length);
    if (held && !isReleased(input, listed.kind, vanished)) {
      heldBack.push(held);
      continue;
    }
    // What a reviewer accepted is in history already.
    if (held && !isAccepted(input.state.accepted, listed.kind.name, vanished)) {
      accepted.push({ kind: listed.kind, ids: vanished });
    }
    readings.push(...differing(run, input, listed, observed), ...(await confirmMissing(input, listed, missing)));
  }
  return { readings, heldBack, accepted };
}

/** More than a share of a kind missing at once, or all of it, is rather a bad answer than many deletions. */
function toHeldBack(
  run: TrackRun,
  { kind, objects }: ListedKind,
  missing: readonly string[],
  known: number,
): HeldBack | null {
  const share = run.config.sweep.maxVanished;
  const empty = objects.size === 0 && missing.length > 0;
  if (!empty && (missing.length <= smallNumber || missing.length <= known * share)) return null;
  const percent = `${Math.round(share * 100)} %`;
  const reason = `${missing.length} of ${known} ${kind.plural} are missing without a "destroy" entry, more than ${percent}`;
  return { kind, reason, vanished: missing };
}

/** Listed objects whose state is not the recorded one. Their readings have no entries. */
function differing(
  run: TrackRun,
  input: ObserveInput,
  { kind, objects, readAt }: ListedKind,
  observed: Observed,
): readonly Reading[] {
  return [...objects].flatMap(([id, object]) => {
    if (observed.readings.has(groupKey(kind, id))) return [];
    const recorded = input.files.get(pathOf(input.state.account, objectKey(kind.name, id)) ?? '');
    const same = object.type === 'readable' && run.repository.blobId(object.snapshot.text) === recorded;
    return same ? [] : [{ kind, id, entries: [], read: { type: 'found', object }, readAt, confirmedGone: false }];
  });
}

/** A listing may skip a row while someone edits: only a GET makes it a deletion. */
async function confirmMissing(
  { zendesk }: ObserveInput,
  { kind }: ListedKind,
  missing: readonly string[],
): Promise<readonly Reading[]> {
  return Promise.all(
    missing.map(async (id) => {
      const readAt = zendesk.serverTime();
      return { kind, id, entries: [], read: await zendesk.readObject(kind, id), readAt, confirmedGone: true };
    }),
  );
}
