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
  expect(plainLines(describeTransient('A', 3))).toEqual([
    'Changed 3 times and is back to what it was. What it was in between is unknown',
  ]);
  expect(plainLines(describeTransient('A', 2, [{ words: ['Title: x'] }]))).toEqual([
    'Changed twice and is back to what it was',
    'In between: Title: x',
  ]);
});

it('says that an object came and went between two runs', () => {
  const described = describeShortLived([{ sourceLabel: 'Trigger: A' }, { sourceLabel: ' ' }]);
  expect(described.title).toBe('Trigger: A');
  expect(plainLines(described)).toEqual([
    'Created and deleted between two checks, with 2 audit entries. What it did is unknown',
  ]);
});

it('says that an entry came late', () => {
  expect(plainLines(describeLate('A', 1))).toEqual([
    'The log showed 1 entry late, for a change that is already in history',
  ]);
});
