import { knownKind } from '#core/entry/assemble.ts';
import type { AuditEntry } from '#core/entry/audit-entry.ts';
import { type EntryGroup, groupEntries } from '#core/entry/changed-objects.ts';
import type { State } from '#core/state/state.ts';

/** Objects that are read, committed and pushed before the next ones are read: a long backlog makes headway in any run. */
const mostObjects = 500;
const fewestObjects = 10;
/** Milliseconds that an object takes with a slow account, read, written and pushed: what a first part is measured by. */
const slowObject = 100;

/** Objects of a first part that fits well into the time that is left, in milliseconds: a third of it. */
export const firstPart = (timeLeft: number): number =>
  Math.min(mostObjects, Math.max(fewestObjects, Math.floor(timeLeft / 3 / slowObject)));

/**
 * Entries in parts to be worked off one after another, an object's entries together. A kind with an order stays whole: the
 * entries of a reorder belong to one commit. The first part has at most `first` objects, each further one up to twice as
 * many: what was pushed stays, also where the deadline ends the run in a later one.
 */
export function toParts(
  entries: readonly AuditEntry[],
  state: State,
  files: ReadonlyMap<string, string>,
  first: number,
): readonly (readonly AuditEntry[])[] {
  const ordered = new Map<string, EntryGroup[]>();
  const single: EntryGroup[] = [];
  for (const group of groupEntries(entries)) {
    const kind = group.source ?? knownKind(group.id, group.family, state, files);
    if (kind && kind.order !== 'none') ordered.set(kind.name, [...(ordered.get(kind.name) ?? []), group]);
    else single.push(group);
  }
  const wholes = [...ordered.values()].sort((a, b) => a.length - b.length);
  const all = [...single, ...wholes.flat()];
  if (all.length <= first) return [toEntries(all)];
  return [...slice(single, first), ...wholes].map(toEntries);
}

const toEntries = (groups: readonly EntryGroup[]): readonly AuditEntry[] => groups.flatMap(({ entries }) => entries);

function slice(groups: readonly EntryGroup[], first: number): readonly (readonly EntryGroup[])[] {
  const slices: (readonly EntryGroup[])[] = [];
  for (let [from, size] = [0, first]; from < groups.length; from += size, size = Math.min(size * 2, mostObjects)) {
    slices.push(groups.slice(from, from + size));
  }
  return slices;
}
