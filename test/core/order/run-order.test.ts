import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeOrder } from '#core/describe/describe-order.ts';
import { noNames } from '#core/names/names.ts';
import type { Order } from '#core/order/order.ts';
import { findMoves } from '#core/order/order-moves.ts';
import { passedBy, sameRunOrder } from '#core/order/run-order.ts';
import { automation } from '#kinds/automation.ts';
import { parsed, plainLines } from '../describe/builders.ts';
import { orders } from './order-arbitraries.ts';

const plain = (...ids: string[]): Order => [{ category: null, ids }];
const without =
  (...inactive: string[]) =>
  (id: string) =>
    !inactive.includes(id);

describe('the order in which rules run', () => {
  it('is the same where only inactive rules change places', () => {
    const [before, after] = [plain('1', '2', '3'), plain('2', '1', '3')];
    expect(sameRunOrder(before, after, without('1', '2'))).toBe(true);
    expect(sameRunOrder(before, after, without('1'))).toBe(true);
    expect(sameRunOrder(before, after, without('3'))).toBe(false);
    expect(sameRunOrder(before, plain('3', '2', '1', '9'), without())).toBe(false);
    expect(sameRunOrder(before, plain('9', '1', '3'), without())).toBe(true);
  });

  it('is said to be the same, and nothing that is off is said to run before anything', () => {
    const description = describeOrder(
      automation,
      plain('1', '2', '3'),
      plain('2', '1', '3'),
      () => null,
      noNames,
      without('1', '2'),
    );
    expect(parsed(description.headline ?? [])).toBe('automation 2 above automation 1');
    expect(plainLines(description)).toEqual([
      'automation 2 moved from 2nd to 1st. It is inactive.',
      'The order in which active automations run is the same.',
    ]);
  });

  it('counts active rules alone', () => {
    const description = describeOrder(
      automation,
      plain('1', '2', '3'),
      plain('3', '1', '2'),
      () => null,
      noNames,
      without('1'),
    );
    expect(plainLines(description)).toEqual([
      'automation 3 moved from 3rd to 1st. It now runs before automation 2, which used to run before it.',
    ]);
  });

  it('says of each move what the moves themselves say, where everything runs', () => {
    fc.assert(
      fc.property(orders, orders, (before, after) => {
        for (const { id, above, below } of findMoves(before, after))
          expect(passedBy(id, before, after, () => true)).toEqual({ above, below });
      }),
    );
  });
});
