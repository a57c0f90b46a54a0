import { expect, test } from 'vitest';
import type { KnownIssue } from '#core/state/hub-memory.ts';
import type { State } from '#core/state/state.ts';
import { planAttention } from '#issues/plan-attention.ts';
import { anEpisode } from '../support/episodes.ts';

const known: KnownIssue = {
  ...{ role: 'drift', open: true, labelled: true, seen: 'seen', shows: 'key', alert: null },
  ...{ wrote: null, restored: null, reminded: null, trouble: null, request: null },
};
const keys = { ofIssue: () => 'key', ofEnded: () => 'ended' };
const episodes: State['episodes'] = new Map([['trigger/1', anEpisode({ object: 'trigger/1', issue: 5 })]]);

function attend(issues: Readonly<Record<number, Partial<KnownIssue>>>, everything = false, open = episodes) {
  const all = Object.entries(issues).map(([number, over]) => [Number(number), { ...known, ...over }] as const);
  const map = new Map(all);
  const notes = { all: () => all, known: (number: number) => map.get(number) ?? null };
  const { numbers, isUnclear, unfiled, ended } = planAttention(
    { episodes: open, ended: new Map() },
    notes,
    keys,
    everything,
  );
  return { numbers: [...numbers], isUnclear, unfiled: unfiled.length, ended };
}

const nothing = { numbers: [], isUnclear: false, unfiled: 0, ended: [] };

test('an issue that shows what it should, and that nobody has touched, is left alone', () => {
  expect(attend({ 5: {} })).toEqual(nothing);
});

test.each<[string, Partial<KnownIssue>]>([
  ['was touched', { seen: '' }],
  ['shows an older state', { shows: 'other' }],
])('an issue that %s is looked at', (_why, over) => {
  expect(attend({ 5: over })).toEqual({ ...nothing, numbers: [5] });
});

test('an issue that is not remembered is looked at, and once a day every one is', () => {
  expect(attend({}).numbers).toEqual([5]);
  expect(attend({ 5: {} }, true).numbers).toEqual([5]);
});

test('an open issue without an open episode is to be closed, unless that was tried for the ends that are known', () => {
  expect(attend({ 5: {}, 6: {} })).toEqual({ ...nothing, numbers: [6], ended: [6] });
  expect(attend({ 5: {}, 6: { shows: 'ended' } })).toEqual(nothing);
  expect(attend({ 5: {}, 6: { open: false } })).toEqual(nothing);
});

test('an issue of ours that was never looked at, under a number that nothing knows, asks for a whole listing', () => {
  expect(attend({ 5: {}, 6: { seen: '', shows: '' } })).toMatchObject({ numbers: [6], isUnclear: true });
});

test('an issue that GitHub answers as gone is never taken up again', () => {
  expect(attend({ 5: {}, 6: { seen: '', shows: 'gone' } })).toEqual(nothing);
});

test('an episode without an issue is unfiled', () => {
  const open: State['episodes'] = new Map([['trigger/1', anEpisode({ object: 'trigger/1' })]]);
  expect(attend({}, false, open)).toEqual({ ...nothing, unfiled: 1 });
});
