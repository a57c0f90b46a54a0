import { adoptMasks } from '#core/snapshot/adopt-masks.ts';
import { isRedacted, type Redaction } from '#core/snapshot/redact.ts';
import type { ObservedObject } from '#core/snapshot/snapshot.ts';
import { pathOf } from '#core/state/history.ts';
import type { RecordedFiles } from '#ledger/recorded-files.ts';
import { toRecorded } from '#ledger/snapshot-text.ts';
import type { Zendesk } from '#ports.ts';

/** The account, masked, as it would look had the recorded masks been made with today's key and detectors. */
export function adoptingZendesk(
  zendesk: Zendesk,
  redaction: Redaction,
  account: string,
  files: RecordedFiles,
): Zendesk {
  const adopt = async (items: readonly ObservedObject[]): Promise<readonly ObservedObject[]> => {
    const masked = (item: ObservedObject) => item.type === 'readable' && isRedacted(item.snapshot.value);
    await files.load(items.flatMap((item) => (masked(item) ? pathOfItem(account, item) : [])));
    return items.map((item) => {
      const [path = ''] = masked(item) ? pathOfItem(account, item) : [];
      const text = files.textOf(path);
      if (text === null || item.type !== 'readable') return item;
      return { ...item, snapshot: adoptMasks(item.snapshot, toRecorded(item.snapshot.object, text), redaction) };
    });
  };
  return {
    ...zendesk,
    listObjects: async (kind) => {
      const listing = await zendesk.listObjects(kind);
      return listing.type === 'unusable' ? listing : { ...listing, objects: await adopt(listing.objects) };
    },
    readObject: async (kind, id) => {
      const read = await zendesk.readObject(kind, id);
      if (read.type !== 'found') return read;
      const [object] = await adopt([read.object]);
      return object === undefined ? read : { ...read, object };
    },
  };
}

const pathOfItem = (account: string, item: ObservedObject): readonly string[] =>
  item.type === 'readable' ? [pathOf(account, item.snapshot.object) ?? ''] : [];
