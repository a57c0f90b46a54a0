import type { OwnCommit } from '#drift/history.ts';
import { pathOf } from '#drift/history.ts';
import { idOf, isOrder, kindOf, type ObjectKey, objectKey } from '#drift/object-key.ts';
import { withId } from '#drift/own-writes.ts';
import type { WriteBackWish } from '#drift/write-back.ts';
import { kinds } from '#kinds/registry.ts';
import { toRecorded } from '../track/snapshot-text.ts';
import type { Standing } from '../write-back/standing.ts';
import type { RestorePoint } from './read-point.ts';

export interface Selection {
  readonly objects: readonly ObjectKey[];
  readonly actor: string | null;
  readonly since: string | null;
}

/** A wish, and the object that was named where it lives on under another id. */
export interface SelectedWish {
  readonly wish: WriteBackWish;
  readonly object: ObjectKey;
}

/** What differs between the point and what is recorded now, as far as it is asked for; orders last. Reads blobs. */
export async function selectWishes(
  account: string,
  { position }: Standing,
  point: RestorePoint,
  selection: Selection,
): Promise<readonly SelectedWish[]> {
  const { files } = position;
  const wanted = new Set(selection.objects);
  const touched = toTouched(point.later, selection);
  const begun = new Set(position.state.reverts.filter(({ until }) => until === null).map(({ object }) => object));
  const chosen = listObjects(account, [
    ...point.recorded.keys(),
    ...files.blobs.keys(),
    ...pathsOf(account, wanted),
  ]).filter((object) => (wanted.size === 0 || wanted.has(object)) && (touched === null || touched.has(object)));
  const blobsOf = (object: ObjectKey) => {
    const path = pathOf(account, object) ?? '';
    return { before: point.recorded.get(path) ?? null, now: files.blobs.get(path) ?? null };
  };
  const differing = chosen.filter((object) => {
    const { before, now } = blobsOf(object);
    return before !== now || begun.has(object);
  });
  await files.loadBlobs(differing.flatMap((object) => Object.values(blobsOf(object)).filter((blob) => blob !== null)));
  const aliases = new Map(differing.map((object) => [object, aliasOf(account, files.blobs, point, object)]));
  await files.load([...aliases.values()].flatMap((alias) => (alias === null ? [] : (pathOf(account, alias) ?? []))));
  return differing.flatMap((object) => {
    const snapshot = (blob: string | null) => {
      const text = blob === null ? null : files.textOfBlob(blob);
      return text === null ? null : toRecorded(object, text);
    };
    const { before, now } = blobsOf(object);
    const kind = kinds.find(({ name }) => name === kindOf(object));
    if (!kind || (isOrder(object) && (before === null || now === null))) return [];
    const target = snapshot(before);
    const alias = aliases.get(object) ?? null;
    const common = { kind, remove: false };
    if (alias === null || target === null) {
      return [{ object, wish: { ...common, id: idOf(object), recorded: snapshot(now), target } }];
    }
    const text = files.textOf(pathOf(account, alias) ?? '');
    const recorded = text === null ? null : toRecorded(alias, text);
    return [{ object: alias, wish: { ...common, id: idOf(alias), recorded, target: withId(target, idOf(alias)) } }];
  });
}

const pathsOf = (account: string, objects: Iterable<ObjectKey>): readonly string[] =>
  [...objects].flatMap((object) => pathOf(account, object) ?? []);

/** Objects of paths, each once: kind by kind, by id, the orders behind everything that they put in order. */
function listObjects(account: string, paths: readonly string[]): readonly ObjectKey[] {
  const found = new Set<ObjectKey>();
  for (const { name, plural } of kinds) {
    const folder = `snapshots/${account}/${plural}/`;
    const own = paths.filter((path) => path.startsWith(folder) && path.endsWith('.json'));
    for (const path of own.sort()) found.add(objectKey(name, path.slice(folder.length, -'.json'.length)));
  }
  return [...found].sort((a, b) => Number(isOrder(a)) - Number(isOrder(b)));
}

/** What somebody has changed, or what has changed since; null = no such limit. */
function toTouched(later: readonly OwnCommit[], { actor, since }: Selection): ReadonlySet<ObjectKey> | null {
  if (actor === null && since === null) return null;
  const touched = new Set<ObjectKey>();
  for (const { facts } of later) {
    if (facts.type !== 'change') continue;
    const times = facts.entries.filter((entry) => actor === null || entry.actorId === actor).map(({ time }) => time);
    if (actor === null && times.length === 0) times.push(facts.observed);
    if (times.some((time) => since === null || time >= since)) touched.add(facts.object);
  }
  return touched;
}

/** An object that is gone and was created again since is brought back under its new id, not made a second time. */
function aliasOf(
  account: string,
  recorded: ReadonlyMap<string, string>,
  { newIds }: RestorePoint,
  object: ObjectKey,
): ObjectKey | null {
  const id = newIds.get(object);
  if (id === undefined || recorded.has(pathOf(account, object) ?? '')) return null;
  const alias = objectKey(kindOf(object), id);
  return recorded.has(pathOf(account, alias) ?? '') ? alias : null;
}

/** Every recorded object, without the orders. */
export const listRecorded = (account: string, blobs: ReadonlyMap<string, string>): readonly ObjectKey[] =>
  listObjects(account, [...blobs.keys()]).filter((object) => !isOrder(object));
