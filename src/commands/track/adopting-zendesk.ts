import { adoptMasks } from '#core/snapshot/adopt-masks.ts';
import { isRedacted, type Redaction } from '#core/snapshot/redact.ts';
import type { ObservedObject, Snapshot } from '#core/snapshot/snapshot.ts';
import { pathOf } from '#core/state/history.ts';
import type { RecordedFiles } from '#ledger/recorded-files.ts';
import { toAsWritten, toRecorded } from '#ledger/snapshot-text.ts';
import type { Zendesk } from '#ports.ts';

/**
 * The account as it would look had it been read under the rules that history was written under: recorded masks where only
 * the key or the detectors differ, recorded bytes where only the format of snapshots differs.
 */
export function adoptingZendesk(
  zendesk: Zendesk,
  redaction: Redaction,
  account: string,
  files: RecordedFiles,
): Zendesk {
  const adopt = async (items: readonly ObservedObject[]): Promise<readonly ObservedObject[]> => {
    await files.load(items.flatMap((item) => (mayDiffer(item) ? pathOfItem(account, item) : [])));
    return items.map((item) => {
      const [path = ''] = mayDiffer(item) ? pathOfItem(account, item) : [];
      const text = files.textOf(path);
      if (text === null || item.type !== 'readable') return item;
      const recorded = toAsWritten(item.snapshot.object, text);
      const snapshot = adoptMasks(item.snapshot, recorded, redaction);
      return { ...item, snapshot: toRecorded(recorded.object, text).text === snapshot.text ? recorded : snapshot };
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

/** Rules and formats make a difference to masks, to escaped characters, and to lists of ids. */
const mayDiffer = (item: ObservedObject): boolean =>
  item.type === 'readable' &&
  (isRedacted(item.snapshot.value) || item.snapshot.text.includes('\\u') || hasIds(item.snapshot));

const hasIds = ({ value }: Snapshot): boolean =>
  Object.values(value).some((list) => Array.isArray(list) && list.length > 1 && typeof list[0] !== 'object');

const pathOfItem = (account: string, item: ObservedObject): readonly string[] =>
  item.type === 'readable' ? [pathOf(account, item.snapshot.object) ?? ''] : [];
