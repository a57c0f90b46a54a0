import { idOf, isObjectKey, kindOf, type ObjectKey, snapshotPath } from '#core/object-key.ts';
import { findKind } from '#kinds/registry.ts';
import type { BackfillRun } from './backfill-run.ts';
import { parseChunk, startOfChunk } from './spool-files.ts';

/**
 * Whether an object is one whose past may be shown. A macro or view that the baseline does not have was deleted, or belongs to
 * one agent and is not tracked: only the log can tell them apart. `tree` = paths of the baseline, `files` = what was collected.
 */
export async function openTracked(
  { repository, config }: BackfillRun,
  tree: ReadonlyMap<string, string>,
  files: ReadonlyMap<string, string>,
): Promise<(object: string) => boolean> {
  const isInBaseline = (object: ObjectKey): boolean => {
    const kind = findKind(kindOf(object));
    return kind !== undefined && tree.has(snapshotPath(config.account, kind.plural, idOf(object)));
  };
  const isUnsure = (object: ObjectKey): boolean =>
    !config.includePersonal && findKind(kindOf(object))?.personal !== false && !isInBaseline(object);
  const deleted = new Set<string>();
  for (const [path, blob] of files) {
    if (startOfChunk(path) === null) continue;
    for (const { object, action } of parseChunk((await repository.readBlobs([blob])).get(blob) ?? '')) {
      if (action === 'destroy' && isObjectKey(object) && isUnsure(object)) deleted.add(object);
    }
  }
  return (object) => isObjectKey(object) && (deleted.has(object) || !isUnsure(object));
}
