import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Order, orderIds } from '#core/order/order.ts';
import { sameRelativeOrder, withIds, withoutIds } from '#core/order/order-edits.ts';
import { orders, reordered } from './order-arbitraries.ts';

const plain = (...ids: string[]): Order => [{ category: null, ids }];

describe('withoutIds', () => {
  it('drops a category with its last object', () => {
    const order = [
      { category: '1', ids: ['a', 'b'] },
      { category: '2', ids: ['c'] },
    ];
    expect(withoutIds(order, ['c', 'b'])).toEqual([{ category: '1', ids: ['a'] }]);
  });
});

describe('withIds', () => {
  it('puts a new object behind the neighbour it has in the new order, and leaves other moves alone', () => {
    expect(withIds(plain('a', 'b', 'c'), ['n'], plain('c', 'n', 'a', 'b'))).toEqual(plain('a', 'b', 'c', 'n'));
  });

  it('puts new objects at the front before the first one that stays', () => {
    expect(withIds(plain('x', 'a', 'b'), ['n', 'm'], plain('n', 'm', 'a', 'b'))).toEqual(
      plain('x', 'n', 'm', 'a', 'b'),
    );
  });

  it('moves a trigger to its new category and makes that category where it stands in the new order', () => {
    const before = [
      { category: '1', ids: ['a', 'b'] },
      { category: '3', ids: ['c'] },
    ];
    const like = [
      { category: '1', ids: ['b'] },
      { category: '2', ids: ['a'] },
      { category: '3', ids: ['c'] },
    ];
    expect(withIds(before, ['a'], like)).toEqual(like);
  });

  it('keeps an id that the new order does not have', () => {
    expect(withIds(plain('a', 'b'), ['b', 'z'], plain('a'))).toEqual(plain('a', 'b'));
  });

  it('brings back what was taken out', () => {
    const cases = orders.chain((order) => fc.tuple(fc.constant(order), fc.subarray([...orderIds(order)])));
    fc.assert(
      fc.property(cases, ([order, ids]) => {
        expect(withIds(withoutIds(order, ids), ids, order)).toEqual(order);
      }),
    );
  });

  it('reaches the new order by way of the objects that came and went', () => {
    fc.assert(
      fc.property(orders, orders, (before, after) => {
        const gone = orderIds(before).filter((id) => !orderIds(after).includes(id));
        const result = withIds(withoutIds(before, gone), orderIds(after), after);
        expect(result).toEqual(after);
      }),
    );
  });

  it('never loses, doubles or invents an id', () => {
    const cases = fc
      .tuple(orders, orders)
      .chain(([a, b]) => fc.tuple(fc.constant(a), fc.constant(b), fc.subarray([...orderIds(b)])));
    fc.assert(
      fc.property(cases, ([order, like, ids]) => {
        const result = orderIds(withIds(order, ids, like));
        expect([...result].sort()).toEqual([...new Set([...orderIds(order), ...ids])].sort());
      }),
    );
  });
});

describe('sameRelativeOrder', () => {
  it('takes no creation and no deletion for a reorder', () => {
    expect(sameRelativeOrder(plain('a', 'b', 'c'), plain('n', 'a', 'c'))).toBe(true);
    expect(sameRelativeOrder(plain('a', 'b', 'c'), plain('c', 'a'))).toBe(false);
  });

  it('looks at all categories as one run', () => {
    const split = [
      { category: '1', ids: ['a'] },
      { category: '2', ids: ['b'] },
    ];
    expect(sameRelativeOrder(split, plain('a', 'b'))).toBe(true);
    expect(sameRelativeOrder(split, plain('b', 'a'))).toBe(false);
  });

  it('is true for the same ids only if they stand the same', () => {
    fc.assert(
      fc.property(reordered, ([a, b]) => {
        expect(sameRelativeOrder(a, b)).toBe(orderIds(a).join() === orderIds(b).join());
      }),
    );
  });
});
