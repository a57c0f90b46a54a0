import { parseOtherFields, type RecordedOthers } from '#core/snapshot/other-fields.ts';
import type { RecordedFiles } from './recorded-files.ts';

export const otherFieldsPath = (account: string): string => `snapshots/${account}/other-fields.json`;

/** Recorded fingerprints of settings outside the snapshots; null where nobody has looked at them yet. */
export async function readOtherFields(account: string, files: RecordedFiles): Promise<RecordedOthers | null> {
  const path = otherFieldsPath(account);
  await files.load([path]);
  return parseOtherFields(files.textOf(path));
}
