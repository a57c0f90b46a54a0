import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change } from '#core/change.ts';
import { idOf } from '#core/object-key.ts';
import { type Order, orderIds } from '#core/order/order.ts';
import { type OrderReading, planOrder } from '#core/order/order-plan.ts';
import { sequenceChanges } from '#core/order/sequence.ts';
import { trigger } from '#kinds/trigger.ts';
import { aChangeOf, at, entryAt, snapshotOf } from '../../support/drift.ts';

const order = (...groups: readonly string[]): Order =>
  groups.map((group) => {
    const [category = '', ids = ''] = group.split(':');
    return { category, ids: [...ids] };
  });

const reading = (recorded: Order, listed: Order | null, over: Partial<OrderReading> = {}): OrderReading => ({
  kind: trigger,
  recorded,
  listed,
  updatedAt: new Map(orderIds(listed ?? recorded).map((id) => [id, at(0)])),
  readAt: at(1000),
  waiting: new Set(),
  lagging: new Set(),
  ...over,
});

const now = at(1001);
const movedBy = (id: string, actorId = '1001', seconds = 60): Change =>
  aChangeOf(id, { type: 'none', before: null, entries: [entryAt(seconds, { sourceId: id, actorId })] });

/** The texts of `order.json` after each commit that changes it, as groups. */
function steps(input: OrderReading, changes: readonly Change[], when = now) {
  const plan = planOrder(input, changes, when);
  const sequenced = sequenceChanges(changes, new Map([['trigger', { kind: trigger, recorded: input.recorded, plan }]]));
  const written = sequenced.flatMap(({ change, orderText }) => {
    const groups: { category: string; ids: (string | number)[] }[] = orderText === null ? [] : JSON.parse(orderText);
    const text = groups.map(({ category, ids }) => `${category}:${ids.join('')}`).join(' ');
    return orderText === null ? [] : [`${idOf(change.object)} ${text}`];
  });
  return { plan, sequenced, written };
}

describe('a reorder', () => {
  it('takes in the entries that only moved objects', () => {
    const { plan, written } = steps(reading(order('A:abc'), order('A:cab')), [movedBy('c')]);
    expect(plan.reorder).toMatchObject({ attribution: 'exact', object: 'trigger/order' });
    expect(written).toEqual(['order A:cab']);
  });

  it('of one person is exact however many objects moved, of several it is collapsed', () => {
    const input = reading(order('A:abc'), order('A:cba'));
    expect(steps(input, [movedBy('a'), movedBy('c')]).plan.reorder?.attribution).toBe('exact');
    expect(steps(input, [movedBy('a'), movedBy('c', '1002')]).plan.reorder?.attribution).toBe('collapsed');
  });

  it('without an entry waits while it is young, then has no author', () => {
    const young = reading(order('A:abc'), order('A:cab'), { updatedAt: new Map([['c', at(900)]]) });
    expect(steps(young, []).plan).toMatchObject({ waits: true, reorder: null });
    expect(steps(young, [], at(1200)).plan.reorder?.attribution).toBe('none');
  });

  it('newer than its newest entry waits, then is partial', () => {
    const input = reading(order('A:abc'), order('A:cab'), {
      updatedAt: new Map([
        ['c', at(900)],
        ['a', at(903)],
      ]),
    });
    const changes = [movedBy('c', '1001', 900)];
    expect(steps(input, changes).plan).toMatchObject({ waits: true, folded: new Set(changes) });
    expect(steps(input, changes, at(1203)).plan.reorder?.attribution).toBe('partial');
  });

  it('waits with an object that waits for the log, and goes round one that cannot be read', () => {
    const recorded = order('A:abc');
    const listed = order('A:cab');
    const waiting = new Set(['c']);
    expect(steps(reading(recorded, listed, { waiting, lagging: waiting }), []).plan.waits).toBe(true);
    const { plan, written } = steps(reading(recorded, listed, { waiting }), []);
    expect([plan.waits, written]).toEqual([false, []]);
  });

  it('knows what moved from the two states alone', () => {
    const { sequenced } = steps(reading(order('A:abcd'), order('A:acbd')), [movedBy('c')]);
    expect([...(sequenced[0]?.change.moved ?? [])].sort()).toEqual(['b', 'c']);
  });

  it('of categories is a reorder, not a part of someone else’s edit', () => {
    const { plan, written } = steps(reading(order('A:ab', 'B:cd'), order('B:cd', 'A:ab')), [aChangeOf('a')]);
    expect(plan.reorder?.attribution).toBe('none');
    expect(written).toEqual(['order B:cd A:ab']);
  });
});

