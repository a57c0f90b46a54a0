import { compareText } from '#core/entry/audit-entry.ts';
import type { Range } from '#core/range.ts';
import type { AuditPage } from '#ports.ts';
import type { Completeness } from '#render/evidence/evidence-result.ts';
import type { Recorded } from './read-recorded.ts';

/** The entries that history has of a range against those that Zendesk lists, both ways. */
export function compareEntries(recorded: Recorded, listed: AuditPage | null, { from, to }: Range): Completeness {
  const isInRange = (time: string) => time >= from && time <= to;
  const own = [...recorded.entries].filter(([, { time }]) => isInRange(time)).map(([id]) => id);
  if (listed === null) return { recorded: own.length, listed: null };
  const edits = listed.entries.filter(({ time }) => isInRange(time));
  const present = new Set(edits.map(({ id }) => id));
  const unrecorded = edits.filter(({ id }) => !recorded.entries.has(id));
  const { since, ids } = recorded;
  const before = unrecorded.filter(({ time }) => since === null || time < since);
  const after = unrecorded.filter(({ time }) => since !== null && time >= since);
  const missing = after.filter(({ sourceId }) => ids.has(sourceId)).map(({ id }) => id);
  return {
    recorded: own.length,
    listed: {
      entries: edits.length,
      both: own.filter((id) => present.has(id)).length,
      onlyRecorded: sorted(own.filter((id) => !present.has(id))),
      onlyListed: sorted(missing),
      beforeBaseline: before.length,
      notTracked: after.length - missing.length,
      otherActions: listed.others.filter(({ time }) => isInRange(time)).length,
    },
  };
}

const sorted = (ids: readonly string[]): readonly string[] =>
  [...ids].sort((a, b) => a.length - b.length || compareText(a, b));
