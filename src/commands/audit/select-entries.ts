import type { AuditFilters } from '#config/audit-settings.ts';
import { isInRange } from '#policy/ip-range.ts';
import type { LogEntry } from '#ports/audit-log.ts';

/** What was read and what of it was kept: the proof that a filter left nothing out. */
export interface Tally {
  /** Entries of the period. */
  read: number;
  /** Those that match every filter. */
  matched: number;
  /** For each filter that is set: how many entries of the period match it, whatever the others say. */
  readonly matching: Record<string, number>;
  readonly unreadable: Set<string>;
}

export const openTally = (): Tally => ({ read: 0, matched: 0, matching: {}, unreadable: new Set() });

type Test = readonly [name: string, matches: (entry: LogEntry) => boolean];

/** The filters that are set, under the names of their options. */
function listTests({ actions, actors, sourceTypes, sourceIds, ips }: AuditFilters): readonly Test[] {
  const among = (values: readonly string[], value: string | null): boolean => value !== null && values.includes(value);
  const tests: readonly (Test | null)[] = [
    actions.length > 0 ? ['action', ({ action }) => among(actions, action?.toLowerCase() ?? null)] : null,
    actors.length > 0 ? ['actor', ({ actor_id }) => among(actors, actor_id)] : null,
    sourceTypes.length > 0 ? ['source-type', ({ source_type }) => among(sourceTypes, source_type)] : null,
    sourceIds.length > 0 ? ['source-id', ({ source_id }) => among(sourceIds, source_id)] : null,
    ips.length > 0 ? ['ip', ({ ip_address }) => ips.some(({ range }) => isInRange(range, ip_address))] : null,
  ];
  return tests.filter((test) => test !== null);
}

/** Counts entries of the period into `tally` and keeps those that match every filter. */
export function openSelection(
  filters: AuditFilters,
  tally: Tally,
): (entries: readonly LogEntry[]) => readonly LogEntry[] {
  const tests = listTests(filters);
  for (const [name] of tests) tally.matching[name] ??= 0;
  return (entries) => {
    const matched = tests.length === 0 ? entries : entries.filter((entry) => matchesAll(entry, tests, tally));
    tally.read += entries.length;
    tally.matched += matched.length;
    return matched;
  };
}

function matchesAll(entry: LogEntry, tests: readonly Test[], { matching }: Tally): boolean {
  let all = true;
  for (const [name, matches] of tests) {
    if (matches(entry)) matching[name] = (matching[name] ?? 0) + 1;
    else all = false;
  }
  return all;
}
