import type { Kind } from '#kinds/kind.ts';
import { isPathSafeId } from '#kinds/object-id.ts';
import { familyOf, kindOfSource, kindsOfSource } from '#kinds/registry.ts';
import { type AuditEntry, compareEntries } from './audit-entry.ts';

/** The entries of one object, oldest first. */
export interface EntryGroup {
  readonly key: string;
  readonly id: string;
  readonly entries: readonly AuditEntry[];
  /** Kind named by a specific source type, null where every entry says "rule" or the like. */
  readonly source: Kind | null;
  /** What it may be. */
  readonly family: readonly Kind[];
}

/** An object among all of the log: ids are of one kind at most only inside a family of kinds. */
export const groupKey = (kind: Kind, id: string): string => `${familyOf(kind)[0]?.name ?? kind.name}/${id}`;

export function groupKeyOf({ sourceType, sourceId }: Pick<AuditEntry, 'sourceType' | 'sourceId'>): string {
  const [kind] = kindsOfSource(sourceType);
  return kind === undefined ? `${sourceType}/${sourceId}` : groupKey(kind, sourceId);
}

export const hasAction = (entries: readonly AuditEntry[], ...actions: readonly string[]): boolean =>
  entries.some((entry) => actions.includes(entry.action));

/**
 * Groups entries by object. The same entry read twice (overlapping windows, two pages, the state's pending list) counts
 * once; the first one given wins. Ids that could not become a path are nobody's object and are left out.
 */
export function groupEntries(entries: readonly AuditEntry[]): readonly EntryGroup[] {
  const byKey = new Map<string, Map<string, AuditEntry>>();
  for (const entry of entries) {
    if (!isPathSafeId(entry.sourceId)) continue;
    const key = groupKeyOf(entry);
    const group = byKey.get(key) ?? new Map<string, AuditEntry>();
    if (!group.has(entry.id)) group.set(entry.id, entry);
    byKey.set(key, group);
  }
  return [...byKey].map(([key, group]) => {
    const sorted = [...group.values()].sort(compareEntries);
    const [kind] = kindsOfSource(sorted[0]?.sourceType ?? '');
    const family = kind === undefined ? [] : familyOf(kind);
    return { key, id: sorted[0]?.sourceId ?? '', entries: sorted, source: specificSource(sorted), family };
  });
}

function specificSource(entries: readonly AuditEntry[]): Kind | null {
  for (const { sourceType } of entries) {
    const kind = kindOfSource(sourceType);
    if (kind) return kind;
  }
  return null;
}
