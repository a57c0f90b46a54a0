import { idOf, isOrder, kindOf, type ObjectKey, objectKey } from '#core/object-key.ts';
import type { Snapshot } from '#core/snapshot/snapshot.ts';
import { pathOf } from '#core/state/history.ts';
import { withId } from '#core/write-back/own-writes.ts';
import type { Refusal, WriteBackTarget } from '#core/write-back/write-back.ts';
import { findKind } from '#kinds/registry.ts';
import type { RecordedFiles } from '#ledger/recorded-files.ts';
import { toRecorded } from '#ledger/snapshot-text.ts';
import type { RestorePoint } from './read-point.ts';

export interface SelectedTarget {
  readonly target: WriteBackTarget;
  readonly object: ObjectKey;
  /** Nobody ever approved the target: as our own write, it is approved by being restored (docs/semantics.md, Reverts). */
  readonly unapproved: boolean;
  /** Why it is not even tried. */
  readonly refusal: Refusal | null;
}

interface Sources {
  readonly account: string;
  readonly files: RecordedFiles;
  readonly point: RestorePoint;
  readonly blobId: (text: string) => string;
}

/** What is wanted of each object: its state at the point, from the one that is recorded now. Reads blobs. */
export async function selectTargets(
  sources: Sources,
  objects: readonly ObjectKey[],
): Promise<readonly SelectedTarget[]> {
  const { account, files, point } = sources;
  const paths = objects.map((object) => pathOf(account, object) ?? '');
  const living = objects.map((object) => substituteOf(sources, object) ?? object);
  await files.loadBlobs(paths.flatMap((path) => point.recorded.get(path) ?? []));
  await files.load(living.map((object) => pathOf(account, object) ?? ''));
  return objects.flatMap((object) => toTarget(sources, object) ?? []);
}

/** Null where there is nothing to write: an order that was never recorded, a substitute that is as it should be. */
function toTarget(sources: Sources, object: ObjectKey): SelectedTarget | null {
  const { account, files, point } = sources;
  const kind = findKind(kindOf(object));
  const path = pathOf(account, object) ?? '';
  const wanted = toSnapshot(object, files.textOfBlob(point.recorded.get(path) ?? ''));
  const recorded = toSnapshot(object, files.textOf(path));
  if (!kind || (isOrder(object) && (wanted === null || recorded === null))) return null;
  const substitute = wanted === null ? null : substituteOf(sources, object);
  if (substitute === null || wanted === null) {
    const unapproved = wanted !== null && !isApproved(sources, path, wanted);
    return { object, unapproved, target: { kind, id: idOf(object), recorded, wanted, remove: false }, refusal: null };
  }
  const place = pathOf(account, substitute) ?? '';
  const present = toSnapshot(substitute, files.textOf(place));
  const renamed = withId(wanted, idOf(substitute));
  if (renamed.text === present?.text) return null;
  const target = { kind, id: idOf(substitute), recorded: present, wanted: renamed, remove: false };
  const unapproved = !isApproved(sources, path, wanted) && !isApproved(sources, place, renamed);
  // Only states of commits that count are ever written (docs/semantics.md, Reverts).
  return point.states.get(place)?.has(sources.blobId(renamed.text)) === true
    ? { object: substitute, unapproved, target, refusal: null }
    : { object, unapproved, target, refusal: { reason: 'recreated', as: substitute } };
}

const isApproved = ({ point, blobId }: Sources, path: string, { text }: Snapshot): boolean =>
  point.approved.get(path)?.has(blobId(text)) === true;

const toSnapshot = (object: ObjectKey, text: string | null): Snapshot | null =>
  text === null ? null : toRecorded(object, text);

/** An object that is gone and was created again since is brought back under its new id, not made a second time. */
function substituteOf({ account, files, point }: Sources, object: ObjectKey): ObjectKey | null {
  const id = point.newIds.get(object);
  if (id === undefined || files.blobs.has(pathOf(account, object) ?? '')) return null;
  const substitute = objectKey(kindOf(object), id);
  return files.blobs.has(pathOf(account, substitute) ?? '') ? substitute : null;
}
