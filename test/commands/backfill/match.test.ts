import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openMatcher, type PastEdit } from '#commands/backfill/match.ts';
import type { KeptEntry, KeptRevision } from '#commands/backfill/spool-files.ts';
import { addSeconds } from '#core/time.ts';
import { seed } from '../../support/seed.ts';

const at = (seconds: number): string => addSeconds('2026-04-01T09:00:00Z', seconds);

const revision = (id: string, seconds: number, authorId: string | null = '1001', trigger = '41'): PastEdit => ({
  revision: { id, trigger, authorId, time: at(seconds), blob: '' } satisfies KeptRevision,
  entry: null,
});

const entry = (id: string, seconds: number, more: Partial<KeptEntry> = {}): PastEdit => ({
  revision: null,
  entry: {
    ...{ id, object: 'trigger/41', action: 'update', time: at(seconds), actorId: '1001', actorName: 'Jane Doe' },
    ...{ label: '', description: '', ip: null },
    ...more,
  },
});

const timeOf = ({ revision: one, entry: other }: PastEdit): string => one?.time ?? other?.time ?? '';

/** What comes out, as `revision+entry`, in its order. */
function match(items: readonly PastEdit[]): readonly string[] {
  const matcher = openMatcher();
  const sorted = [...items].sort((a, b) => (timeOf(a) < timeOf(b) ? -1 : timeOf(a) > timeOf(b) ? 1 : 0));
  const found = [...sorted.flatMap((item) => matcher.add(item)), ...matcher.end()];
  return found.map((one) => `${one.revision?.id ?? '-'}+${one.entry?.id ?? '-'}`);
}

test('a revision and its entry are one edit, whichever of them is some seconds later', () => {
  expect(match([revision('r1', 0), entry('e1', 3)])).toEqual(['r1+e1']);
  expect(match([revision('r1', 4), entry('e1', 0)])).toEqual(['r1+e1']);
});

test('another author, another trigger or more than five seconds make two edits of them', () => {
  expect(match([revision('r1', 0), entry('e1', 6)])).toEqual(['r1+-', '-+e1']);
  expect(match([revision('r1', 0, '1002'), entry('e1', 1)])).toEqual(['r1+-', '-+e1']);
  expect(match([revision('r1', 0), entry('e1', 1, { object: 'trigger/42' })])).toEqual(['r1+-', '-+e1']);
  expect(match([revision('r1', 0, null), entry('e1', 0)])).toEqual(['r1+-', '-+e1']);
});

test('a deletion and an entry of another kind never belong to a revision', () => {
  expect(match([revision('r1', 0), entry('e1', 0, { action: 'destroy' })])).toEqual(['r1+-', '-+e1']);
  expect(match([revision('r1', 0), entry('e1', 0, { object: 'macro/41' })])).toEqual(['r1+-', '-+e1']);
});

test('each is used once: two saves within seconds stay two edits', () => {
  expect(match([revision('r1', 0), revision('r2', 2), entry('e1', 1), entry('e2', 3)])).toEqual(['r1+e1', 'r2+e2']);
  expect(match([revision('r1', 0), entry('e1', 0), entry('e2', 1)])).toEqual(['r1+e1', '-+e2']);
});

test('states stay in the order in which Zendesk had them, whatever the log says seconds later', () => {
  const items = [
    revision('r1', 0, '1001'),
    entry('e1', 5),
    revision('r2', 2, '1002'),
    entry('e2', 2, { actorId: '1002' }),
  ];
  expect(match(items)).toEqual(['r1+e1', 'r2+e2']);
});

test('nothing is lost, nothing is used twice, and revisions keep their order, in any mixture', () => {
  const item = fc.record({
    isEntry: fc.boolean(),
    seconds: fc.nat(40),
    author: fc.constantFrom('1001', '1002'),
    trigger: fc.constantFrom('41', '42'),
  });
  fc.assert(
    fc.property(fc.array(item, { maxLength: 30 }), (drawn) => {
      const items = drawn.map(({ isEntry, seconds, author, trigger }, index) =>
        isEntry
          ? entry(`e${index}`, seconds, { actorId: author, object: `trigger/${trigger}` })
          : revision(`r${index}`, seconds, author, trigger),
      );
      const out = match(items);
      const ids = out.flatMap((one) => one.split('+')).filter((id) => id !== '-');
      expect([...ids].sort()).toEqual(items.map(({ revision: one, entry: other }) => one?.id ?? other?.id).sort());
      const times = new Map(items.map((one) => [one.revision?.id ?? one.entry?.id, timeOf(one)]));
      const revisions = out.flatMap((one) => times.get(one.split('+')[0] ?? '') ?? []);
      expect(revisions).toEqual([...revisions].sort());
    }),
    { seed },
  );
});
