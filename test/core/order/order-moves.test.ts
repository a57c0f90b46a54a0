import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Order, orderIds } from '#core/order/order.ts';
import { withIds, withoutIds } from '#core/order/order-edits.ts';
import { findMoves } from '#core/order/order-moves.ts';
import { orders, reordered } from './order-arbitraries.ts';

const plain = (...ids: string[]): Order => [{ category: null, ids }];

/** The smallest number of ids whose removal leaves both orders equal, by trying every subset. */
function fewestByForce(before: Order, after: Order): number {
  const ids = orderIds(before);
  let best = ids.length;
  for (let mask = 0; mask < 1 << ids.length; mask += 1) {
    const taken = ids.filter((_, index) => mask & (1 << index));
    const left = (order: Order) => orderIds(withoutIds(order, taken)).join();
    if (taken.length < best && left(before) === left(after)) best = taken.length;
  }
  return best;
}

describe('findMoves', () => {
  it('says which object was moved, from where, and what it went above', () => {
    const before = [
      { category: '1', ids: ['z'] },
      { category: '2', ids: ['a', 'b', 'c', 'd'] },
    ];
    const after = [
      { category: '1', ids: ['z'] },
      { category: '2', ids: ['a', 'd', 'b', 'c'] },
    ];
    expect(findMoves(before, after)).toEqual([
      {
        id: 'd',
        from: { category: '2', index: 3, overall: 4 },
        to: { category: '2', index: 1, overall: 2 },
        above: { count: 2, nearest: 'b' },
        below: { count: 0, nearest: null },
      },
    ]);
  });

  it('says what an object went below', () => {
    const [move] = findMoves(plain('a', 'b', 'c', 'd'), plain('b', 'c', 'a', 'd'));
    expect(move).toMatchObject({ id: 'a', above: { count: 0, nearest: null }, below: { count: 2, nearest: 'c' } });
  });

  it('finds no move in a creation or a deletion', () => {
    expect(findMoves(plain('a', 'b', 'c'), plain('n', 'a', 'c'))).toEqual([]);
  });

  it('gives moves that lead to the new order', () => {
    fc.assert(
      fc.property(fc.oneof(reordered, fc.tuple(orders, orders)), ([before, after]) => {
        const flat = (order: Order, other: Order) =>
          plain(...orderIds(order).filter((id) => orderIds(other).includes(id)));
        const [start, end] = [flat(before, after), flat(after, before)];
        const moved = findMoves(before, after).map((move) => move.id);
        expect(orderIds(withIds(start, moved, end))).toEqual(orderIds(end));
      }),
    );
  });

  it('never gives more moves than needed', () => {
    fc.assert(
      fc.property(reordered, ([before, after]) => {
        expect(findMoves(before, after)).toHaveLength(fewestByForce(before, after));
      }),
    );
  });

  it('counts what each object overtook', () => {
    fc.assert(
      fc.property(reordered, ([before, after]) => {
        const [old, now] = [orderIds(before), orderIds(after)];
        for (const { id, above, below } of findMoves(before, after)) {
          const [was, is] = [old.indexOf(id), now.indexOf(id)];
          const over = now.filter((other, index) => index > is && old.indexOf(other) < was);
          const under = now.filter((other, index) => index < is && old.indexOf(other) > was);
          expect(above).toEqual({ count: over.length, nearest: over[0] ?? null });
          expect(below).toEqual({ count: under.length, nearest: under.at(-1) ?? null });
        }
      }),
    );
  });

  it('takes 3,000 objects in reverse in well under a second', () => {
    const ids = Array.from({ length: 3000 }, (_, index) => String(index));
    const started = performance.now();
    expect(findMoves(plain(...ids), plain(...ids.toReversed()))).toHaveLength(2999);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
