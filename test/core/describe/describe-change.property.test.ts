import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeChange } from '#core/describe/describe-change.ts';
import { describeOrder } from '#core/describe/describe-order.ts';
import { noNames } from '#core/names/names.ts';
import { sameRelativeOrder } from '#core/order/order-edits.ts';
import type { Snapshot } from '#core/snapshot/snapshot.ts';
import type { Description } from '#core/words.ts';
import { canonicalText, type JsonObject } from '#json.ts';
import { orders } from '../order/order-arbitraries.ts';
import { hostile, kind, mark, names, state } from './arbitraries.ts';
import { snapshot } from './builders.ts';

function expectOwnWords({ lines, headline = [] }: Description): void {
  for (const words of [headline, ...lines.map((line) => line.words)])
    for (const word of words) if (typeof word === 'string') expect(word).toMatch(/^[A-Za-z0-9 .,:;()'\-→…]*$/);
}

describe('describeChange, whatever the account holds', () => {
  it('keeps every text of the account out of its own words', () => {
    fc.assert(
      fc.property(kind, state, state, names, (one, before, after, words) => {
        const [old, now] = [snapshot(one, before), snapshot(one, after)];
        expectOwnWords(describeChange(one, old, now, words));
        expectOwnWords(describeChange(one, null, now, words));
        expectOwnWords(describeChange(one, old, null, words));
      }),
    );
  });

  it('says something about two different states, and nothing about two equal ones', () => {
    const near = state.chain((first) =>
      fc.tuple(
        fc.constant(first),
        fc.oneof(
          state,
          state.map((other) => ({ ...first, actions: other['actions'] ?? [] })),
        ),
      ),
    );
    fc.assert(
      fc.property(kind, near, names, (one, [before, after], words) => {
        const [old, now] = [snapshot(one, before), snapshot(one, after)];
        expect(describeChange(one, old, now, words).lines.length > 0).toBe(old.text !== now.text);
        expect(describeChange(one, old, { ...old, value: JSON.parse(old.text) }, words).lines).toEqual([]);
      }),
    );
  });

  it('says something about each field that differs', () => {
    fc.assert(
      fc.property(kind, state, state, names, (one, before, after, words) => {
        for (const field of Object.keys(one.fields)) {
          const [old, now] = [
            snapshot(one, before),
            snapshot(one, { ...before, [field]: field === 'id' ? 8 : (after[field] ?? null) }),
          ];
          if (old.text !== now.text) expect(describeChange(one, old, now, words).lines).not.toEqual([]);
        }
      }),
    );
  });

  it('copes with files that someone edited by hand', () => {
    const file = fc.dictionary(
      fc.constantFrom('title', 'actions', 'conditions', 'restriction', 'execution', mark),
      fc.jsonValue(),
    );
    const edited = file.map((raw): Snapshot => {
      const value: JsonObject = JSON.parse(JSON.stringify(raw));
      return { object: 'trigger/7', text: canonicalText(value), value };
    });
    fc.assert(
      fc.property(kind, edited, edited, (one, before, after) => {
        const { lines } = describeChange(one, before, after, noNames);
        expect(lines.length > 0).toBe(before.text !== after.text);
      }),
    );
  });
});

describe('describeOrder, whatever the account holds', () => {
  it('keeps titles and categories out of its own words, and says something about every reorder', () => {
    fc.assert(
      fc.property(kind, orders, orders, names, hostile, (one, before, after, words, title) => {
        const description = describeOrder(one, before, after, () => title, words);
        expectOwnWords(description);
        if (!sameRelativeOrder(before, after)) expect(description.lines).not.toEqual([]);
        expect(describeOrder(one, after, after, () => title, words).lines).toEqual([]);
      }),
    );
  });
});
