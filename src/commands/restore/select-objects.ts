import { isOrder, kindOf, type ObjectKey, objectKey } from '#core/object-key.ts';
import { type OwnCommit, pathOf } from '#core/state/history.ts';
import { kinds } from '#kinds/registry.ts';
import type { RestorePoint } from './read-point.ts';

export interface Selection {
  /** Empty = all. */
  readonly objects: readonly ObjectKey[];
  readonly actor: string | null;
  readonly since: string | null;
}

/** Objects that are recorded in another state now than at the point, as far as they are asked for; orders last. */
export function selectObjects(
  account: string,
  recorded: ReadonlyMap<string, string>,
  point: RestorePoint,
  selection: Selection,
): readonly ObjectKey[] {
  const wanted = new Set(selection.objects);
  const touched = toTouched(point.later, selection);
  const substitutes = toSubstitutes(point);
  return listObjects(account, [...point.recorded.keys(), ...recorded.keys()]).filter((object) => {
    const path = pathOf(account, object) ?? '';
    const named = wanted.size === 0 ? !substitutes.has(object) : wanted.has(object);
    return named && touched?.has(object) !== false && point.recorded.get(path) !== recorded.get(path);
  });
}

/** Every recorded object, without the orders. */
export const listRecorded = (account: string, blobs: ReadonlyMap<string, string>): readonly ObjectKey[] =>
  listObjects(account, [...blobs.keys()]).filter((object) => !isOrder(object));

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

/** What someone has changed, or what has changed since; null = no such limit. */
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

/** New objects that stand for ones of that point: they were not there under their own id, and yet belong there. */
const toSubstitutes = ({ newIds }: RestorePoint): ReadonlySet<ObjectKey> =>
  new Set([...newIds].map(([object, id]) => objectKey(kindOf(object), id)));
