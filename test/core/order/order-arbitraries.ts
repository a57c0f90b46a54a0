import fc from 'fast-check';
import type { Order } from '#core/order/order.ts';

const idNumbers = fc.integer({ min: 1, max: 40 }).map(String);

/** An order of a few categories, small ids, no empty group. */
export const orders: fc.Arbitrary<Order> = fc
  .uniqueArray(idNumbers, { maxLength: 14 })
  .chain((ids) => fc.tuple(...ids.map((id) => fc.tuple(fc.constant(id), fc.constantFrom(null, '7', '8', '9')))))
  .map((pairs) => {
    const categories = [...new Set(pairs.map(([, category]) => category))];
    return categories.map((category) => ({
      category,
      ids: pairs.filter((pair) => pair[1] === category).map(([id]) => id),
    }));
  });

export const plainOrders: fc.Arbitrary<Order> = fc
  .uniqueArray(idNumbers, { maxLength: 9 })
  .map((ids) => (ids.length === 0 ? [] : [{ category: null, ids }]));

/** The same ids in two sequences. */
export const reordered: fc.Arbitrary<readonly [Order, Order]> = fc
  .uniqueArray(idNumbers, { minLength: 1, maxLength: 8 })
  .chain((ids) => fc.tuple(fc.constant(ids), fc.shuffledSubarray(ids, { minLength: ids.length })))
  .map(([a, b]) => [[{ category: null, ids: a }], [{ category: null, ids: b }]]);
