import { readEntry, type Source } from './read-objects.ts';

/** Branches whose tip has something at a path. What of them is not here comes in one fetch, without contents. */
export async function findRecord(
  source: Source,
  heads: ReadonlyMap<string, string>,
  own: string,
): Promise<readonly string[]> {
  const tips = [...new Set(heads.values())];
  const present = await source.store.read(tips.map((id) => `${id}:`));
  const missing = tips.filter((_, index) => present[index]?.type !== 'tree');
  if (missing.length > 0 && source.checkout.remote !== null) await source.store.fetchFolders(missing);
  const found = new Set<string>();
  for (const id of tips) if ((await readEntry(source, id, own)) !== null) found.add(id);
  return [...heads].flatMap(([name, id]) => (found.has(id) ? [name] : []));
}
