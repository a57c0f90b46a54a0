import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstPart, toParts } from '#commands/track/parts.ts';
import type { AuditEntry } from '#core/entry/audit-entry.ts';
import { emptyState } from '#core/state/state.ts';

const entryOf = (id: number, kind: string, object: number): AuditEntry => ({
  id: String(id),
  action: 'update',
  actorId: '1001',
  actorName: 'Jane Doe',
  sourceId: `${kind.length}${object}`,
  sourceType: kind,
  sourceLabel: '',
  description: '',
  ip: null,
  time: '2026-11-20T08:00:00Z',
});

const entries = fc
  .array(fc.tuple(fc.constantFrom('macro', 'trigger', 'view', 'automation'), fc.integer({ min: 1, max: 60 })))
  .map((items) => items.map(([kind, object], index) => entryOf(index, kind, object)));

const partsOf = (list: readonly AuditEntry[], first: number) => toParts(list, emptyState('acme'), new Map(), first);

describe('parts of a backlog', () => {
  it('hold every entry once, those of an object together, and a kind with an order whole', () => {
    fc.assert(
      fc.property(entries, fc.integer({ min: 1, max: 40 }), (list, first) => {
        const parts = partsOf(list, first);
        expect(
          parts
            .flat()
            .map(({ id }) => Number(id))
            .sort((a, b) => a - b),
        ).toEqual(list.map(({ id }) => Number(id)));
        const partsWith = (matches: (entry: AuditEntry) => boolean) =>
          parts.filter((part) => part.some(matches)).length;
        for (const { sourceId } of list) expect(partsWith((entry) => entry.sourceId === sourceId)).toBe(1);
        for (const kind of ['trigger', 'view', 'automation']) {
          expect(partsWith(({ sourceType }) => sourceType === kind)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('are one where everything fits into the first', () => {
    expect(partsOf([entryOf(1, 'macro', 1), entryOf(2, 'trigger', 1)], 2)).toHaveLength(1);
    expect(partsOf([], 10)).toEqual([[]]);
  });

  it('begin small and grow: what was pushed stays when a later one does not fit any more', () => {
    const list = Array.from({ length: 100 }, (_, index) => entryOf(index, 'macro', index));
    expect(partsOf(list, 10).map(({ length }) => length)).toEqual([10, 20, 40, 30]);
  });

  it('are measured by the time that is left', () => {
    expect([5_000, 60_000, 45 * 60_000].map(firstPart)).toEqual([16, 200, 500]);
    expect(firstPart(-1)).toBe(10);
  });
});
