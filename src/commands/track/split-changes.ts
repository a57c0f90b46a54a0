import { type Change, otherFieldsOf } from '#core/change.ts';
import { splitByRevisions } from '#core/entry/revision-split.ts';
import { idOf, isOrder, kindOf } from '#core/object-key.ts';
import { pathOf } from '#core/state/history.ts';
import { ZendriftError } from '#errors.ts';
import { findKind } from '#kinds/registry.ts';
import type { Ledger } from '#ledger/publish.ts';
import { toRecorded } from '#ledger/snapshot-text.ts';
import type { Revision } from '#ports.ts';
import type { TrackRun } from './track-run.ts';

/** Changes of several entries as one change for each, wherever the account keeps revisions and they fit exactly. */
export async function splitChanges(
  run: TrackRun,
  { files, state }: Ledger,
  changes: readonly Change[],
): Promise<readonly Change[]> {
  const split: Change[] = [];
  for (const change of changes) {
    const kind = findKind(kindOf(change.object));
    // A transient change is never split: a reviewer must see it as a whole (docs/semantics.md, Transient changes).
    const several = change.attribution === 'collapsed' && (change.type === 'updated' || change.type === 'created');
    // No revision holds a setting outside the snapshot: which of several people changed it, none of them shows.
    const isWhole = otherFieldsOf(change).length === 0;
    if (!kind?.revisions || !several || !isWhole || isOrder(change.object)) {
      split.push(change);
      continue;
    }
    const path = pathOf(state.account, change.object) ?? '';
    await files.load([path]);
    const text = files.textOf(path);
    const before = text === null ? null : toRecorded(change.object, text);
    const revisions = await listRevisions(run, kind.name, idOf(change.object));
    split.push(...(splitByRevisions(kind, change, before, revisions) ?? [change]));
  }
  return split;
}

/** Oldest first; none where the plan has none or they cannot be read just now: then nobody is named for a single state. */
async function listRevisions(run: TrackRun, kindName: string, id: string): Promise<readonly Revision[]> {
  const kind = findKind(kindName);
  if (!kind) return [];
  try {
    return ((await run.zendesk.listRevisions(kind, id)) ?? []).toReversed();
  } catch (error) {
    if (error instanceof ZendriftError && error.code.startsWith('zendesk-')) return [];
    throw error;
  }
}
