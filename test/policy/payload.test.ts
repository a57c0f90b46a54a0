import { describe, expect, test } from 'vitest';
import { toPayloadEntry } from '#core/entry/audit-entry.ts';
import { maskEntries } from '#core/entry/privacy.ts';
import { judge } from '#policy/judge.ts';
import { change, policyOf, rule } from './build.ts';

const said = toPayloadEntry(
  { sourceId: '01H', sourceType: 'webhook' },
  { id: '1001', name: 'Jane Doe' },
  '2026-11-22T22:41:13Z',
);
const redirected = change({ object: 'webhook/01H', kind: 'webhook', attribution: 'payload', entries: [said] });
const decisionOf = (...rules: readonly Parameters<typeof rule>[0][]) =>
  judge(policyOf(rules.map((one) => rule(one))), redirected).decision;

describe('a change whose author only the object itself names', () => {
  test('is judged like an entry of that person', () => {
    expect(decisionOf({ actors: ['1001'] })).toBe('approved');
    expect(decisionOf({ actors: ['1002'] })).toBe('unapproved');
    expect(decisionOf({ kinds: ['webhook'] })).toBe('approved');
  });

  test('is matched by no rule about actions or addresses, not even one that refuses', () => {
    expect(decisionOf({ actors: ['1001'], actions: ['create', 'update', 'destroy'] })).toBe('unapproved');
    expect(decisionOf({ actors: ['1001'], ips: ['0.0.0.0/0', '::/0'] })).toBe('unapproved');
    expect(decisionOf({ ips: ['0.0.0.0/0'], decide: 'unapproved' }, { actors: ['1001'] })).toBe('approved');
  });

  test.each(['full', 'truncated', 'hashed', 'omitted'] as const)(
    'comes from an unknown address under "ip: %s"',
    (ip) => {
      expect(maskEntries([said], { ip, keyedHash: () => 'x' })[0]?.ip).toBe('unknown');
    },
  );
});
