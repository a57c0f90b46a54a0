import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Order, orderIds, type Placed, toOrder } from '#core/order/order.ts';
import { sameRelativeOrder } from '#core/order/order-edits.ts';
import type { OrderWrite } from '#core/write-back/order-write.ts';
import { arrangeLike, type LiveOrder, planOrderWriteBack } from '#core/write-back/order-write-back.ts';
import { automation } from '#kinds/automation.ts';
import { trigger } from '#kinds/trigger.ts';

const live = (
  groups: Readonly<Record<string, readonly (readonly [id: string, position: number])[]>>,
  categories: readonly string[],
): LiveOrder => ({
  objects: Object.entries(groups).flatMap(([categoryId, ids]) =>
    ids.map(([id, position]) => ({ id, position, categoryId })),
  ),
  categories,
});

/** The account after a write: given places count, the rest stays. */
function after({ objects, categories }: LiveOrder, write: OrderWrite): LiveOrder {
  const places = new Map(write.objects.map(({ id, position }) => [id, position]));
  const ranks = new Map(write.categories.map(({ id, position }) => [id, position]));
  return {
    objects: objects.map((placed): Placed => ({ ...placed, position: places.get(placed.id) ?? placed.position })),
    categories:
      write.categories.length === 0
        ? categories
        : [...categories].sort((a, b) => (ranks.get(a) ?? 0) - (ranks.get(b) ?? 0)),
  };
}

const recorded: Order = [
  { category: '900', ids: ['2', '1'] },
  { category: '901', ids: ['3'] },
];
const wanted: Order = [
  { category: '901', ids: ['3'] },
  { category: '900', ids: ['1', '2'] },
];

test('only what has to move is sent, on the places that are there', () => {
  const seen = live(
    {
      900: [
        ['2', 5],
        ['1', 9],
      ],
      901: [['3', 1]],
    },
    ['900', '902', '901'],
  );
  expect(planOrderWriteBack({ kind: trigger, recorded, wanted }, seen)).toMatchObject({
    type: 'reorder',
    write: {
      objects: [
        { id: '1', position: 5 },
        { id: '2', position: 9 },
      ],
      categories: [
        { id: '901', position: 1 },
        { id: '900', position: 2 },
        { id: '902', position: 3 },
      ],
    },
  });
});

test('places that tie are told apart', () => {
  const seen: LiveOrder = {
    objects: ['1', '2', '3'].map((id) => ({ id, position: 1, categoryId: null })),
    categories: [],
  };
  const plain = (...ids: readonly string[]): Order => [{ category: null, ids }];
  const plan = planOrderWriteBack(
    { kind: automation, recorded: plain('1', '2', '3'), wanted: plain('3', '1', '2') },
    seen,
  );
  expect(plan).toMatchObject({
    write: {
      objects: [
        { id: '1', position: 2 },
        { id: '2', position: 3 },
      ],
      categories: [],
    },
  });
});

test('an order that is neither the recorded nor the wished one has moved on', () => {
  const seen = live(
    {
      900: [
        ['1', 1],
        ['2', 2],
      ],
      901: [['3', 1]],
    },
    ['900', '901'],
  );
  expect(planOrderWriteBack({ kind: trigger, recorded, wanted }, seen)).toMatchObject({
    type: 'refused',
    refusal: { reason: 'moved-on' },
  });
});

test('triggers in other categories have to go back first, and are named', () => {
  const seen = live(
    {
      900: [['2', 1]],
      901: [
        ['1', 0],
        ['3', 1],
      ],
    },
    ['900', '901'],
  );
  const now: Order = [
    { category: '900', ids: ['2'] },
    { category: '901', ids: ['1', '3'] },
  ];
  const mixed: Order = [
    { category: '900', ids: ['1', '2'] },
    { category: '901', ids: ['3'] },
  ];
  expect(planOrderWriteBack({ kind: trigger, recorded: now, wanted: mixed }, seen)).toEqual({
    type: 'refused',
    refusal: { reason: 'other-category', ids: ['1'] },
  });
});

test('any order: carried out, the plan leads to the wished relative order, and then to nothing', () => {
  const ids = ['1', '2', '3', '4', '5', '6', '7'];
  const order = fc.shuffledSubarray(ids, { minLength: 1 });
  const positions = fc.array(fc.nat(9), { minLength: 7, maxLength: 7 });
  fc.assert(
    fc.property(order, order, positions, (present, wanted, places) => {
      const sorted = [...places].sort((a, b) => a - b);
      const seen: LiveOrder = {
        objects: present.map((id, index) => ({ id, position: sorted[index] ?? 0, categoryId: null })),
        categories: [],
      };
      const now = toOrder(automation, seen.objects, []);
      const target = { kind: automation, recorded: now, wanted: [{ category: null, ids: wanted }] };
      const plan = planOrderWriteBack(target, seen);
      if (plan.type === 'nothing') return sameRelativeOrder(now, target.wanted);
      if (plan.type !== 'reorder') return false;
      const done = after(seen, plan.write);
      const result = toOrder(automation, done.objects, []);
      return sameRelativeOrder(result, target.wanted) && planOrderWriteBack(target, done).type === 'nothing';
    }),
  );
});

test('nothing is lost or doubled when groups are arranged like others', () => {
  const groups = fc.shuffledSubarray(['1', '2', '3', '4', '5', '6']).chain((ids) =>
    fc.integer({ min: 0, max: ids.length }).map(
      (cut): Order =>
        [
          { category: '900', ids: ids.slice(0, cut) },
          { category: '901', ids: ids.slice(cut) },
        ].filter((group) => group.ids.length > 0),
    ),
  );
  fc.assert(
    fc.property(groups, groups, (present, like) => {
      const arranged = arrangeLike(present, like);
      const home = (order: Order) => order.map(({ category, ids }) => [category, [...ids].sort()]).sort();
      expect(home(arranged)).toEqual(home(present));
      expect(new Set(orderIds(arranged)).size).toBe(orderIds(present).length);
    }),
  );
});