describe('no reorder is', () => {
  it('a creation in the middle', () => {
    const created = aChangeOf('x', { type: 'created', before: null });
    expect(steps(reading(order('A:ab'), order('A:axb')), [created]).written).toEqual(['x A:axb']);
  });

  it('a deletion, also where the kind was not listed', () => {
    const deleted = aChangeOf('b', { type: 'deleted', after: null });
    expect(steps(reading(order('A:abc'), order('A:ac')), [deleted]).written).toEqual(['b A:ac']);
    expect(steps(reading(order('A:abc'), null), [deleted]).written).toEqual(['b A:ac']);
  });

  it('an edit that moved its own object', () => {
    const { plan, written } = steps(reading(order('A:abc'), order('A:cab')), [aChangeOf('c')]);
    expect([plan.reorder, written]).toEqual([null, ['c A:cab']]);
  });

  it('a trigger that goes to another category', () => {
    const moved = aChangeOf('a', {
      before: snapshotOf('T', 'trigger/a', { category_id: 'A' }),
      after: snapshotOf('T', 'trigger/a', { category_id: 'B' }),
    });
    expect(steps(reading(order('A:ab', 'B:c'), order('A:b', 'B:ca')), [moved]).written).toEqual(['a A:b B:ca']);
  });

  it('an object that is not tracked', () => {
    expect(steps(reading(order('A:ab'), order('A:axb')), []).written).toEqual([]);
  });
});

it('step by step, the order ends as it was listed, and each step holds what it is about', () => {
  const ids = [...'abcdefgh'];
  const arbitrary = fc
    .tuple(
      fc.shuffledSubarray(ids, { minLength: 1 }),
      fc.shuffledSubarray(ids, { minLength: 1 }),
      fc.nat(8),
      fc.nat(8),
      fc.array(fc.constantFrom('edited', 'moved', 'silent'), { minLength: 8, maxLength: 8 }),
      fc.boolean(),
    )
    .map(([before, after, cutBefore, cutAfter, how, turned]) => ({
      before: cut(before, cutBefore),
      after: turned ? cut(after, cutAfter).toReversed() : cut(after, cutAfter),
      how,
    }));
  fc.assert(
    fc.property(arbitrary, ({ before, after, how }) => {
      const [old, present] = [new Set(orderIds(before)), new Set(orderIds(after))];
      const placeOf = (from: Order, id: string) => from.find((group) => group.ids.includes(id))?.category ?? null;
      const changes = ids.flatMap((id, index): Change[] => {
        const state = (from: Order) => snapshotOf('T', `trigger/${id}`, { category_id: placeOf(from, id) });
        if (!old.has(id) && !present.has(id)) return [];
        if (!old.has(id)) return [aChangeOf(id, { type: 'created', before: null, after: state(after) })];
        if (!present.has(id)) return [aChangeOf(id, { type: 'deleted', before: state(before), after: null })];
        const edited = placeOf(before, id) !== placeOf(after, id) || how[index] === 'edited';
        if (edited) return [aChangeOf(id, { before: state(before), after: state(after) })];
        return how[index] === 'moved' ? [movedBy(id)] : [];
      });
      const { plan, sequenced } = steps(reading(before, after), changes, at(10_000));
      expect(plan.waits).toBe(false);
      const last = sequenced.findLast(({ orderText }) => orderText !== null)?.orderText;
      const text = (of: Order) => JSON.stringify(of.map(({ category, ids }) => ({ category, ids })));
      expect(last === undefined || last === null ? text(before) : JSON.stringify(JSON.parse(last))).toBe(text(after));
    }),
  );
});

/** Two categories, the first of so many ids. */
const cut = (ids: readonly string[], size: number): Order =>
  [
    { category: 'A', ids: ids.slice(0, size) },
    { category: 'B', ids: ids.slice(size) },
  ].filter((group) => group.ids.length > 0);
