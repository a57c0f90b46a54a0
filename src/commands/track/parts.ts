import { knownKind } from '#drift/assemble.ts';
import type { AuditEntry } from '#drift/audit-entry.ts';
import { groupEntries } from '#drift/changed-objects.ts';
import type { State } from '#drift/state.ts';
import { findKind, kinds } from '#kinds/registry.ts';

/** Objects that are read, committed and pushed before the next ones are read: a long backlog makes headway in any run. */
const objectsInPart = 500;

/**
 * Entries in parts to be worked off one after another, an object's entries together. A kind with an order stays whole: the
 * entries of a reorder belong to one commit.
 */
export function toParts(
  entries: readonly AuditEntry[],
  state: State,
  files: ReadonlyMap<string, string>,
): readonly (readonly AuditEntry[])[] {
  const ordered = new Map<string, AuditEntry[]>();
  const single: AuditEntry[][] = [];
  for (const group of groupEntries(entries)) {
    const kind =
      (group.source === null ? undefined : findKind(group.source)) ?? knownKind(group.id, kinds, state, files);
    if (kind && kind.order !== 'none') ordered.set(kind.name, [...(ordered.get(kind.name) ?? []), ...group.entries]);
    else single.push([...group.entries]);
  }
  const wholes = [...ordered.values()];
  if (single.length <= objectsInPart) return [[...wholes.flat(), ...single.flat()]];
  const slices = Array.from({ length: Math.ceil(single.length / objectsInPart) }, (_, index) =>
    single.slice(index * objectsInPart, (index + 1) * objectsInPart).flat(),
  );
  return [...wholes, ...slices];
}
