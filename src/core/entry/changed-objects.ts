import { isPathSafeId } from '#kinds/object-id.ts';
import { kinds } from '#kinds/registry.ts';
import { type AuditEntry, compareEntries } from './audit-entry.ts';

/** The entries of one source id, oldest first. Rules of all kinds share one id sequence: an id is of one kind at most. */
export interface EntryGroup {
  readonly id: string;
  readonly entries: readonly AuditEntry[];
  /** Kind named by a specific source type, null where every entry says "rule". */
  readonly source: string | null;
}

export const hasAction = (entries: readonly AuditEntry[], ...actions: readonly string[]): boolean =>
  entries.some((entry) => actions.includes(entry.action));

/**
 * Groups entries by object. The same entry read twice (overlapping windows, two pages, the state's pending list) counts
 * once; the first one given wins. Ids that could not become a path are nobody's object and are left out.
 */
export function groupEntries(entries: readonly AuditEntry[]): readonly EntryGroup[] {
  const byId = new Map<string, Map<string, AuditEntry>>();
  for (const entry of entries) {
    if (!isPathSafeId(entry.sourceId)) continue;
    const group = byId.get(entry.sourceId) ?? new Map<string, AuditEntry>();
    if (!group.has(entry.id)) group.set(entry.id, entry);
    byId.set(entry.sourceId, group);
  }
  return [...byId].map(([id, group]) => {
    const sorted = [...group.values()].sort(compareEntries);
    return { id, entries: sorted, source: specificSource(sorted) };
  });
}

function specificSource(entries: readonly AuditEntry[]): string | null {
  for (const { sourceType } of entries) {
    const kind = kinds.find(({ auditSources }) => auditSources.includes(sourceType));
    if (kind) return kind.name;
  }
  return null;
}
