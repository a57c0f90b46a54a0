import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeChange } from '#drift/describe/describe-change.ts';
import { describeOrder } from '#drift/describe/describe-order.ts';
import { type FieldNames, type Names, noNames } from '#drift/names.ts';
import { sameRelativeOrder } from '#drift/order-edits.ts';
import type { Snapshot } from '#drift/snapshot.ts';
import type { Description } from '#drift/words.ts';
import { canonicalText, type Json, type JsonObject } from '#json.ts';
import { kinds } from '#kinds/registry.ts';
import { orders } from '../order-arbitraries.ts';
import { snapshot } from './builders.ts';

// Every text that Zendesk could send holds this character, which no word of ours does.
const mark = '☠';
const hostile = fc
  .oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('`'.repeat(40), '@org/team', 'fixes #1', '\u202e\n\u0000', '__proto__'),
  )
  .map((text) => `${mark}${text}`);

const fieldKeys = fc.constantFrom(
  ...['status', 'current_tags', 'group_id', 'notification_webhook', 'notification_user', 'comment_value_html'],
  ...['custom_fields_360', 'custom_status_id', 'constructor', '__proto__', `${mark}field`],
);
const value: fc.Arbitrary<Json> = fc.oneof(
  hostile,
  fc.constantFrom<Json>(null, '', true, false, 7, 'open', '01HVK3T9QK5Z0', 'current_user'),
  fc.array(hostile, { maxLength: 3 }),
  hostile.map((text) => ({ [text]: text })),
  fc.array(hostile, { minLength: 1, maxLength: 30 }).map((lines) => lines.join('\n')),
);
const operator = fc.oneof(hostile, fc.constantFrom('is', 'includes', 'changed', 'toString'));
const items = fc.array(fc.record({ field: fieldKeys, value }), { maxLength: 4 });
const conditions = fc.array(fc.record({ field: fieldKeys, operator, value }), { maxLength: 4 });
const columns = fc.array(fc.oneof(fc.constantFrom<Json>('status', 'nice_id', 360), hostile), { maxLength: 4 });

const maybe: fc.Arbitrary<string | null> = fc.oneof(fc.constant(null), hostile);
const state: fc.Arbitrary<JsonObject> = fc.record({
  title: hostile,
  description: maybe,
  active: fc.boolean(),
  category_id: maybe,
  actions: items,
  conditions: fc.record({ all: conditions, any: conditions }),
  execution: fc.record({ columns, group_by: maybe, group_order: fc.constantFrom('asc', 'desc', null) }),
  restriction: fc.oneof(
    fc.constant<Json>(null),
    fc.record<JsonObject>({ type: fc.oneof(hostile, fc.constant('Group')), ids: fc.array(hostile, { minLength: 1 }) }),
  ),
  attachments: fc.array(fc.integer({ min: 1, max: 9 })),
});

const texts = fc.dictionary(fc.oneof(fc.constantFrom('open', '7', '360', '01HVK3T9QK5Z0'), hostile), hostile);
const fieldNames: fc.Arbitrary<FieldNames> = fc.record({ title: hostile, values: texts, operators: texts });
const stands = fc.record({
  actions: fc.dictionary(fieldKeys, fieldNames),
  conditions: fc.dictionary(fieldKeys, fieldNames),
});
const names: fc.Arbitrary<Names> = fc.oneof(
  fc.constant(noNames),
  fc.record({
    fields: fc.dictionary(fc.constantFrom('trigger', 'macro', 'view'), stands),
    groups: texts,
    webhooks: texts,
    categories: texts,
    brands: texts,
    ticketFields: texts,
    statuses: texts,
  }),
);
// Printed by its name where a property fails.
const kind = fc
  .constantFrom(...kinds)
  .map((one) => Object.assign(Object.create({ [fc.toStringMethod]: () => one.name }), one));

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

  it('copes with files that somebody edited by hand', () => {
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
