import { expect, test } from 'vitest';
import { compareEntries } from '#commands/evidence/compare-entries.ts';
import type { Recorded } from '#commands/evidence/read-recorded.ts';
import type { AuditEntry } from '#core/entry/audit-entry.ts';

const entry = (id: string, time: string, sourceId = '41'): AuditEntry => ({
  ...{ id, time, sourceId, action: 'update', actorId: '1001', actorName: 'Jane Doe' },
  ...{ sourceType: 'rule', sourceLabel: '', description: '', ip: null },
});
const range = { from: '2026-11-20T00:00:00Z', to: '2026-11-20T23:59:59Z' };
const at = (hour: string) => `2026-11-20T${hour}:00:00Z`;
const recorded: Recorded = {
  entries: new Map([
    ['1', { time: '2026-11-19T10:00:00Z', commit: 'a' }],
    ['2', { time: at('10'), commit: 'a' }],
    ['10', { time: at('11'), commit: 'b' }],
  ]),
  policies: new Map(),
  ids: new Set(['41']),
  since: at('08'),
};
const page = (...entries: readonly AuditEntry[]) => ({ entries, others: [entry('99', at('12'))], unreadable: [] });

test('entries of the period are compared both ways, and what is not recorded has its reason', () => {
  const listed = page(
    entry('1', '2026-11-19T10:00:00Z'),
    entry('2', at('10')),
    entry('3', at('07')),
    entry('4', at('12'), '77'),
    entry('5', at('12')),
  );
  expect(compareEntries(recorded, listed, range)).toEqual({
    recorded: 2,
    listed: {
      ...{ entries: 4, both: 1, onlyRecorded: ['10'], onlyListed: ['5'] },
      ...{ beforeBaseline: 1, notTracked: 1, otherActions: 1 },
    },
  });
});

test('without an answer of Zendesk only the record is counted', () => {
  expect(compareEntries(recorded, null, range)).toEqual({ recorded: 2, listed: null });
});
