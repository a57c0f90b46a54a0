import { expect, test } from 'vitest';
import { findOwners, idleWords, listIdleOwners, type Owned } from '#policy/owners.ts';
import type { OwnerRule } from '#policy/rule.ts';

const owned = (object: Owned['object'], title: string | null, category: Owned['category'] = null): Owned => ({
  ...{ object, title, category },
});
const rule = (over: Partial<OwnerRule>): OwnerRule => ({ logins: ['ann'], approve: 'no', ...over });

test.each<[string, Partial<OwnerRule>, Owned, boolean]>([
  ['a kind', { kinds: ['macro'] }, owned('macro/1', 'A'), true],
  ['another kind', { kinds: ['macro'] }, owned('trigger/1', 'A'), false],
  ['a title', { titles: ['Billing::*'] }, owned('macro/1', 'Billing::EU'), true],
  ['a title of another case', { titles: ['billing::*'] }, owned('macro/1', 'Billing::EU'), false],
  ['an order, which has no title', { titles: ['*'] }, owned('trigger/order', null), false],
  ['an order by name', { objects: ['trigger/order'] }, owned('trigger/order', null), true],
  ['an id', { objects: ['41'] }, owned('trigger/41', 'A'), true],
  ['a category by id', { categories: ['900'] }, owned('trigger/1', 'A', { id: '900', name: null }), true],
  ['a category by name', { categories: ['Rout*'] }, owned('trigger/1', 'A', { id: '9', name: 'Routing' }), true],
  ['no category', { categories: ['*'] }, owned('macro/1', 'A'), false],
  ['all of several keys', { kinds: ['macro'], titles: ['B*'] }, owned('macro/1', 'A'), false],
  ['everything', {}, owned('trigger/order', null), true],
])('owners by %s', (_what, over, object, isTheirs) => {
  expect(findOwners([rule(over)], object) !== null).toBe(isTheirs);
});

test('the first entry that matches counts', () => {
  const [first, second] = [rule({ titles: ['B*'] }), rule({})];
  expect(findOwners([first, second], owned('macro/1', 'Billing'))).toBe(first);
  expect(findOwners([first, second], owned('macro/1', 'Other'))).toBe(second);
});

test('an entry that owns nothing is named with what it looks for, and whether earlier ones leave it nothing', () => {
  const rules = [rule({}), rule({ kinds: ['macro'] }), rule({ titles: ['Nothing*'] })];
  const idle = listIdleOwners(rules, [owned('macro/1', 'A'), owned('trigger/2', 'B')]);
  expect(idle.map((one) => idleWords(rules, one))).toEqual([
    'owners[1] (kinds: macro) has no effect: earlier entries own every object that it matches',
    'owners[2] (titles: Nothing*) matches no recorded object',
  ]);
});
