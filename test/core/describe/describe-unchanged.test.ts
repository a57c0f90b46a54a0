import { expect, it } from 'vitest';
import {
  describeLate,
  describeShortLived,
  describeTransient,
  describeUnchanged,
} from '#core/describe/describe-unchanged.ts';
import { plainLines } from './builders.ts';

it('says that nothing visible changed', () => {
  expect(describeUnchanged('A', 1)).toMatchObject({ verb: 'Record', title: 'A' });
  expect(plainLines(describeUnchanged('A', 1))).toEqual(['The log has an entry, but nothing visible changed']);
  expect(plainLines(describeUnchanged('A', 2))).toEqual(['The log has 2 entries, but nothing visible changed']);
});

it('says that an object was different for a while', () => {
  expect(plainLines(describeTransient('A', 3))).toEqual(['Changed 3 times, back to what it was']);
  expect(plainLines(describeTransient('A', 2))).toEqual(['Changed twice, back to what it was']);
});

it('says that an object came and went between two runs', () => {
  const described = describeShortLived([{ sourceLabel: 'Trigger: A' }, { sourceLabel: ' ' }]);
  expect(described.title).toBe('Trigger: A');
  expect(plainLines(described)).toEqual([
    'Made and deleted between two runs, 2 entries in the log; what it did is not known',
  ]);
});

it('says that an entry came late', () => {
  expect(plainLines(describeLate('A', 1))).toEqual([
    'The log showed 1 entry late, for a change that is already in history',
  ]);
});
