import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planAround, planOrder, planShift, toLastPosition } from '#sandbox/zendesk/positions.ts';

const positions = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 10 });
const placed = positions.map((all) => all.map((position, index) => ({ id: index + 1, position })));
const moveBy = (objects: readonly { id: number; position: number }[], moved: ReadonlyMap<number, number>) =>
  objects.map(({ id, position }) => ({ id, position: moved.get(id) ?? position }));
const order = (objects: readonly { id: number; position: number }[]) =>
  [...objects].sort((left, right) => left.position - right.position || left.id - right.id).map(({ id }) => id);

describe('positions', () => {
  it('put a newcomer alone on its place and keep the others in order', () => {
    fc.assert(
      fc.property(placed, fc.integer({ min: 1, max: 14 }), (siblings, position) => {
        const result = moveBy(siblings, planShift(siblings, position));
        expect(result.some((sibling) => sibling.position === position)).toBe(false);
        expect(order(result)).toEqual(order(siblings));
      }),
    );
  });

  it('deal out an order that then holds', () => {
    fc.assert(
      fc.property(
        placed.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, wanted]) => {
          const ids = wanted.map(({ id }) => id);
          expect(order(moveBy(all, planOrder(all, ids)))).toEqual(ids);
        },
      ),
    );
  });

  it('never leave an object on a place that was given to another one', () => {
    fc.assert(
      fc.property(placed, fc.integer({ min: 0, max: 4 }), (all, count) => {
        const fixed = new Set(all.slice(0, count).map(({ id }) => id));
        const taken = new Set(all.slice(0, count).map(({ position }) => position));
        const result = moveBy(all, planAround(all, fixed));
        expect(result.filter(({ id, position }) => !fixed.has(id) && taken.has(position))).toEqual([]);
        expect(result.slice(0, count)).toEqual(all.slice(0, count));
      }),
    );
  });

  it('start at 1', () => {
    expect(toLastPosition([])).toBe(1);
  });
});
