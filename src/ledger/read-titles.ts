import { isOrder } from '#core/object-key.ts';
import type { RecordedChange } from '#core/state/recorded-change.ts';
import type { Repository } from '#ports.ts';
import { titleOf } from './snapshot-text.ts';

/** Titles of the states around some changes, by blob. An order has none. */
export async function readTitles(
  repository: Repository,
  changes: readonly RecordedChange[],
): Promise<(blob: string | null) => string | null> {
  const named = changes.filter(({ object }) => !isOrder(object));
  const blobs = new Set(named.flatMap(({ change }) => [change.before, change.after]).filter((blob) => blob !== null));
  const texts = blobs.size === 0 ? new Map<string, string>() : await repository.readBlobs([...blobs]);
  const titles = new Map([...texts].map(([blob, text]) => [blob, titleOf(text)]));
  return (blob) => (blob === null ? null : (titles.get(blob) ?? null));
}
