import { type ObjectKey, objectAt } from '#core/object-key.ts';
import { type BrokenReference, openBroken } from '#core/references/broken.ts';
import { type RecordedObject, toRecordedObject } from '#core/references/recorded-object.ts';
import { foldUses, referenceOf, type Use } from '#core/references/uses.ts';
import type { Snapshot } from '#core/snapshot/snapshot.ts';
import { findKind } from '#kinds/registry.ts';
import type { Ledger } from './publish.ts';

/** Whether anything can name objects of a kind: only then is it worth reading who does. */
export const isNamed = (kind: string): boolean => findKind(kind)?.namedBy !== undefined;

/** An object in its states around a change. */
export interface NamedObject {
  readonly kind: string;
  readonly states: readonly (Snapshot | null)[];
}

/**
 * Who names some objects. Reads every recorded snapshot, so nothing is asked for objects that nothing can name. `now` = what
 * this run has made of some objects; null = deleted.
 */
export async function readUses(
  ledger: Pick<Ledger, 'files' | 'state'>,
  named: readonly NamedObject[],
  now: ReadonlyMap<ObjectKey, string | null> = new Map(),
): Promise<(one: NamedObject) => readonly Use[]> {
  const referencesOf = ({ kind, states }: NamedObject): readonly string[] => [
    ...new Set(states.flatMap((state) => (state === null ? [] : (referenceOf(findKind(kind), state.value) ?? [])))),
  ];
  const wanted = new Set(named.flatMap(referencesOf));
  if (wanted.size === 0) return () => [];
  const uses = foldUses(await readRecorded(ledger, now), wanted);
  return (one) => [
    ...new Map(
      referencesOf(one)
        .flatMap((key) => uses.get(key) ?? [])
        .map((use) => [use.object, use]),
    ).values(),
  ];
}

/** Active objects that name what is deleted or switched off. Null where no kind is recorded that anything could name. */
export async function readBroken(ledger: Pick<Ledger, 'files' | 'state'>): Promise<readonly BrokenReference[] | null> {
  if (!hasNamed(ledger)) return null;
  const broken = openBroken();
  for (const object of await readRecorded(ledger)) broken.add(object);
  return broken.list();
}

/** Whether anything is recorded that others may name. */
export const hasNamed = ({ state }: Pick<Ledger, 'state'>): boolean => [...state.baselines.keys()].some(isNamed);

/** Every recorded object, one after the other. */
export async function readRecorded(
  { files, state }: Pick<Ledger, 'files' | 'state'>,
  now: ReadonlyMap<ObjectKey, string | null> = new Map(),
): Promise<Iterable<RecordedObject>> {
  const objects = [...files.blobs.keys()].flatMap((path) => {
    const object = objectAt(state.account, path);
    return object === null ? [] : [{ path, object }];
  });
  await files.load(objects.map(({ path }) => path));
  return toObjects(objects, now, files.textOf);
}

function* toObjects(
  objects: readonly { readonly path: string; readonly object: ObjectKey }[],
  now: ReadonlyMap<ObjectKey, string | null>,
  textOf: (path: string) => string | null,
): Generator<RecordedObject> {
  for (const { path, object } of objects) {
    const text = now.has(object) ? (now.get(object) ?? null) : textOf(path);
    const recorded = text === null ? null : toRecordedObject(object, text);
    if (recorded !== null) yield recorded;
  }
}
