import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeChange } from '#core/describe/describe-change.ts';
import { describeOrder } from '#core/describe/describe-order.ts';
import { noNames } from '#core/names/names.ts';
import { namesText } from '#core/names/names-text.ts';
import { keepUsedNames, mergeNames, type NamedState } from '#core/names/used-names.ts';
import { automation } from '#kinds/automation.ts';
import { trigger } from '#kinds/trigger.ts';
import { kind, names, state } from '../describe/arbitraries.ts';
import { action, condition, snapshot } from '../describe/builders.ts';
import { orders } from '../order/order-arbitraries.ts';

const field = (values: Readonly<Record<string, string>> = {}) => ({
  title: 'Country',
  values,
  operators: { is: 'Is', is_not: 'Is not' },
});

describe('the words that are kept', () => {
  it('say the same of any change between the states that use them as all words do', () => {
    fc.assert(
      fc.property(kind, state, state, fc.array(state, { maxLength: 2 }), names, (one, before, after, others, words) => {
        const [old, now] = [snapshot(one, before), snapshot(one, after)];
        const states = [old, now, ...others.map((other) => snapshot(one, other))];
        const used = keepUsedNames(
          words,
          states.map(({ value }): NamedState => ({ kind: one.name, value })),
        );
        for (const [from, to] of [[old, now] as const, [null, now] as const, [old, null] as const])
          expect(describeChange(one, from, to, used)).toEqual(describeChange(one, from, to, words));
        expect(namesText(keepUsedNames(used, [{ kind: one.name, value: old.value }]))).toBe(
          namesText(keepUsedNames(words, [{ kind: one.name, value: old.value }])),
        );
      }),
    );
  });

  it('say the same of a new order', () => {
    fc.assert(
      fc.property(kind, orders, orders, names, (one, before, after, words) => {
        const states = [before, after].map((order) => ({ kind: one.name, value: JSON.parse(JSON.stringify(order)) }));
        const used = keepUsedNames(words, states);
        const say = (known: typeof words) => describeOrder(one, before, after, (id) => id, known);
        expect(say(used)).toEqual(say(words));
      }),
    );
  });

  it('are those of the options that rules name, of 12,000', () => {
    const options = Object.fromEntries(
      Array.from({ length: 12_000 }, (_, n) => [`country_${n}`, `Country number ${n}`]),
    );
    const stands = { actions: { custom_fields_1: field(options) }, conditions: { custom_fields_1: field(options) } };
    const words = { ...noNames, fields: { trigger: stands, macro: stands, view: stands } };
    const rule = {
      conditions: { all: [condition('custom_fields_1', 'is', ['country_7', 'country_9'])], any: [] },
      actions: [action('custom_fields_1', 'country_8')],
    };
    const used = keepUsedNames(words, [{ kind: 'automation', value: snapshot(automation, rule).value }]);
    expect(used.fields).toEqual({
      trigger: {
        actions: { custom_fields_1: { title: 'Country', values: { country_8: 'Country number 8' }, operators: {} } },
        conditions: {
          custom_fields_1: {
            title: 'Country',
            values: { country_7: 'Country number 7', country_9: 'Country number 9' },
            operators: { is: 'Is' },
          },
        },
      },
    });
    expect(namesText(used).length).toBeLessThan(2_000);
  });

  it('are those of whatever is named by id, wherever it stands', () => {
    const ids = { 11: 'A', 12: 'B' };
    const words = { ...noNames, groups: ids, brands: ids, ticketFields: ids, categories: ids };
    const value = { category_id: '11', execution: { columns: ['custom_fields_12'] }, restriction: { ids: [11] } };
    expect(keepUsedNames(words, [{ kind: 'view', value }]).ticketFields).toEqual(ids);
    expect(keepUsedNames(words, [{ kind: 'trigger', value: [{ category: '12', ids: [1] }] }]).categories).toEqual({
      12: 'B',
    });
    expect(keepUsedNames(words, [])).toEqual(noNames);
  });
});

describe('words over recorded ones', () => {
  it('keep what the account no longer has, and take what it calls things now', () => {
    const stands = (values: Readonly<Record<string, string>>) => ({
      actions: { priority: field(values) },
      conditions: {},
    });
    const recorded = {
      ...noNames,
      webhooks: { A: 'old', B: 'gone' },
      fields: { trigger: stands({ high: 'High', x: 'X' }) },
    };
    const now = { ...noNames, webhooks: { A: 'new' }, fields: { trigger: stands({ high: 'Urgent' }) } };
    const merged = mergeNames(recorded, now);
    expect(merged.webhooks).toEqual({ A: 'new', B: 'gone' });
    expect(merged.fields['trigger']?.actions['priority']?.values).toEqual({ high: 'Urgent', x: 'X' });
    expect(mergeNames(recorded, noNames)).toEqual(recorded);
    expect(describeChange(trigger, null, snapshot(trigger), mergeNames(noNames, now)).verb).toBe('Create');
  });
});
