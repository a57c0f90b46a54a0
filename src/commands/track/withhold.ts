import type { Change } from '#core/change.ts';
import { type ObjectKey, objectKey } from '#core/object-key.ts';
import { pathOf } from '#core/state/history.ts';
import { kinds } from '#kinds/registry.ts';
import type { Ledger, Withheld } from '#ledger/publish.ts';
import type { Collected } from './collect.ts';
import type { TrackRun } from './track-run.ts';

export const secretReason = "GitHub's push protection found a secret in it";

/** Whose snapshots the named files are; other files follow from these and are no one's. */
export function withheldObjects(account: string, { paths }: Withheld): ReadonlySet<ObjectKey> {
  const objects = paths.flatMap((path) => {
    const [, , plural, name = ''] = path.split('/');
    const kind = kinds.find((one) => one.plural === plural);
    const object = kind && objectKey(kind.name, name.replace(/\.json$/, ''));
    return object !== undefined && pathOf(account, object) === path ? [object] : [];
  });
  return new Set(objects);
}

/**
 * What is left of a part after its push was refused for secrets: the objects that hold one wait, with their entries, and what
 * earlier pushes of the part recorded is out. The entries wait without words, which may hold the secret as well.
 */
export function withhold(
  { config, repository }: TrackRun,
  part: Collected,
  ledger: Ledger,
  refused: { readonly objects: ReadonlySet<ObjectKey>; readonly recorded: ReadonlySet<string> },
): Collected {
  const isRecorded = ({ object, entries, after }: Change): boolean => {
    if (entries.length > 0) return entries.every(({ id }) => refused.recorded.has(id));
    const blob = ledger.files.blobs.get(pathOf(config.account, object) ?? '') ?? null;
    return blob === (after === null ? null : repository.blobId(after.text));
  };
  const left = part.changes.filter((change) => !isRecorded(change));
  const held = left.filter(({ object }) => refused.objects.has(object));
  return {
    ...part,
    changes: left.filter((change) => !held.includes(change)),
    waiting: [
      ...part.waiting,
      ...held.map(({ object, entries }) => ({
        object,
        entries: entries.map((entry) => ({ ...entry, sourceLabel: '', description: '' })),
        reason: secretReason,
        problem: true,
      })),
    ],
    withheld: [...part.withheld, ...refused.objects],
  };
}
