import { expect, test } from 'vitest';
import type { RecordedEvent } from '#core/state/fold.ts';
import { emptyState } from '#core/state/state.ts';
import { compareStates } from '#ledger/compare-states.ts';
import { foldClaims } from '#ledger/confirm-decisions.ts';
import { listUnsure } from '#ledger/list-unsure.ts';
import { at, recordedChange } from '../support/drift.ts';
import { aDecision, blob } from '../support/facts.ts';

const [mine, other] = ['trigger/41', 'trigger/42'] as const;

const change = (object: typeof mine | typeof other, before: string, after: string, seconds: number): RecordedEvent => ({
  type: 'change',
  object,
  explains: null,
  change: { ...recordedChange(blob(before), blob(after), seconds), commit: `${object}-${seconds}` },
});

const baseline = (seconds: number, redaction: string): RecordedEvent => ({
  ...{ type: 'baseline', time: at(seconds), kinds: ['trigger'], snapshotFormat: 2, redaction, personal: false },
  ...{ branch: 'main', config: null, accounts: [] },
});

const decided = (
  object: typeof mine | typeof other,
  seconds: number,
  decision: 'approved' | 'reverted',
): RecordedEvent => ({
  type: 'decision',
  commit: `decision-${seconds}`,
  at: at(seconds),
  decision: aDecision({
    ...{ object, decision, before: blob('b'), after: blob('a'), change: '1' },
    ...(decision === 'reverted' ? { writer: '9', time: at(seconds) } : {}),
  }),
});

const unsureOf = (...events: readonly RecordedEvent[]) => [...listUnsure(events)];

test('other rules of redaction leave only what was open then in doubt, and only until it is decided', () => {
  const start = [
    baseline(0, ''),
    change(mine, 'a', 'b', 10),
    change(other, 'a', 'b', 11),
    decided(other, 12, 'approved'),
  ];
  expect(unsureOf(...start)).toEqual([]);
  expect(unsureOf(...start, baseline(20, 'other'))).toEqual([mine]);
  expect(unsureOf(...start, baseline(20, ''))).toEqual([]);
  const later = [...start, baseline(20, 'other'), change(other, 'b', 'c', 30)];
  expect(unsureOf(...later)).toEqual([mine]);
  expect(unsureOf(...later, decided(mine, 40, 'approved'), change(mine, 'b', 'c', 50))).toEqual([]);
});

test('what was undone before other rules came is not in doubt', () => {
  expect(unsureOf(baseline(0, ''), change(mine, 'a', 'b', 10), change(mine, 'b', 'a', 20), baseline(30, 'x'))).toEqual(
    [],
  );
});

test('a revert leaves only a change in doubt that begins with the state that it found, long after it', () => {
  const reverted = [baseline(0, ''), change(mine, 'a', 'b', 10), decided(mine, 20, 'reverted')];
  expect(unsureOf(...reverted, change(other, 'b', 'c', 90_000))).toEqual([]);
  expect(unsureOf(...reverted, change(mine, 'a', 'c', 90_000))).toEqual([]);
  // The revert is surely remembered.
  expect(unsureOf(...reverted, change(mine, 'b', 'c', 600))).toEqual([]);
  expect(unsureOf(...reverted, change(mine, 'b', 'c', 90_000))).toEqual([mine]);
});

test('a state that hides a change is found after a revert of another object and after other rules of redaction', () => {
  const events = [
    ...[baseline(0, ''), change(other, 'a', 'b', 10), decided(other, 20, 'reverted')],
    ...[baseline(30, 'other'), change(mine, 'a', 'b', 40)],
  ];
  const { state } = foldClaims(
    emptyState('acme'),
    events,
    () => null,
    () => false,
    '',
  );
  const whole = { state, unsure: listUnsure(events) };
  expect(compareStates(state, whole)).toEqual([]);
  const hidden = { ...state, episodes: new Map() };
  expect(compareStates(hidden, whole)).toEqual([`the open episode of ${mine} is missing in it`]);
});
