import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toSnapshot } from '#core/snapshot/snapshot.ts';
import { InexactNumber, parseExact } from '#json.ts';
import { kinds } from '#kinds/registry.ts';
import { exactly, identifier, list, record, reference, restriction, set, text } from '#kinds/shape.ts';

test('a set is sorted, numbers by size, whatever order it comes in', () => {
  const ids = fc.uniqueArray(fc.nat());
  fc.assert(
    fc.property(ids, (numbers) => {
      const sorted = [...numbers].sort((a, b) => a - b);
      expect(set(identifier)(numbers)).toEqual({ type: 'kept', value: sorted });
    }),
  );
});

test('a number that would lose digits is named as it was written, at any depth', () => {
  const inexact = new InexactNumber('9007199254740993');
  expect(exactly([{ a: [inexact] }])).toEqual({
    type: 'unreadable',
    reason: 'item 1 "a" item 1 has the number 9007199254740993, which is beyond 2^53',
  });
  expect(identifier(inexact).type).toBe('unreadable');
  expect(restriction({ type: 'User', id: inexact }).type).toBe('unreadable');
});

test('a reference is text, however it was written; a missing one is null', () => {
  expect([900, '900', null, undefined].map((value) => reference(value))).toEqual(
    ['900', '900', null, null].map((value) => ({ type: 'kept', value })),
  );
});

test('a missing list is empty, a missing text null, and an inherited key is missing', () => {
  expect(list(text)(undefined)).toEqual({ type: 'kept', value: [] });
  expect(record({ toString: text })({})).toEqual({ type: 'kept', value: { toString: null } });
});

test.each([30, 100_000])('%s levels of nesting do not overflow', (levels) => {
  const deep = parseExact(`${'['.repeat(levels)}${']'.repeat(levels)}`);
  expect(exactly(deep).type).toBe(levels === 30 ? 'kept' : 'unreadable');
});

test('whatever JSON is read exactly is kept as it is', () => {
  const value = fc.jsonValue({ maxDepth: 5 });
  fc.assert(
    fc.property(value, (json) => {
      expect(exactly(json)).toEqual({ type: 'kept', value: json });
    }),
  );
});

test('no JSON value breaks the reading of a kind, and a text read back gives the same text', () => {
  for (const kind of kinds) {
    const fields = Object.fromEntries(
      [...Object.keys(kind.fields), 'raw_title', 'updated_at', 'position'].map((key) => [key, fc.jsonValue()]),
    );
    const near = fc.record(fields, { requiredKeys: [] }).map((broken) => ({
      ...{ id: 1, title: 't', active: true, conditions: { all: [] }, actions: [], execution: {} },
      ...broken,
    }));
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), near), (raw) => {
        const observed = toSnapshot(kind, raw);
        if (observed.type === 'unreadable') return;
        expect(toSnapshot(kind, parseExact(observed.snapshot.text))).toMatchObject({
          snapshot: { text: observed.snapshot.text },
        });
      }),
    );
  }
});
