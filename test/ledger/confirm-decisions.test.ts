import { expect, test } from 'vitest';
import { foldEvents, type RecordedEvent } from '#core/state/fold.ts';
import { emptyState } from '#core/state/state.ts';
import { type DecisionClaim, foldConfirmed } from '#ledger/confirm-decisions.ts';
import { at, entryAt, recordedChange } from '../support/drift.ts';
import { aDecision, blob } from '../support/facts.ts';

const object = 'trigger/41';

const drift = (commit: string, before: string, after: string, seconds: number, actorId = '1001'): RecordedEvent => ({
  type: 'change',
  object,
  explains: null,
  change: {
    ...recordedChange(before, after, seconds, { entries: [entryAt(seconds, { actorId })] }),
    commit: blob(commit),
  },
});

const decided = (
  commit: string,
  seconds: number,
  decision: 'approved' | 'rejected' = 'approved',
): Extract<RecordedEvent, { type: 'decision' }> => ({
  type: 'decision',
  commit: blob(commit),
  at: at(seconds),
  decision: aDecision({ object, decision, comment: commit.charCodeAt(0).toString(), after: blob('b') }),
});

/** Folds with a GitHub that bears out all decisions but some; tells what it was asked. */
async function fold(events: readonly RecordedEvent[], refused: readonly string[] = [], horizon = at(1_000_000)) {
  const asked: DecisionClaim[] = [];
  const { state, unconfirmed } = await foldConfirmed(
    emptyState('acme'),
    events,
    () => null,
    async (claims) => {
      asked.push(...claims);
      return new Map(claims.map(({ commit }) => [commit, refused.includes(commit) ? 'no such comment' : null]));
    },
    horizon,
  );
  return { state, unconfirmed, asked };
}

test('a decision that GitHub bears out ends its episode, and was asked about with the people who made the change', async () => {
  const { state, asked, unconfirmed } = await fold([drift('1', 'a', 'b', 10), decided('2', 20)]);
  expect(state.episodes.size).toBe(0);
  expect(asked.map(({ commit, actors }) => [commit, actors])).toEqual([[blob('2'), ['1001']]]);
  expect(unconfirmed).toEqual([]);
});

test('one that it does not bear out counts for nothing: the episode stays open and the decision is named', async () => {
  const { state, unconfirmed } = await fold([drift('1', 'a', 'b', 10), decided('2', 20)], [blob('2')]);
  expect([...state.episodes.keys()]).toEqual([object]);
  expect(unconfirmed).toEqual([
    { object, commit: blob('2'), by: 'admin-ann', issue: '211', reason: 'no such comment' },
  ]);
});

test('of many decisions about one object only the newest is asked about', async () => {
  const events = [1, 2, 3].flatMap((n) => [drift(String(n), 'a', 'b', n * 10), decided(String(n + 5), n * 10 + 5)]);
  const { asked } = await fold(events);
  expect(asked.map(({ commit }) => commit)).toEqual([blob('8')]);
});

test('where the newest is not confirmed, the one before it is asked', async () => {
  const events = [drift('1', 'a', 'b', 10), decided('2', 20), drift('3', 'b', 'c', 30, '1002'), decided('4', 40)];
  const { state, asked, unconfirmed } = await fold(events, [blob('4')]);
  expect(asked.map(({ commit }) => commit)).toEqual([blob('4'), blob('2')]);
  expect(unconfirmed.map(({ commit }) => commit)).toEqual([blob('4')]);
  expect(state.episodes.get(object)?.changes.map(({ commit }) => commit)).toEqual([blob('3')]);
});

test('everything since the horizon is asked about, and what is asked again is asked with its own people', async () => {
  const events = [drift('1', 'a', 'b', 10), decided('2', 20), drift('3', 'b', 'c', 30, '1002'), decided('4', 40)];
  const { asked } = await fold(events, [blob('2')], at(0));
  // Without the first decision the second one is about both changes.
  expect(asked.filter(({ commit }) => commit === blob('4')).map(({ actors }) => actors)).toEqual([
    ['1002'],
    ['1001', '1002'],
  ]);
});

test('a decision that an allowed signer stands for is not asked about, and settles what came before it', async () => {
  const events = [
    drift('1', 'a', 'b', 10),
    decided('2', 20),
    drift('3', 'b', 'c', 30, '1002'),
    { ...decided('4', 40), signed: true as const },
  ];
  const { state, asked } = await fold(events, [blob('4')]);
  expect(asked).toEqual([]);
  expect(state.episodes.size).toBe(0);
});

test('a revert is asked about as of its announcement: what was edited while it was carried out was read before', async () => {
  const reverting = { ...decided('2', 20), decision: aDecision({ object, decision: 'reverting', comment: '50' }) };
  const reverted = { ...decided('3', 90), decision: aDecision({ object, decision: 'reverted', comment: '50' }) };
  // A run in between has recorded what was written.
  const events = [drift('1', 'a', 'b', 10), reverting, drift('4', 'b', 'a', 80), reverted];
  const { asked } = await fold(events, [], at(0));
  expect(asked.map(({ at: made, decidedAt, since }) => [made, decidedAt, since])).toEqual([
    [at(90), at(20), at(10)],
    [at(20), at(20), at(10)],
  ]);
});

test('what a decision is about does not grow with the changes that come later', async () => {
  const events = [
    drift('1', 'a', 'b', 10),
    decided('2', 20, 'rejected'),
    drift('3', 'b', 'c', 30, '1002'),
    decided('4', 40, 'rejected'),
    drift('5', 'c', 'd', 50, '1003'),
  ];
  const { asked, state } = await fold(events, [], at(0));
  const sizes = new Map(asked.map(({ commit, episode }) => [commit, episode?.changes.length]));
  expect([sizes.get(blob('2')), sizes.get(blob('4'))]).toEqual([1, 2]);
  expect(state.episodes.get(object)?.changes).toHaveLength(3);
});

test('an object that is changed 20,000 times and never decided is folded in linear time', () => {
  const events = Array.from({ length: 20_000 }, (_, index) =>
    drift(String(index), `s${index}`, `s${index + 1}`, index),
  );
  const before = process.cpuUsage();
  foldEvents(emptyState('acme'), events, () => null);
  const { user, system } = process.cpuUsage(before);
  // It takes 0.04 s; where each change copies those before it, 11 s.
  expect(user + system).toBeLessThan(3_000_000);
});
