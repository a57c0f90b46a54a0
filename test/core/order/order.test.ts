import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Order, orderIds, orderText, parseOrder, toOrder } from '#core/order/order.ts';
import { automation } from '#kinds/automation.ts';
import { trigger } from '#kinds/trigger.ts';
import { orders, plainOrders } from './order-arbitraries.ts';

const placed = (id: string, position: number, categoryId: string | null = null) => ({ id, position, categoryId });

describe('toOrder', () => {
  it('puts the categories in their own order and the unlisted ones last', () => {
    const objects = [placed('1', 1), placed('2', 1, '8'), placed('3', 1, '900'), placed('4', 1, '77')];
    expect(toOrder(trigger, objects, ['900', '8', '5'])).toEqual([
      { category: '900', ids: ['3'] },
      { category: '8', ids: ['2'] },
      { category: '77', ids: ['4'] },
      { category: null, ids: ['1'] },
    ]);
  });

  it('breaks ties of the position by the number of the id', () => {
    const objects = [placed('1000', 1), placed('999', 1), placed('5', 2), placed('28835714737428', 0)];
    expect(toOrder(automation, objects, [])).toEqual([{ category: null, ids: ['28835714737428', '999', '1000', '5'] }]);
  });

  it('ignores categories where the kind has none', () => {
    expect(toOrder(automation, [placed('1', 2, '9'), placed('2', 1)], ['9'])).toEqual([
      { category: null, ids: ['2', '1'] },
    ]);
  });

  it('does not depend on the sequence in which the API listed the objects', () => {
    const object = fc.record({
      id: fc.integer({ min: 1, max: 50 }).map(String),
      position: fc.integer({ min: 0, max: 4 }),
      categoryId: fc.constantFrom(null, '1', '2', '3'),
    });
    const lists = fc
      .uniqueArray(object, { selector: ({ id }) => id })
      .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })));
    fc.assert(
      fc.property(lists, ([list, shuffled]) => {
        expect(toOrder(trigger, shuffled, ['2', '1'])).toEqual(toOrder(trigger, list, ['2', '1']));
      }),
    );
  });
});

describe('the text of order.json', () => {
  it('is what the contract shows, ids as numbers', () => {
    const order: Order = [{ category: '900', ids: ['1', '2'] }];
    expect(JSON.parse(orderText(trigger, order))).toEqual([{ category: '900', ids: [1, 2] }]);
    expect(orderText(automation, [{ category: null, ids: ['1', '2'] }])).toBe('[\n  1,\n  2\n]\n');
    expect(orderText(automation, [])).toBe('[]\n');
  });

  it('keeps an id that is no exact number as a text', () => {
    const order: Order = [{ category: null, ids: ['007', '90071992547409930', '1e3', '01HVK3T9QK5Z0'] }];
    expect(JSON.parse(orderText(automation, order))).toEqual(order[0]?.ids);
    expect(parseOrder(automation, orderText(automation, order))).toEqual(order);
  });

  it('is read back as the same order', () => {
    fc.assert(
      fc.property(orders, (order) => {
        expect(parseOrder(trigger, orderText(trigger, order))).toEqual(order);
      }),
    );
    fc.assert(
      fc.property(plainOrders, (order) => {
        expect(parseOrder(automation, orderText(automation, order))).toEqual(order);
      }),
    );
  });

  it.each([
    ['no JSON', '[1,'],
    ['an object', '{"ids": [1]}'],
    ['an id twice', '[1, 2, 1]'],
    ['an id twice, once as a text', '[1, "1"]'],
    ['an id that may not become a path', '["../../etc"]'],
    ['an id beyond 2^53 as a number', '[90071992547409930]'],
    ['a fraction', '[1.5]'],
    ['null', '[null]'],
  ])('is refused for a plain kind when it holds %s', (_, text) => expect(parseOrder(automation, text)).toBeNull());

  it.each([
    ['plain ids', '[1, 2]'],
    ['an id in two categories', '[{"category": "1", "ids": [1]}, {"category": "2", "ids": [1]}]'],
    ['a category twice', '[{"category": "1", "ids": [1]}, {"category": "1", "ids": [2]}]'],
    ['a category that is a number', '[{"category": 1, "ids": [1]}]'],
    ['a group without ids', '[{"category": "1"}]'],
    ['an empty group', '[{"category": "1", "ids": []}]'],
  ])('is refused for triggers when it holds %s', (_, text) => expect(parseOrder(trigger, text)).toBeNull());

  it('never throws, whatever it holds', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const order = parseOrder(trigger, text);
        if (order) expect(new Set(orderIds(order)).size).toBe(orderIds(order).length);
        parseOrder(automation, text);
      }),
    );
  });
});
