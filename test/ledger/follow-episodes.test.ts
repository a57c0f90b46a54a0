import { expect, test } from 'vitest';
import type { DecisionKind } from '#core/commit/commit-facts.ts';
import type { EpisodeChange } from '#core/state/episode.ts';
import { type FollowedEvent, openFollower } from '#ledger/follow-episodes.ts';
import { at, entryAt, recordedChange } from '../support/drift.ts';
import { aDecision } from '../support/facts.ts';

const object = 'trigger/41';
const made = (change: EpisodeChange, explains: string | null = null): FollowedEvent => ({
  type: 'change',
  object,
  change,
  explains,
});
const decided = (decision: DecisionKind, seconds: number, by = 'admin-ann'): FollowedEvent => ({
  type: 'decision',
  commit: `decision-${seconds}`,
  at: at(seconds),
  decision: { ...aDecision({ object, decision, by }) },
});
const change = (commit: string, before: string, after: string, seconds: number, over: Partial<EpisodeChange> = {}) =>
  recordedChange(before, after, seconds, { commit, risk: 'low', ...over });

const follow = (...events: readonly FollowedEvent[]) => {
  const { followed: commits, open: episodes, add } = openFollower('acme');
  for (const event of events) add(event, () => null);
  const open = episodes.get(object) ?? null;
  return {
    outcomes: Object.fromEntries([...commits].map(([commit, { outcome }]) => [commit, outcome])),
    commits,
    open,
  };
};
const away = made(change('c1', 'a', 'b', 10));
const back = made(change('c2', 'b', 'a', 20));

test('each change of an episode ends as the episode ends', () => {
  expect(follow(away).outcomes).toEqual({ c1: 'open' });
  expect(follow(away, back).outcomes).toEqual({ c1: 'undone', c2: 'undone' });
  expect(follow(away, decided('approved', 30)).outcomes).toEqual({ c1: 'approved' });
  const further = made(change('c3', 'b', 'c', 25));
  expect(follow(away, further, decided('reverted', 30)).outcomes).toEqual({ c1: 'reverted', c3: 'reverted' });
});

test('episodes of one object are told apart', () => {
  const again = made(change('c3', 'a', 'c', 40));
  const { outcomes, open } = follow(away, back, again, decided('reverting', 50));
  expect(outcomes).toEqual({ c1: 'undone', c2: 'undone', c3: 'open' });
  expect(open?.changes).toHaveLength(1);
});

test('after a rejection it is open; the first decision is the one that time is measured to', () => {
  const { outcomes, commits } = follow(away, decided('rejected', 30, 'carl'), decided('approved', 90, 'ann'));
  expect(outcomes).toEqual({ c1: 'approved' });
  expect(commits.get('c1')).toMatchObject({ decidedAt: at(30), decision: { facts: { by: 'ann' }, at: at(90) } });
  expect(follow(away, decided('rejected', 30)).outcomes).toEqual({ c1: 'rejected' });
});

test('a revert that is reported after its own write is a revert all the same', () => {
  const { outcomes, commits } = follow(away, decided('reverting', 15), back, decided('reverted', 30));
  expect(outcomes['c1']).toBe('reverted');
  expect(commits.get('c1')?.decision?.facts.by).toBe('admin-ann');
});

test('a late entry judges the change that it explains, not one of its own', () => {
  const late = change('late', 'b', 'b', 900, { entries: [entryAt(1)] });
  const approved = { ...late, verdict: { ...late.verdict, decision: 'approved' as const } };
  expect(follow(away, made(late, 'c1')).outcomes).toEqual({ c1: 'open' });
  expect(follow(away, made(approved, 'c1'))).toMatchObject({ outcomes: { c1: 'undone' }, open: null });
});

test('a decision that GitHub does not confirm ends nothing, and unwanted commits are not kept', () => {
  const { followed, open, add } = openFollower('acme', {
    unconfirmed: new Set(['decision-30']),
    isWanted: (commit) => commit === 'c3',
  });
  const further = made(change('c3', 'b', 'c', 25));
  for (const event of [away, further, decided('approved', 30)]) add(event, () => null);
  expect([...followed]).toEqual([['c3', { outcome: 'open', decision: null, decidedAt: null }]]);
  expect([...open.keys()]).toEqual([object]);
});

test('what an object remembers does not grow with its history', () => {
  const { followed, open, add } = openFollower('acme', { isWanted: () => false });
  for (let index = 0; index < 3000; index += 1) {
    const [before, after] = index % 2 === 0 ? ['a', 'b'] : ['b', 'a'];
    add(made(change(`c${index}`, before ?? '', after ?? '', index)), () => null);
  }
  expect([followed.size, open.size]).toEqual([0, 0]);
});
