import { compareText } from '#core/entry/audit-entry.ts';
import type { KindRow, PersonRow, ReportedChange } from '#render/report/report-result.ts';

/** `changes` newest first: a person goes by the newest name. */
export function countPeople(changes: readonly ReportedChange[]): readonly PersonRow[] {
  const rows = new Map<string | null, PersonRow>();
  const count = (id: string | null, name: string, login: string | null, change: ReportedChange): void => {
    const row = rows.get(id) ?? { id, name, login, changes: 0, unapproved: 0, offHours: 0 };
    rows.set(id, {
      ...row,
      changes: row.changes + 1,
      unapproved: row.unapproved + Number(change.verdict === 'unapproved'),
      offHours: row.offHours + Number(change.offHours === true),
    });
  };
  for (const change of changes) {
    if (change.people.length === 0) count(null, 'Unknown (no audit entry)', null, change);
    const people = new Map(change.people.map((person) => [person.id, person]));
    for (const { id, name, login } of people.values()) count(id, name, login, change);
  }
  return [...rows.values()].sort((a, b) => b.changes - a.changes || compareText(a.id ?? '', b.id ?? ''));
}

export function countKinds(changes: readonly ReportedChange[]): readonly KindRow[] {
  const kinds = [...new Set(changes.map(({ kind }) => kind))];
  const rows = kinds.map((kind) => {
    const own = changes.filter((change) => change.kind === kind);
    const type = (name: string): number => own.filter(({ change }) => change === name).length;
    return {
      kind,
      changes: own.length,
      created: type('created'),
      updated: type('updated'),
      deleted: type('deleted'),
      reordered: type('reordered'),
      unapproved: own.filter(({ verdict }) => verdict === 'unapproved').length,
    };
  });
  return rows.sort((a, b) => b.changes - a.changes || compareText(a.kind, b.kind));
}
