import { describe, expect, it } from 'vitest';
import { describeOrder } from '#core/describe/describe-order.ts';
import { noNames } from '#core/names/names.ts';
import type { Order } from '#core/order/order.ts';
import { automation } from '#kinds/automation.ts';
import { trigger } from '#kinds/trigger.ts';
import { view } from '#kinds/view.ts';
import { names, parsed, plainLines } from './builders.ts';

const account = names({ categories: { '900': 'Notifications', '901': 'Routing' } });
const titles = (id: string) => ({ '1': 'Auto-reply to customer', '14': 'Close spam' })[id] ?? `Rule ${id}`;
const plain = (...ids: string[]): Order => [{ category: null, ids }];
const upTo = (count: number) => Array.from({ length: count }, (_, index) => String(index + 1));

describe('a new order', () => {
  it('is reported as in the example of the contract', () => {
    const [first, second, ...rest] = ['98', '99', ...upTo(13)];
    const before = [{ category: '900', ids: ['98', '99', ...upTo(11), '14'] }];
    const after = [{ category: '900', ids: [first ?? '', second ?? '', '14', ...rest.slice(0, 11)] }];
    const description = describeOrder(trigger, before, after, titles, account);
    expect(description).toMatchObject({ verb: 'Reorder', title: '' });
    expect(parsed(description.headline ?? [])).toBe('"Close spam" above "Auto-reply to customer"');
    expect(plainLines(description)).toEqual([
      'In category "Notifications": "Close spam" moved from 14th to 3rd. It now runs before 11 triggers that used to run before it; the first of them is "Auto-reply to customer" (1).',
    ]);
  });

  it('says what an object went below, and one alone in the singular', () => {
    const description = describeOrder(automation, plain('1', '2', '3'), plain('2', '3', '1'), titles, noNames);
    expect(parsed(description.headline ?? [])).toBe('"Auto-reply to customer" below "Rule 3"');
    expect(plainLines(description)).toEqual([
      '"Auto-reply to customer" moved from 1st to 3rd. It now runs after 2 automations that used to run after it; the last of them is "Rule 3" (3).',
    ]);
    expect(plainLines(describeOrder(view, plain('1', '2'), plain('2', '1'), titles, noNames))).toEqual([
      '"Rule 2" moved from 2nd to 1st. It is now shown before "Auto-reply to customer" (1), which used to be shown before it.',
    ]);
  });

  it('tells a pair that changed places once, and no object that is where it was', () => {
    const [before, after] = [plain('1', '2', '3'), plain('3', '2', '1')];
    const isActive = (id: string) => id !== '1';
    const description = describeOrder(automation, before, after, titles, noNames, isActive);
    expect(parsed(description.headline ?? [])).toBe('"Rule 3" above "Rule 2"');
    expect(plainLines(description)).toEqual([
      '"Rule 3" moved from 3rd to 1st. It now runs before "Rule 2" (2), which used to run before it.',
    ]);
    expect(plainLines(describeOrder(automation, before, after, titles, noNames)).at(-1)).toBe(
      '"Rule 2" is still 2nd. It now runs before "Auto-reply to customer" (1), which used to run before it.',
    );
  });

  it('names an object whose title is not known by its id', () => {
    const description = describeOrder(automation, plain('1', '2'), plain('2', '1'), () => null, noNames);
    expect(plainLines(description)).toEqual([
      'automation 2 moved from 2nd to 1st. It now runs before automation 1, which used to run before it.',
    ]);
  });

  it('says a moved category once, not once for each trigger in it', () => {
    const groups = [
      { category: '900', ids: ['1', '2', '3'] },
      { category: '901', ids: ['4', '5'] },
    ];
    const description = describeOrder(trigger, groups, groups.toReversed(), titles, account);
    expect(parsed(description.headline ?? [])).toBe('category "Routing"');
    expect(plainLines(description)).toEqual(['Category "Routing" moved from 2nd to 1st, with 2 triggers']);
  });

  it('says ten moves and counts the rest', () => {
    const lines = plainLines(
      describeOrder(automation, plain(...upTo(30)), plain(...upTo(30).toReversed()), titles, noNames),
    );
    expect(lines).toHaveLength(11);
    expect(lines.at(-1)).toBe('and 19 more moved');
  });

  it('is no matter of objects that only one of the orders has', () => {
    expect(describeOrder(automation, plain('1', '2', '3'), plain('4', '1', '3'), titles, noNames).lines).toEqual([]);
  });
});
