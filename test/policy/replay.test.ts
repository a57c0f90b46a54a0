import { describe, expect, test } from 'vitest';
import type { ChangeRequest } from '#core/state/request-fold.ts';
import { asksForTitles, replayChange } from '#policy/replay.ts';
import type { Policy, Rule } from '#policy/rule.ts';
import { blob, entry, policyOf, rule } from './build.ts';
import { recorded } from './recorded.ts';

const titles = { before: 'Notify requester', after: 'Notify requester' };
const replay = (policy: Policy, change = recorded()) => {
  const replayed = replayChange(policy, change, titles);
  return replayed.type === 'unknown'
    ? replayed.why
    : `${replayed.verdict.decision} ${replayed.verdict.rule ?? ''}`.trim();
};

describe('a recorded change that is judged again', () => {
  test('gets the verdict of the proposed rules', () => {
    expect(replay(policyOf([rule({ name: 'jane', actors: ['1001'] })]))).toBe('approved jane');
    expect(replay(policyOf([rule({ name: 'bob', actors: ['1002'] })]))).toBe('unapproved');
    expect(replay(policyOf([rule({ name: 'titled', titles: ['Notify *'] })]))).toBe('approved titled');
    expect(replay(policyOf([], { default: 'approved' }))).toBe('approved');
  });

  test('is never approved by a rule if nobody is known to have made it', () => {
    expect(replay(policyOf([rule({ kinds: ['trigger'] })]), recorded({}, { entries: [] }))).toBe('unapproved');
  });

  test('keeps the verdict of a write of our own, which no rule made', () => {
    const own = recorded({}, { verdict: { decision: 'approved', reason: 'revert', policy: blob, failed: [] } });
    expect(replay(policyOf([rule({ actors: ['1001'], decide: 'unapproved' })]), own)).toBe('approved');
    const mixed = recorded(
      { ownWrite: true },
      { verdict: { decision: 'approved', reason: 'rule-matches', policy: blob, failed: [] } },
    );
    expect(replay(policyOf([]), mixed)).toBe('zendrift made a part of the change itself');
  });

  test('stays approved by the change request that covered it, unless a rule denies it', () => {
    const request: ChangeRequest = {
      ...{ issue: '12', actors: ['1001'], objects: ['trigger/41'], uses: 'once', used: [] },
      ...{ from: '2026-11-22T22:00:00Z', to: '2026-11-22T23:00:00Z', expected: new Map() },
    };
    const requests = new Map([['12', request]]);
    expect(replay(policyOf([]), recorded({ requests }))).toBe('approved #12');
    const denied = policyOf([rule({ name: 'never', kinds: ['trigger'], decide: 'unapproved' })]);
    expect(replay(denied, recorded({ requests }))).toBe('unapproved never');
  });

  test.each(['omitted', 'hash:0123456789abcdef', '203.0.113.0/24', '2001:db8:40::/48'])(
    'cannot be judged by an address that is kept as %s',
    (ip) => {
      const masked = recorded({}, { entries: [entry({ ip })] });
      const office: Rule = rule({ name: 'office', ips: ['203.0.113.0/24'] });
      expect(replay(policyOf([office]), masked)).toBe(
        'rule "office" asks for an address, which is not recorded in full',
      );
      // An earlier rule decides, or the rule asks for something else that is not so: the address does not matter.
      expect(replay(policyOf([rule({ name: 'jane', actors: ['1001'] }), office]), masked)).toBe('approved jane');
      expect(replay(policyOf([{ ...office, kinds: ['macro'] }]), masked)).toBe('unapproved');
      expect(replay(policyOf([office]), recorded())).toBe('approved office');
    },
  );
});

describe('a title', () => {
  test('is read only where a rule would match if it were right', () => {
    const titled = rule({ titles: ['Refunds::*'] });
    expect(asksForTitles(policyOf([titled]), recorded())).toBe(true);
    expect(asksForTitles(policyOf([{ ...titled, kinds: ['macro'] }]), recorded())).toBe(false);
    expect(asksForTitles(policyOf([{ ...titled, actors: ['7'] }]), recorded())).toBe(false);
    expect(asksForTitles(policyOf([rule({ actors: ['1001'] })]), recorded())).toBe(false);
  });
});
